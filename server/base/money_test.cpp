#include "base/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace probity {
namespace {

TEST(Money, DigitsFollowTheCurrency) {
  EXPECT_EQ(minor_digits("EUR"), 2);
  EXPECT_EQ(minor_digits("USD"), 2);
  EXPECT_EQ(minor_digits("ZWL"), 2);
  EXPECT_EQ(minor_digits("AED"), 2);
  EXPECT_EQ(minor_digits("JPY"), 0);
  EXPECT_EQ(minor_digits("KWD"), 3);
  EXPECT_EQ(minor_digits("CLF"), 4);
  for (const char* unknown : {"", "eur", "EURO", "XXX", "€"}) EXPECT_FALSE(minor_digits(unknown)) << unknown;
}

TEST(Money, ReadsDecimals) {
  EXPECT_EQ(parse_minor_units("1234.5", 2), 123450);
  EXPECT_EQ(parse_minor_units("1234", 2), 123400);
  EXPECT_EQ(parse_minor_units("-0.05", 2), -5);
  EXPECT_EQ(parse_minor_units("007.10", 2), 710);
  EXPECT_EQ(parse_minor_units("5", 0), 5);
  EXPECT_EQ(parse_minor_units("92233720368547758.07", 2), INT64_MAX);
  EXPECT_EQ(parse_minor_units("-92233720368547758.08", 2), INT64_MIN);
}

TEST(Money, RefusesWhatIsNoAmountOrDoesNotFit) {
  for (const char* text : {"", "-", ".", "1.", ".5", "+1", "1,5", "1 000", "1e3", "0x1", "1.005", "--1", "1.2.3", 
                           "1.-2", "92233720368547758.08", "99999999999999999999999999", "NaN", " 1"}) {
    EXPECT_FALSE(parse_minor_units(text, 2)) << text;
  }
  EXPECT_FALSE(parse_minor_units("5.0", 0));
}

TEST(Money, WritesAllDigits) {
  EXPECT_EQ(format_minor_units(123450, 2), "1234.50");
  EXPECT_EQ(format_minor_units(-5, 2), "-0.05");
  EXPECT_EQ(format_minor_units(0, 3), "0.000");
  EXPECT_EQ(format_minor_units(12, 0), "12");
  EXPECT_EQ(format_minor_units(INT64_MIN, 2), "-92233720368547758.08");
}

TEST(Money, EveryAmountRoundTrips) {
  EXPECT_TRUE(rc::check("parse(format(amount)) == amount", [] {
    const auto minor = *rc::gen::arbitrary<std::int64_t>();
    const int digits = *rc::gen::inRange(0, 5);
    RC_ASSERT(parse_minor_units(format_minor_units(minor, digits), digits) == minor);
  }));
}

}  // namespace
}  // namespace probity
