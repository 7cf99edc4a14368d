#include "load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// One keep-alive connection and the answer it is reading.
class Connection {
 public:
  explicit Connection(int port) {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect to the server");
    }
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  ~Connection() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Connection(Connection&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), answer_(std::move(other.answer_)), sent_(other.sent_) {}
  Connection(const Connection&) = delete;

  int descriptor() const { return descriptor_; }
  Clock::time_point sent() const { return sent_; }
  const std::string& answer() const { return answer_; }

  void send(const std::string& bytes) {
    answer_.clear();
    sent_ = Clock::now();
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t written = ::send(descriptor_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
      if (written <= 0) throw std::runtime_error("the server closed a connection");
      done += static_cast<std::size_t>(written);
    }
  }

  /// Reads what is there; true once the answer is whole.
  bool receive() {
    char buffer[65536];
    const ssize_t read = ::recv(descriptor_, buffer, sizeof buffer, 0);
    if (read <= 0) throw std::runtime_error("the server closed a connection");
    answer_.append(buffer, static_cast<std::size_t>(read));
    const std::size_t end = answer_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    return answer_.size() >= end + 4 + content_length(end);
  }

 private:
  std::size_t content_length(std::size_t end) const {
    static constexpr char name[] = "\r\ncontent-length:";
    for (std::size_t at = answer_.find("\r\n"); at < end; at = answer_.find("\r\n", at + 2)) {
      if (strncasecmp(answer_.data() + at, name, sizeof name - 1) == 0) return std::stoul(answer_.substr(at + sizeof name - 1, 20));
    }
    return 0;
  }

  int descriptor_ = -1;
  std::string answer_;
  Clock::time_point sent_;
};

double at_fraction(std::vector<double>& sorted, double fraction) {
  return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(fraction * static_cast<double>(sorted.size())))];
}

}  // namespace

LoadResult run_load(const LoadOptions& options, const NextRequest& next) {
  std::vector<Connection> connections;
  const int poll = ::epoll_create1(0);
  std::uint64_t number = 0;
  for (int index = 0; index < options.connections; ++index) {
    connections.emplace_back(options.port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u32 = static_cast<std::uint32_t>(index);
    ::epoll_ctl(poll, EPOLL_CTL_ADD, connections.back().descriptor(), &event);
  }
  for (Connection& connection : connections) connection.send(next(number++));
  LoadResult result;
  std::vector<double> latencies;
  latencies.reserve(1 << 20);
  auto start = Clock::now();
  bool measuring = false;
  double cpu_start = 0;
  while (!measuring || seconds_since(start) < options.seconds) {
    if (!measuring && seconds_since(start) >= options.warm_up_seconds) {
      measuring = true;
      start = Clock::now();
      cpu_start = cpu_seconds();
    }
    epoll_event events[64];
    const int ready = ::epoll_wait(poll, events, 64, 1000);
    for (int index = 0; index < ready; ++index) {
      Connection& connection = connections[events[index].data.u32];
      if (!connection.receive()) continue;
      if (measuring) {
        latencies.push_back(seconds_since(connection.sent()) * 1000);
        if (connection.answer().compare(9, 1, "2") != 0 && result.refused++ == 0) result.first_refusal = connection.answer().substr(0, 600);
      }
      connection.send(next(number++));
    }
  }
  const double elapsed = seconds_since(start);
  result.generator_share = (cpu_seconds() - cpu_start) / elapsed;
  result.answers = static_cast<std::int64_t>(latencies.size());
  result.per_second = static_cast<double>(latencies.size()) / elapsed;
  std::sort(latencies.begin(), latencies.end());
  result.p50_milliseconds = at_fraction(latencies, 0.5);
  result.p99_milliseconds = at_fraction(latencies, 0.99);
  result.worst_milliseconds = latencies.empty() ? 0 : latencies.back();
  ::close(poll);
  return result;
}

std::string fetch(int port, const std::string& bytes, int& status) {
  Connection connection(port);
  connection.send(bytes);
  while (!connection.receive()) {
  }
  status = std::stoi(connection.answer().substr(9, 3));
  return connection.answer().substr(connection.answer().find("\r\n\r\n") + 4);
}

std::string request(const std::string& method, const std::string& target, const std::string& token, const std::string& body) {
  std::string head = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n", method, target, token);
  if (!body.empty()) head += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
  return head + "\r\n" + body;
}

}  // namespace bench
