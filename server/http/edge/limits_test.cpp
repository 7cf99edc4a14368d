// Limits of size, time and number.
#include <gtest/gtest.h>

#include <semaphore>

#include "http/edge/edge_fixture.hpp"

namespace probity::http {
namespace {

using std::chrono::milliseconds;

std::string post(std::size_t size) {
  return "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

ServerOptions small_bodies() {
  ServerOptions options;
  options.limits.body_bytes = [](std::string_view, std::string_view path) { return path == "/large" ? 1000u : 10u; };
  options.limits.drain_bytes = 100'000;
  return options;
}

/// A handler that answers when told to.
struct Gate {
  std::counting_semaphore<> entered{0};
  std::counting_semaphore<> open{0};
  Response operator()(const Request& request) {
    entered.release();
    open.acquire();
    return echo(request);
  }
};

TEST(Limits, TooLargeAHeadIs431) {
  RunningServer server(echo);
  const std::string filler(20'000, 'a');
  for (const auto& head : {"GET /" + filler + " HTTP/1.1\r\nHost: a\r\n\r\n",
                           "GET / HTTP/1.1\r\nHost: a\r\nX: " + filler + "\r\n\r\n",
                           "GET / HTTP/1.1\r\nHost: a\r\nCookie: probity_session=" + filler + "\r\n\r\n"}) {
    Client client(server.port());
    const Answer answer = client.ask(head);
    EXPECT_EQ(answer.status, 431);
    EXPECT_TRUE(answer.has_code("header_too_large"));
    EXPECT_TRUE(client.is_over());
  }
}

TEST(Limits, AHeadThatComesInPiecesIsCountedAsAWhole) {
  RunningServer server(echo);
  Client client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n");
  for (int i = 0; i < 20; ++i) client.send("X-" + std::to_string(i) + ": " + std::string(1000, 'a') + "\r\n");
  EXPECT_EQ(client.read().status, 431);
}

TEST(Limits, TooManyHeadersAre431) {
  RunningServer server(echo);
  std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
  for (int i = 0; i < 100; ++i) head += "A: b\r\n";
  EXPECT_EQ(Client(server.port()).ask(head + "\r\n").status, 431);
}

TEST(Limits, TheLimitOfABodyDependsOnThePath) {
  RunningServer server(echo, small_bodies());
  Client client(server.port());
  EXPECT_EQ(client.ask(post(10) + std::string(10, 'a')).status, 200);
  EXPECT_EQ(client.ask(post(11) + std::string(11, 'a')).status, 413);
  EXPECT_EQ(client.ask("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n" + std::string(11, 'a')).status, 200);
}

TEST(Limits, TooLargeABodyIsDrainedThen413AndTheConnectionGoesOn) {
  std::atomic<int> handled{0};
  RunningServer server([&](const Request& request) { ++handled; return echo(request); }, small_bodies());
  Client client(server.port());
  const Answer counted = client.ask(post(100'000) + std::string(100'000, 'a'));
  EXPECT_EQ(counted.status, 413);
  EXPECT_TRUE(counted.has_code("body_too_large"));
  EXPECT_EQ(counted.header("Connection"), "");
  const Answer chunked = client.ask("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" +
                                    std::string(0xffff, 'a') + "\r\n0\r\n\r\n");
  EXPECT_EQ(chunked.status, 413);
  EXPECT_EQ(handled, 0);
  EXPECT_EQ(client.ask(get("/after")).body, "GET /after? ");
}

TEST(Limits, BeyondWhatIsDrainedTheConnectionCloses) {
  RunningServer server(echo, small_bodies());
  Client counted(server.port());
  const Answer answer = counted.ask(post(200'000) + std::string(200'000, 'a'));
  EXPECT_EQ(answer.status, 413);
  EXPECT_TRUE(answer.has_code("body_too_large"));
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(counted.is_over());

  Client endless(server.port());
  endless.send("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "2710\r\n" + std::string(10'000, 'a') + "\r\n";
  for (int i = 0; i < 15; ++i) endless.send(chunk);
  EXPECT_EQ(endless.read().status, 413);
}

TEST(Limits, AWaitingClientIsToldBeforeItSendsTooMuch) {
  RunningServer server(echo, small_bodies());
  Client client(server.port());
  const Answer answer = client.ask("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_TRUE(client.is_over());
}

TEST(Limits, ASlowHeadIs408) {
  ServerOptions options;
  options.limits.header_time = milliseconds(50);
  RunningServer server(echo, options);
  Client client(server.port());
  const Answer answer = client.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
  EXPECT_EQ(answer.status, 408);
  EXPECT_TRUE(answer.has_code("request_timeout"));
  EXPECT_TRUE(client.is_over());
}

TEST(Limits, ADripDoesNotMoveTheDeadline) {
  ServerOptions options;
  options.limits.header_time = milliseconds(50);
  options.limits.header_bytes = 1000;
  RunningServer server(echo, options);
  Client client(server.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  while (!client.readable()) {
    client.send("y");
    std::this_thread::sleep_for(milliseconds(2));
  }
  EXPECT_EQ(client.read().status, 408);
}

TEST(Limits, ASlowBodyIs408) {
  ServerOptions options;
  options.limits.body_time = milliseconds(50);
  RunningServer server(echo, options);
  Client client(server.port());
  const Answer answer = client.ask(post(10) + "abc");
  EXPECT_EQ(answer.status, 408);
  EXPECT_TRUE(client.is_over());
}

TEST(Limits, AnIdleConnectionIsClosedWithoutAWord) {
  ServerOptions options;
  options.limits.idle_time = milliseconds(50);
  RunningServer server(echo, options);
  Client silent(server.port());
  EXPECT_TRUE(silent.is_over());
  Client used(server.port());
  EXPECT_EQ(used.ask(get("/")).status, 200);
  EXPECT_TRUE(used.is_over());
}

TEST(Limits, AReaderThatTakesNothingIsCutOff) {
  ServerOptions options;
  options.limits.write_time = milliseconds(50);
  options.limits.connections = 1;
  RunningServer server(
      [](const Request& request) {
        Response response;
        if (request.path == "/large") response.body.assign(50 * 1024 * 1024, 'x');
        return response;
      },
      options);
  Client stuck(server.port());
  stuck.send(get("/large"));
  stuck.read_until("\r\n\r\n");
  // The only place is free again once the server has given up.
  while (Client(server.port()).ask(get("/")).status != 200) std::this_thread::yield();
  EXPECT_LT(stuck.read_rest().size(), 50u * 1024 * 1024);
}

TEST(Limits, TooManyConnectionsAre503) {
  ServerOptions options;
  options.limits.connections = 2;
  RunningServer server(echo, options);
  Client first(server.port());
  Client second(server.port());
  EXPECT_EQ(first.ask(get("/")).status, 200);
  EXPECT_EQ(second.ask(get("/")).status, 200);
  Client third(server.port());
  const Answer answer = third.read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(answer.has_code("too_many_connections"));
  EXPECT_TRUE(third.is_over());
}

TEST(Limits, AFullQueueIs503AndTheConnectionGoesOn) {
  Gate gate;
  ServerOptions options;
  options.workers = 1;
  options.limits.waiting_requests = 1;
  RunningServer server(std::ref(gate), options);
  Client working(server.port());
  working.send(get("/working"));
  gate.entered.acquire();
  // One of these two waits, the other is turned away; which is the loops' affair.
  Client one(server.port());
  Client two(server.port());
  one.send(get("/one"));
  two.send(get("/two"));
  while (!one.readable() && !two.readable()) std::this_thread::yield();
  Client& refused = one.readable() ? one : two;
  Client& waiting = one.readable() ? two : one;
  const Answer answer = refused.read();
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(answer.has_code("busy"));
  EXPECT_EQ(answer.header("Retry-After"), "1");
  gate.open.release(3);
  EXPECT_EQ(working.read().status, 200);
  EXPECT_EQ(waiting.read().status, 200);
  EXPECT_EQ(refused.ask(get("/again")).status, 200);
}

}  // namespace
}  // namespace probity::http
