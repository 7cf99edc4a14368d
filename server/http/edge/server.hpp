#pragma once
// The listening edge: HTTP/1.1 over Boost.Beast, with limits of size and time, loops of input and
// output and a bounded pool of workers. What it refuses by itself it answers with a problem document
// (RFC 9457) that carries a `code`.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "http/edge/forwarded.hpp"
#include "http/edge/message.hpp"

namespace probity::http {

struct Limits {
  std::size_t header_bytes = 16 * 1024;  ///< request line and headers together; beyond it: 431
  std::size_t header_count = 100;        ///< beyond it: 431
  /// Largest body by request (1 MiB where not set); a larger one is read and dropped up to `drain_bytes`,
  /// then 413. What is larger still is answered with 413 too, and the connection closed.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_bytes;
  std::size_t drain_bytes = 16 * 1024 * 1024;
  std::chrono::milliseconds header_time{10'000};  ///< first byte to last header; beyond it: 408
  /// For the body, plus a second for each `body_bytes_per_second` that arrived; beyond it: 408.
  std::chrono::milliseconds body_time{60'000};
  std::size_t body_bytes_per_second = 32 * 1024;
  std::chrono::milliseconds idle_time{75'000};    ///< between requests; then closed without a word
  std::chrono::milliseconds write_time{60'000};   ///< for the peer to take each piece of an answer
  std::chrono::milliseconds heartbeat{20'000};    ///< a comment on a silent event stream
  std::size_t connections = 10'000;               ///< beyond it: 503 and closed
  std::size_t waiting_requests = 2'000;           ///< beyond it: 503 with Retry-After
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< numeric IPv4 or IPv6, or "localhost"; "::" serves both
  std::uint16_t port = 8080;          ///< 0 takes any free one
  int loops = 2;
  int workers = 4;
  Limits limits;
  TrustedProxies proxies = {};
  struct Tls {
    std::string certificate_file;  ///< PEM: the certificate, then its chain
    std::string key_file;          ///< PEM
  };
  std::optional<Tls> tls;
};

/// Owns its threads. The destructor waits for handlers that are still at work.
class Server {
 public:
  /// Binds and listens; the error names the port and who is likely to hold it ("port_taken",
  /// "port_forbidden", "bad_address", "bad_certificate").
  static Result<std::unique_ptr<Server>> listen(ServerOptions options, Handler handler);
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  /// Serves until stop(); returns when the last answer in work has been sent (at most 10 seconds).
  /// Event streams and idle connections are closed at once. Call it once.
  virtual void run() = 0;
  /// Safe from any thread and from a signal handler's thread; also before run().
  virtual void stop() = 0;
  /// Reads the certificate's files anew: connections from now on get it, those there are keep theirs. With an error
  /// ("bad_certificate") the one in use stays. Nothing happens without TLS. Safe from any thread.
  virtual Result<> reload_certificate() = 0;
  /// When the certificate in use ends. Safe from any thread.
  virtual std::optional<Timestamp> certificate_ends() const = 0;
};

}  // namespace probity::http
