// Starting and stopping.
#include <gtest/gtest.h>

#include <semaphore>

#include "http/edge/edge_fixture.hpp"

namespace probity::http {
namespace {

TEST(Start, ATakenPortIsNamedWithItsHolder) {
  RunningServer first(echo);
  ServerOptions options;
  options.port = first.port();
  const auto second = Server::listen(options, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "port_taken");
  EXPECT_NE(second.error().message.find(std::to_string(first.port())), std::string::npos);
  EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())), std::string::npos)
      << second.error().message;
}

TEST(Start, AnAddressThatIsNoneIsAnError) {
  ServerOptions options;
  options.address = "not an address";
  EXPECT_EQ(Server::listen(options, echo).error().code, "bad_address");
  options.address = "203.0.113.1";
  EXPECT_EQ(Server::listen(options, echo).error().code, "bad_address");
}

TEST(Start, APortIsFreeAgainAtOnce) {
  ServerOptions options;
  {
    RunningServer server(echo);
    options.port = server.port();
    EXPECT_EQ(Client(server.port()).ask(get("/")).status, 200);
  }
  EXPECT_TRUE(Server::listen(options, echo));
}

TEST(Stop, AServerThatNeverRanEnds) {
  ServerOptions options;
  options.port = 0;
  ASSERT_TRUE(Server::listen(options, echo));
}

TEST(Stop, BeforeRunEndsRunAtOnce) {
  ServerOptions options;
  options.port = 0;
  const auto server = Server::listen(options, echo);
  (*server)->stop();
  (*server)->run();
}

TEST(Stop, WhatIsInWorkIsAnsweredAndIdleConnectionsEnd) {
  std::binary_semaphore entered{0};
  std::binary_semaphore leave{0};
  RunningServer server([&](const Request& request) {
    if (request.path == "/work") {
      entered.release();
      leave.acquire();
    }
    return echo(request);
  });
  Client idle(server.port());
  EXPECT_EQ(idle.ask(get("/")).status, 200);
  Client unused(server.port());
  Client working(server.port());
  working.send(get("/work"));
  entered.acquire();

  server.server().stop();
  EXPECT_TRUE(idle.is_over());
  EXPECT_TRUE(unused.is_over());
  leave.release();
  EXPECT_EQ(working.read().body, "GET /work? ");
  EXPECT_TRUE(working.is_over());
  working.hang_up();
  server.stop();
  EXPECT_FALSE(Client(server.port()).connected());
}

TEST(Stop, ManyConnectionsInFlightLoseNoAnswer) {
  RunningServer server(echo, {.address = "127.0.0.1", .workers = 2, .limits = {}, .tls = {}});
  std::atomic<int> broken{0};
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      Client client(server.port());
      // An answer that began must be whole; a request that was not taken is not answered at all.
      for (;;) {
        if (!client.send(get("/"))) return;
        const Answer answer = client.read();
        if (answer.status == 0) return;
        if (answer.status != 200 || answer.body != "GET /? ") ++broken;
        ++answered;
      }
    });
  }
  while (answered < 1000) std::this_thread::yield();
  server.stop();
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(broken, 0);
}

}  // namespace
}  // namespace probity::http
