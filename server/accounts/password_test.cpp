#include "accounts/password.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace probity::accounts {
namespace {

TEST(Password, NeedsTwelveCharactersAndNothingElse) {
  EXPECT_TRUE(check_password("aaaaaaaaaaaa"));
  EXPECT_TRUE(check_password("ääääääääääää"));
  EXPECT_EQ(check_password("aaaaaaaaaaa").error().code, "weak_password");
  EXPECT_EQ(check_password("").error().code, "weak_password");
  EXPECT_EQ(check_password("aaaaaaaaaaaa\xff").error().code, "weak_password");
  EXPECT_EQ(check_password(std::string("aaaaaaaaaaaa\0", 13)).error().code, "weak_password");
  EXPECT_EQ(check_password(std::string(2000, 'a')).error().code, "weak_password");
}

TEST(PasswordWork, KnowsRightFromWrong) {
  PasswordWork work;
  const std::string hash = work.hash("correct horse battery").value();
  EXPECT_TRUE(work.verify("correct horse battery", hash).value());
  EXPECT_FALSE(work.verify("correct horse batterz", hash).value());
  EXPECT_FALSE(work.verify("correct horse battery", "").value());
}

TEST(PasswordWork, WhoFindsAllPlacesTakenIsTurnedAway) {
  PasswordWork work(1, 0);
  std::atomic<int> busy{0};
  std::atomic<int> done{0};
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < 3; ++round) {
        const auto verified = work.verify("x", "");
        ++(verified ? done : busy);
        if (!verified) {
          EXPECT_EQ(verified.error().kind, ErrorKind::unavailable);
        }
      }
    });
  }
  threads.clear();
  EXPECT_GE(done, 1);
  EXPECT_EQ(done + busy, 12);
}

}  // namespace
}  // namespace probity::accounts
