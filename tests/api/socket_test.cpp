// The whole way, once: a socket, the edge, the handler and the database.
#include "api_fixture.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "http/edge/server.hpp"

namespace probity::api {
namespace {

class SocketTest : public ApiTest {
 protected:
  SocketTest() {
    http::ServerOptions options{.port = 0};
    options.limits.body_bytes = http::largest_body;
    edge_ = expect_value(http::Server::listen(options, server.handler));
    running_ = std::thread([this] { edge_->run(); });
  }
  ~SocketTest() override {
    edge_->stop();
    running_.join();
  }

  /// Sends a request with `Connection: close` and gives all that comes back.
  std::string talk(const std::string& head, const std::string& body = {}) const {
    const int connection = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_port = htons(edge_->port()), .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    EXPECT_EQ(::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const std::string request = head + fmt::format("Host: crm.example\r\nAuthorization: Bearer {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", server.owner_token, body.size()) + body;
    std::string_view rest = request;
    while (!rest.empty()) {
      const ssize_t sent = ::send(connection, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
    std::string answer;
    std::array<char, 4096> space;
    for (ssize_t got; (got = ::recv(connection, space.data(), space.size(), 0)) > 0;) answer.append(space.data(), static_cast<std::size_t>(got));
    ::close(connection);
    return answer;
  }

 private:
  std::unique_ptr<http::Server> edge_;
  std::thread running_;
};

TEST_F(SocketTest, ARecordIsCreatedAndRead) {
  const std::string created = talk("POST /api/v1/contacts HTTP/1.1\r\nContent-Type: application/json\r\n", R"({"last_name":"By wire"})");
  EXPECT_THAT(created, testing::StartsWith("HTTP/1.1 201 Created\r\n"));
  const auto begin = created.find("Location: ") + 10;
  const std::string path = created.substr(begin, created.find("\r\n", begin) - begin);
  EXPECT_THAT(talk("GET " + path + " HTTP/1.1\r\n"), testing::HasSubstr("By wire"));
  const std::string head = talk("HEAD " + path + " HTTP/1.1\r\n");
  EXPECT_THAT(head, testing::StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, testing::Not(testing::HasSubstr("By wire")));
}

TEST_F(SocketTest, AHugeBodyIsDrainedAndRefused) {
  const Rows before = server.rows();
  const std::string answer = talk("POST /api/v1/contacts HTTP/1.1\r\nContent-Type: application/json\r\n", std::string(3 * 1024 * 1024, ' '));
  EXPECT_THAT(answer, testing::StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(answer, testing::HasSubstr("application/problem+json"));
  EXPECT_EQ(server.rows(), before);
}

TEST_F(SocketTest, PathsThatClimbAreRefused) {
  for (const char* target : {"/assets/../../etc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/api/v1//contacts", "/api/v1/contacts/%00", "/%ff"}) {
    EXPECT_THAT(talk(fmt::format("GET {} HTTP/1.1\r\n", target)), testing::StartsWith("HTTP/1.1 400 ")) << target;
  }
}

}  // namespace
}  // namespace probity::api
