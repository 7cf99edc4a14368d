#pragma once
// For tests: a server on a free port, and a client that sends exactly the bytes it is told to.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <charconv>
#include <stdexcept>
#include <string>
#include <thread>

#include "http/edge/server.hpp"
#include "http/edge/target.hpp"

namespace probity::http {

class RunningServer {
 public:
  explicit RunningServer(Handler handler, ServerOptions options = {}) {
    options.port = 0;
    auto listening = Server::listen(options, std::move(handler));
    if (!listening) throw std::runtime_error(listening.error().message);
    server_ = std::move(*listening);
    thread_ = std::thread([this] { server_->run(); });
  }
  ~RunningServer() { stop(); }

  /// Returns when run() has.
  void stop() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  std::uint16_t port() const { return server_->port(); }
  Server& server() { return *server_; }

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

struct Answer {
  int status = 0;  ///< 0: the connection ended instead
  std::string head;
  std::string body;

  /// Value of a header; empty when absent.
  std::string header(std::string_view name) const {
    for (std::size_t at = head.find("\r\n"); at != head.npos; at = head.find("\r\n", at + 2)) {
      const std::string_view line = std::string_view(head).substr(at + 2, head.find("\r\n", at + 2) - at - 2);
      const auto colon = line.find(": ");
      if (colon != line.npos && equal_ignoring_case(line.substr(0, colon), name)) return std::string(line.substr(colon + 2));
    }
    return {};
  }
  bool has_code(std::string_view code) const {
    return header("Content-Type") == "application/problem+json" &&
           body.find("\"code\":\"" + std::string(code) + "\"") != body.npos;
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port, int family = AF_INET) : socket_(::socket(family, SOCK_STREAM, 0)) {
    sockaddr_storage address{};
    socklen_t size = 0;
    if (family == AF_INET) {
      auto& v4 = reinterpret_cast<sockaddr_in&>(address);
      v4 = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
      size = sizeof v4;
    } else {
      auto& v6 = reinterpret_cast<sockaddr_in6&>(address);
      v6.sin6_family = AF_INET6;
      v6.sin6_port = htons(port);
      v6.sin6_addr = in6addr_loopback;
      size = sizeof v6;
    }
    // A server that never answers fails the test instead of hanging it.
    const timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0;
  }
  ~Client() { hang_up(); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  int native() const { return socket_; }
  void hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }

  /// False when the server no longer takes it.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  Answer read(bool is_head_request = false) {
    Answer answer;
    const std::string head = read_until("\r\n\r\n");
    if (head.empty()) return answer;
    answer.head = head;
    std::from_chars(head.data() + 9, head.data() + 12, answer.status);
    const std::string length = answer.header("Content-Length");
    if (is_head_request || length.empty()) return answer;
    const auto wanted = std::stoull(length);
    while (received_.size() < wanted && receive()) {
    }
    answer.body = received_.substr(0, wanted);
    received_.erase(0, answer.body.size());
    return answer;
  }
  Answer ask(std::string_view bytes) {
    send(bytes);
    return read();
  }

  /// True when something came, or the end.
  bool readable() const {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    return !received_.empty() || ::poll(&waiting, 1, 0) == 1;
  }

  /// What comes up to and including `mark`; empty when the connection ends before.
  std::string read_until(std::string_view mark) {
    while (received_.find(mark) == received_.npos) {
      if (!receive()) return {};
    }
    const auto end = received_.find(mark) + mark.size();
    std::string found = received_.substr(0, end);
    received_.erase(0, end);
    return found;
  }
  /// Everything up to the end of the connection.
  std::string read_rest() {
    while (receive()) {
    }
    return std::exchange(received_, {});
  }
  /// True when the server ended the connection and sent nothing more.
  bool is_over() { return read_rest().empty() && ended_; }

 private:
  bool receive() {
    char space[16 * 1024];
    const ssize_t count = ::recv(socket_, space, sizeof space, 0);
    ended_ = count == 0 || (count < 0 && errno == ECONNRESET);
    if (count <= 0) return false;
    received_.append(space, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool connected_ = false;
  bool ended_ = false;
  std::string received_;
};

inline std::string get(std::string_view path) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

/// Answers with what it understood: "METHOD path?query body".
inline Response echo(const Request& request) {
  Response response;
  response.body = request.method + " " + request.path + "?" + request.query + " " + request.body;
  return response;
}

}  // namespace probity::http
