#include "net/local_socket.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace probity::net {
namespace {

std::filesystem::path temporary_path() {
  return std::filesystem::temp_directory_path() / fmt::format("probity-socket-{}", ::getpid());
}

TEST(LocalSocket, carries_frames_both_ways_and_is_for_its_owner_only) {
  const auto path = temporary_path();
  auto listener = LocalListener::listen(path, [](LocalConnection connection) {
    while (auto frame = connection.receive()) connection.send(*frame + "!");
  });
  ASSERT_TRUE(listener);
  struct stat status {};
  ASSERT_EQ(0, ::stat(path.c_str(), &status));
  EXPECT_EQ(0600U, status.st_mode & 0777U);
  auto connection = connect_local(path);
  ASSERT_TRUE(connection);
  const std::string large(300'000, 'x');
  ASSERT_TRUE(connection->send(large));
  EXPECT_EQ(large + "!", connection->receive());
  ASSERT_TRUE(connection->send(""));
  EXPECT_EQ("!", connection->receive());
}

TEST(LocalSocket, says_when_nobody_listens) {
  auto connection = connect_local(temporary_path() += "-nobody");
  ASSERT_FALSE(connection);
  EXPECT_EQ("not_running", connection.error().code);
}

TEST(LocalSocket, takes_the_place_of_a_socket_that_a_kill_left) {
  const auto path = temporary_path();
  { auto first = LocalListener::listen(path, [](LocalConnection) {}); }
  auto second = LocalListener::listen(path, [](LocalConnection) {});
  EXPECT_TRUE(second);
  EXPECT_TRUE(connect_local(path));
}

TEST(LocalSocket, lets_go_of_connections_that_are_done) {
  const auto path = temporary_path();
  auto listener = LocalListener::listen(path, [](LocalConnection connection) { connection.receive(); });
  ASSERT_TRUE(listener);
  for (int round = 0; round < 20; ++round) EXPECT_TRUE(connect_local(path)->send("work"));
  for (int tries = 0; (*listener)->at_work() > 0 && tries < 500; ++tries) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(0U, (*listener)->at_work());
}

TEST(LocalSocket, ends_although_somebody_keeps_silent) {
  const auto path = temporary_path();
  std::atomic<bool> heard = true;
  auto listener = LocalListener::listen(path, [&](LocalConnection connection) { heard = connection.receive().has_value(); });
  ASSERT_TRUE(listener);
  auto silent = connect_local(path);
  ASSERT_TRUE(silent);
  while ((*listener)->at_work() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  listener->reset();
  EXPECT_FALSE(heard);
}

TEST(LocalSocket, refuses_a_path_that_no_socket_can_have) {
  auto listener = LocalListener::listen("/tmp/" + std::string(200, 'x'), [](LocalConnection) {});
  ASSERT_FALSE(listener);
  EXPECT_EQ("path_too_long", listener.error().code);
}

}  // namespace
}  // namespace probity::net
