#pragma once
// Somebody at the other end, for tests: listens on this machine, and says to each connection what the test wants.
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace probity::net::outgoing {

/// One connection, seen from the other end.
class TestStream {
 public:
  explicit TestStream(int descriptor) : descriptor_(descriptor) {}
  ~TestStream() {
    if (tls_) {
      SSL_shutdown(tls_);
      SSL_free(tls_);
    }
    ::close(descriptor_);
  }
  TestStream(const TestStream&) = delete;
  bool encrypt(SSL_CTX* context) {
    tls_ = SSL_new(context);
    SSL_set_fd(tls_, descriptor_);
    return SSL_accept(tls_) == 1;
  }
  void write(std::string_view text) {
    if (tls_) SSL_write(tls_, text.data(), static_cast<int>(text.size()));
    else static_cast<void>(::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL));
  }
  /// Up to and without the line's end; empty also once the other end is gone.
  std::string line() {
    std::string read;
    for (char letter = 0; take(&letter, 1);) {
      if (letter == '\n') break;
      if (letter != '\r') read += letter;
    }
    return read;
  }
  std::string bytes(std::size_t count) {
    std::string read(count, '\0');
    for (char& letter : read) {
      if (!take(&letter, 1)) break;
    }
    return read;
  }

 private:
  bool take(char* to, int size) { return tls_ ? SSL_read(tls_, to, size) == size : ::recv(descriptor_, to, static_cast<std::size_t>(size), 0) == size; }
  int descriptor_;
  SSL* tls_ = nullptr;
};

class TestPeer {
 public:
  using Serve = std::function<void(TestStream&)>;
  explicit TestPeer(Serve serve) : serve_(std::move(serve)), descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    // Like the program: a peer that has gone is an error of its connection, and not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    ::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(descriptor_, 8);
    ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    accepting_ = std::jthread([this](const std::stop_token& stop) { accept(stop); });
  }
  ~TestPeer() {
    accepting_ = {};
    ::close(descriptor_);
  }
  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void accept(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd waiting{descriptor_, POLLIN, 0};
      if (::poll(&waiting, 1, 20) <= 0) continue;
      const int accepted = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
      if (accepted < 0) continue;
      ++connections_;
      TestStream stream(accepted);
      serve_(stream);
    }
  }
  Serve serve_;
  int descriptor_;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_{0};
  std::jthread accepting_;
};

/// A mail server that takes every message and keeps it; replies can be changed by command ("RCPT" -> "550 unknown").
struct TestMailbox {
  std::map<std::string, std::string> replies;
  std::vector<std::string> commands;
  std::string data;
  SSL_CTX* tls = nullptr;  ///< offered by STARTTLS

  void serve(TestStream& stream) {
    stream.write("220 test\r\n");
    for (std::string line = stream.line(); !line.empty(); line = stream.line()) {
      commands.push_back(line);
      const std::string verb = line.substr(0, 4);
      if (const auto reply = replies.find(verb); reply != replies.end()) {
        stream.write(reply->second + "\r\n");
      } else if (verb == "EHLO") {
        stream.write(tls ? "250-test\r\n250 STARTTLS\r\n" : "250-test\r\n250 AUTH PLAIN\r\n");
      } else if (verb == "STAR") {
        stream.write("220 go\r\n");
        if (!stream.encrypt(std::exchange(tls, nullptr))) return;
      } else if (verb == "DATA") {
        stream.write("354 go\r\n");
        for (std::string text = stream.line(); text != "."; text = stream.line()) data += text + "\n";
        const auto end = replies.find("END.");
        stream.write(end == replies.end() ? "250 taken\r\n" : end->second + "\r\n");
      } else {
        stream.write("250 fine\r\n");
      }
      if (verb == "QUIT") return;
    }
  }
};

}  // namespace probity::net::outgoing
