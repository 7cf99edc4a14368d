#pragma once
// TLS over a connection's socket, apart from the rest because OpenSSL's part of Asio compiles slowly.
#include <memory>

#include "base/result.hpp"
#include "http/edge/asio_types.hpp"
#include "http/edge/server.hpp"

namespace probity::http {

/// One connection's TLS. Reading and writing may overlap; both belong to the connection's loop.
class TlsStream {
 public:
  virtual ~TlsStream() = default;
  virtual Awaitable<> handshake(ErrorCode& error) = 0;
  virtual Awaitable<std::size_t> read_some(asio::mutable_buffer space, ErrorCode& error) = 0;
  virtual Awaitable<std::size_t> write_some(asio::const_buffer bytes, ErrorCode& error) = 0;
  /// Says goodbye, so that the peer can tell an end from a cut.
  virtual Awaitable<> shutdown(ErrorCode& error) = 0;
};

/// Certificate and key, shared by all connections.
class TlsContext {
 public:
  /// TLS 1.2 and later. The error ("bad_certificate") names the file.
  static Result<std::shared_ptr<TlsContext>> load(const ServerOptions::Tls& files);
  virtual ~TlsContext() = default;
  /// When the certificate ends.
  virtual Timestamp ends() const = 0;
  /// `socket` must outlive the stream.
  virtual std::unique_ptr<TlsStream> wrap(Socket& socket) = 0;
};

}  // namespace probity::http
