// TLS with a certificate made for the occasion.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>

#include "http/edge/edge_fixture.hpp"

namespace probity::http {
namespace {

template <typename Object, auto free_object>
struct Deleter {
  void operator()(Object* object) const { free_object(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509, X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX, SSL_CTX_free>>;
using Session = std::unique_ptr<SSL, Deleter<SSL, SSL_free>>;

class Tls : public ::testing::Test {
 protected:
  Tls() : folder_(std::filesystem::temp_directory_path() / ("edge-tls-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    make_files();
  }
  ~Tls() override { std::filesystem::remove_all(folder_); }

  ServerOptions options() const {
    ServerOptions options;
    options.tls = ServerOptions::Tls{folder_ / "certificate.pem", folder_ / "key.pem"};
    return options;
  }

  /// A client's session over an open connection, before its handshake.
  Session session(const Client& client, int highest_version = TLS1_3_VERSION) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_max_proto_version(context_.get(), highest_version);
    Session session(SSL_new(context_.get()));
    SSL_set_fd(session.get(), client.native());
    return session;
  }

  /// The serial number of the certificate that a new connection is shown; 0 where there is none.
  long serial_shown(std::uint16_t port) {
    Client client(port);
    const Session tls = session(client);
    if (SSL_connect(tls.get()) != 1) return 0;
    const Certificate certificate(SSL_get1_peer_certificate(tls.get()));
    return ASN1_INTEGER_get(X509_get0_serialNumber(certificate.get()));
  }

  void make_files(long serial = 1) const {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    write("certificate.pem", [&](FILE* file) { PEM_write_X509(file, certificate.get()); });
    write("key.pem", [&](FILE* file) {
      PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
  }

  std::filesystem::path folder_;

 private:
  template <typename Write>
  void write(const char* name, Write write) const {
    FILE* file = std::fopen((folder_ / name).c_str(), "w");
    write(file);
    std::fclose(file);
  }
  Context context_;
};

std::string read_all(SSL* session) {
  std::string text;
  char space[4096];
  for (int count; (count = SSL_read(session, space, sizeof space)) > 0;) text.append(space, static_cast<std::size_t>(count));
  return text;
}

TEST_F(Tls, AnswersAndSaysGoodbye) {
  const std::string large(3'000'000, 'x');
  RunningServer server([&](const Request& request) {
    Response response;
    response.body = request.path == "/large" ? large : (request.tls ? "tls" : "plain");
    return response;
  }, options());
  Client client(server.port());
  const Session tls = session(client);
  ASSERT_EQ(SSL_connect(tls.get()), 1);
  const std::string requests = get("/") + get("/large") + "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  ASSERT_EQ(SSL_write(tls.get(), requests.data(), static_cast<int>(requests.size())), static_cast<int>(requests.size()));
  const std::string answers = read_all(tls.get());
  EXPECT_NE(answers.find("\r\n\r\ntlsHTTP/1.1 200"), std::string::npos);
  EXPECT_NE(answers.find(large), std::string::npos);
  EXPECT_TRUE(answers.ends_with("\r\n\r\ntls"));
  EXPECT_TRUE(SSL_get_shutdown(tls.get()) & SSL_RECEIVED_SHUTDOWN);
}

TEST_F(Tls, ServesEvents) {
  RunningServer server([](const Request&) {
    Response response;
    response.on_stream = [](std::shared_ptr<EventStream> stream) { stream->send("change", "x"); };
    return response;
  }, options());
  Client client(server.port());
  const Session tls = session(client);
  ASSERT_EQ(SSL_connect(tls.get()), 1);
  const std::string request = get("/events");
  SSL_write(tls.get(), request.data(), static_cast<int>(request.size()));
  std::string received;
  char space[4096];
  while (!received.ends_with("event: change\ndata: x\n\n")) {
    const int count = SSL_read(tls.get(), space, sizeof space);
    ASSERT_GT(count, 0);
    received.append(space, static_cast<std::size_t>(count));
  }
}

TEST_F(Tls, OldVersionsAreRefused) {
  RunningServer server(echo, options());
  Client client(server.port());
  const Session tls = session(client, TLS1_1_VERSION);
  EXPECT_NE(SSL_connect(tls.get()), 1);
}

TEST_F(Tls, AHandshakeThatDoesNotComeIsNotWaitedFor) {
  ServerOptions hasty = options();
  hasty.limits.header_time = std::chrono::milliseconds(50);
  RunningServer server(echo, hasty);
  Client client(server.port());
  EXPECT_TRUE(client.is_over());
}

TEST_F(Tls, ARenewedCertificateIsShownFromTheNextConnectionOn) {
  RunningServer server(echo, options());
  Client before(server.port());
  const Session held = session(before);
  ASSERT_EQ(SSL_connect(held.get()), 1);
  make_files(2);
  EXPECT_EQ(serial_shown(server.port()), 1) << "not before it is told";
  ASSERT_TRUE(server.server().reload_certificate());
  EXPECT_EQ(serial_shown(server.port()), 2);
  EXPECT_TRUE(server.server().certificate_ends());
  const std::string request = get("/");
  EXPECT_GT(SSL_write(held.get(), request.data(), static_cast<int>(request.size())), 0) << "a connection goes on with the one it has";
  char space[16];
  EXPECT_GT(SSL_read(held.get(), space, sizeof space), 0);
}

TEST_F(Tls, ABadCertificateLeavesTheOneInUse) {
  RunningServer server(echo, options());
  const std::filesystem::path old_key = folder_ / "old_key.pem";
  std::filesystem::copy(folder_ / "key.pem", old_key);
  make_files(2);
  std::filesystem::rename(old_key, folder_ / "key.pem");
  const auto mismatched = server.server().reload_certificate();
  ASSERT_FALSE(mismatched);
  EXPECT_EQ(mismatched.error().code, "bad_certificate");
  EXPECT_EQ(serial_shown(server.port()), 1);
  std::filesystem::remove(folder_ / "certificate.pem");
  EXPECT_FALSE(server.server().reload_certificate());
  EXPECT_EQ(serial_shown(server.port()), 1);
}

TEST_F(Tls, FilesThatDoNotServeAreNamed) {
  ServerOptions missing = options();
  missing.tls->certificate_file = folder_ / "absent.pem";
  const auto without_certificate = Server::listen(missing, echo);
  ASSERT_FALSE(without_certificate);
  EXPECT_EQ(without_certificate.error().code, "bad_certificate");
  EXPECT_NE(without_certificate.error().message.find("absent.pem"), std::string::npos);

  ServerOptions swapped = options();
  swapped.tls->key_file = swapped.tls->certificate_file;
  EXPECT_EQ(Server::listen(swapped, echo).error().code, "bad_certificate");
}

}  // namespace
}  // namespace probity::http
