#include "accounts/throttle.hpp"

#include <gtest/gtest.h>

namespace probity::accounts {
namespace {

constexpr Throttle::Limits kSmall{.network = 6, .network_and_account = 3, .account = 5, .window = kHour, .remembered = 100};

bool admitted(Throttle& throttle, std::string_view address, std::string_view account) { return throttle.admit(address, account).has_value(); }

TEST(Throttle, HoldsBackOneNetworkAtOneAccount) {
  Throttle throttle(kSmall);
  for (int tries = 0; tries < 3; ++tries) EXPECT_TRUE(admitted(throttle, "192.0.2.1", "ada"));
  const auto refused = throttle.admit("192.0.2.1", "ada");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::too_many);
  EXPECT_NE(refused.error().extras.find("retry_after"), std::string::npos);
  EXPECT_TRUE(admitted(throttle, "192.0.2.2", "ada"));
  EXPECT_TRUE(admitted(throttle, "192.0.2.1", "bob"));
}

TEST(Throttle, HoldsBackOneNetworkAtManyAccounts) {
  Throttle throttle(kSmall);
  for (const char* account : {"a", "b", "c", "d", "e", "f"}) EXPECT_TRUE(admitted(throttle, "192.0.2.1", account));
  EXPECT_FALSE(admitted(throttle, "192.0.2.1", "g"));
}

TEST(Throttle, NobodyCanLockOutWhoSignedInBefore) {
  Throttle throttle(kSmall);
  EXPECT_TRUE(admitted(throttle, "192.0.2.1", "ada"));
  throttle.succeeded("192.0.2.1", "ada");
  for (int attacker = 10; attacker < 15; ++attacker) EXPECT_TRUE(admitted(throttle, fmt::format("198.51.100.{}", attacker), "ada"));
  EXPECT_FALSE(admitted(throttle, "198.51.100.99", "ada"));
  EXPECT_TRUE(admitted(throttle, "192.0.2.1", "ada"));
}

TEST(Throttle, SuccessForgivesTheTriesBeforeIt) {
  Throttle throttle(kSmall);
  for (int round = 0; round < 5; ++round) {
    EXPECT_TRUE(admitted(throttle, "192.0.2.1", "ada"));
    EXPECT_TRUE(admitted(throttle, "192.0.2.1", "ada"));
    throttle.succeeded("192.0.2.1", "ada");
  }
}

TEST(Throttle, CountsEndWithTheirTime) {
  Throttle::Limits limits = kSmall;
  limits.window = -kSecond;
  Throttle throttle(limits);
  for (int tries = 0; tries < 50; ++tries) EXPECT_TRUE(admitted(throttle, "192.0.2.1", "ada"));
}

TEST(Throttle, MemoryStaysBounded) {
  Throttle throttle(Throttle::Limits{.network = 6, .network_and_account = 3, .account = 5, .window = kHour, .remembered = 10});
  for (int account = 0; account < 1000; ++account) (void)throttle.admit(fmt::format("10.0.{}.{}", account / 250, account % 250), fmt::format("{}", account));
  EXPECT_TRUE(admitted(throttle, "192.0.2.1", "ada"));
}

TEST(Network, OfAnIPv6AddressIsItsFirstHalf) {
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), network_of("2001:db8:1:2::1"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("fe80::1%eth0"), network_of("fe80::2"));
  EXPECT_EQ(network_of(""), "");
}

}  // namespace
}  // namespace probity::accounts
