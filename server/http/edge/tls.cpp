#include "http/edge/tls.hpp"

#include <boost/asio/ssl.hpp>
#ifdef BOOST_ASIO_SEPARATE_COMPILATION
#include <boost/asio/ssl/impl/src.hpp>
#endif

namespace probity::http {
namespace {

namespace ssl = asio::ssl;

class OpenSslStream final : public TlsStream {
 public:
  OpenSslStream(Socket& socket, ssl::context& context) : stream_(socket, context) {}

  Awaitable<> handshake(ErrorCode& error) override {
    co_await stream_.async_handshake(ssl::stream_base::server, into(error));
  }
  Awaitable<std::size_t> read_some(asio::mutable_buffer space, ErrorCode& error) override {
    co_return co_await stream_.async_read_some(space, into(error));
  }
  Awaitable<std::size_t> write_some(asio::const_buffer bytes, ErrorCode& error) override {
    co_return co_await stream_.async_write_some(bytes, into(error));
  }
  Awaitable<> shutdown(ErrorCode& error) override { co_await stream_.async_shutdown(into(error)); }

 private:
  ssl::stream<Socket&> stream_;
};

/// Only HTTP/1.1 is spoken here; a client that insists on another protocol learns so in the handshake.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
  static constexpr unsigned char kSpoken[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_length, kSpoken, sizeof kSpoken - 1, offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

class OpenSslContext final : public TlsContext {
 public:
  OpenSslContext() : context_(ssl::context::tls_server) {
    SSL_CTX* native = context_.native_handle();
    SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // A connection at rest gives its buffers (34 KiB) back.
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  }

  Timestamp ends() const override {
    const X509* certificate = SSL_CTX_get0_certificate(native());
    std::tm time{};
    if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &time) != 1) return 0;
    return static_cast<Timestamp>(::timegm(&time)) * kSecond;
  }

  std::unique_ptr<TlsStream> wrap(Socket& socket) override { return std::make_unique<OpenSslStream>(socket, context_); }

  ssl::context& context() { return context_; }

 private:
  SSL_CTX* native() const { return const_cast<ssl::context&>(context_).native_handle(); }
  ssl::context context_;
};

std::unexpected<Error> bad_file(std::string_view what, const std::string& file, const ErrorCode& error) {
  return fail(ErrorKind::invalid, "bad_certificate",
              fmt::format("The TLS {} {} cannot be used: {}. It must be a readable PEM file, and certificate and key "
                          "must belong together.",
                          what, file, error.message()));
}

}  // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::load(const ServerOptions::Tls& files) {
  auto loaded = std::make_shared<OpenSslContext>();
  ErrorCode error;
  loaded->context().use_certificate_chain_file(files.certificate_file, error);
  if (error) return bad_file("certificate", files.certificate_file, error);
  loaded->context().use_private_key_file(files.key_file, ssl::context::pem, error);
  if (error) return bad_file("key", files.key_file, error);
  return loaded;
}

}  // namespace probity::http
