#include "accounts/signing_in/totp.hpp"

#include <gtest/gtest.h>

namespace probity::accounts {
namespace {

/// RFC 6238, appendix B, for SHA-1; its eight digits end in our six.
constexpr std::string_view kSeed = "12345678901234567890";

TEST(Totp, GivesTheCodesOfTheStandard) {
  const std::pair<Timestamp, std::string_view> codes[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [second, code] : codes) EXPECT_EQ(totp_code(kSeed, totp_step(second * kSecond)), code) << second;
}

TEST(Totp, TakesAStepBeforeAndAfterAndNoOther) {
  constexpr Timestamp kAt = 1'700'000'000 * kSecond;
  const std::int64_t step = totp_step(kAt);
  for (int off = -3; off <= 3; ++off) {
    const auto found = matching_step(kSeed, totp_code(kSeed, step + off), kAt, 0);
    EXPECT_EQ(found.has_value(), off >= -1 && off <= 1) << off;
    if (found) {
      EXPECT_EQ(*found, step + off);
    }
  }
}

TEST(Totp, TakesNoCodeTwiceNorAnEarlierOne) {
  constexpr Timestamp kAt = 1'700'000'000 * kSecond;
  const std::int64_t step = totp_step(kAt);
  EXPECT_FALSE(matching_step(kSeed, totp_code(kSeed, step), kAt, step));
  EXPECT_FALSE(matching_step(kSeed, totp_code(kSeed, step - 1), kAt, step));
  EXPECT_TRUE(matching_step(kSeed, totp_code(kSeed, step + 1), kAt, step));
}

TEST(Totp, TakesNothingThatIsNoCode) {
  constexpr Timestamp kAt = 59 * kSecond;
  for (const char* wrong : {"", "28708", "2870822", "287083", "abcdef"}) EXPECT_FALSE(matching_step(kSeed, wrong, kAt, 0)) << wrong;
}

TEST(Totp, WritesSeedsAsAppsReadThem) {
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(base32(kSeed), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(otpauth_url("Probity", "a+b@example.org", "foobar"), "otpauth://totp/Probity:a%2Bb%40example.org?secret=MZXW6YTBOI&issuer=Probity&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace probity::accounts
