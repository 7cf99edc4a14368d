#pragma once
// The listening edge: HTTP/1.1 over Boost.Beast, with limits of size and time, two loops of input and
// output and a bounded pool of workers.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "http/edge/message.hpp"

namespace probity::http {

struct Limits {
  std::size_t header_bytes = 16 * 1024;
  /// Largest body by request; a larger one is read and dropped up to `drain_bytes`, then 413.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_bytes;
  std::size_t drain_bytes = 16 * 1024 * 1024;
  std::chrono::seconds header_time{10};
  std::chrono::seconds body_time{60};
  std::chrono::seconds idle_time{75};
  std::size_t connections = 10'000;
  std::size_t waiting_requests = 2'000;  ///< beyond it: 503 with Retry-After
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  ///< 0 takes any free one
  int loops = 2;
  int workers = 4;
  Limits limits;
  struct Tls {
    std::string certificate_file;
    std::string key_file;
  };
  std::optional<Tls> tls;
};

class Server {
 public:
  /// Binds and listens; the error names the port and who is likely to hold it.
  static Result<std::unique_ptr<Server>> listen(ServerOptions options, Handler handler);
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  /// Serves until stop(); returns when the last answer in work has been sent (at most 10 seconds).
  virtual void run() = 0;
  /// Safe from any thread and from a signal handler's thread.
  virtual void stop() = 0;
};

}  // namespace probity::http
