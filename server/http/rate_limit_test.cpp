#include "http/rate_limit.hpp"

#include <gtest/gtest.h>

namespace probity::http {
namespace {

constexpr Timestamp kStart = 1'800'000'000 * kSecond;

int admitted(RateLimit& limit, std::string_view who, Timestamp at, int tries) {
  int count = 0;
  for (int number = 0; number < tries; ++number) count += limit.admit(who, at) ? 1 : 0;
  return count;
}

TEST(RateLimit, ABurstIsAMinutesWorthAndComesBackEvenly) {
  RateLimit limit(60);
  EXPECT_EQ(admitted(limit, "a", kStart, 100), 60);
  EXPECT_EQ(admitted(limit, "a", kStart + kSecond, 100), 1);
  EXPECT_EQ(admitted(limit, "a", kStart + 11 * kSecond, 100), 10);
  EXPECT_EQ(admitted(limit, "a", kStart + 10 * kMinute, 100), 60);
}

TEST(RateLimit, OneDoesNotUseUpAnothers) {
  RateLimit limit(10);
  EXPECT_EQ(admitted(limit, "a", kStart, 100), 10);
  EXPECT_EQ(admitted(limit, "b", kStart, 100), 10);
}

TEST(RateLimit, TheRefusalSaysWhenToGoOn) {
  RateLimit limit(6);
  admitted(limit, "a", kStart, 6);
  const auto refused = limit.admit("a", kStart);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "rate_limited");
  EXPECT_EQ(refused.error().extras, R"({"retry_after":10})");
  EXPECT_TRUE(limit.admit("a", kStart + 10 * kSecond));
}

TEST(RateLimit, NoneIsNone) {
  RateLimit limit(0);
  EXPECT_EQ(admitted(limit, "a", kStart, 10'000), 10'000);
}

TEST(RateLimit, ManyAddressesDoNotFillTheMemory) {
  RateLimit limit(1);
  for (int number = 0; number < 120'000; ++number) EXPECT_TRUE(limit.admit(std::to_string(number), kStart));
}

}  // namespace
}  // namespace probity::http
