#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/decimal.hpp"

namespace probity::meta {
namespace {

struct Written {
  std::string text;
  std::string country;
  int digits;
  std::int64_t scaled;
};

TEST(Decimal, ReadsWhatPeopleWrite) {
  for (const auto& [text, country, digits, scaled] : std::vector<Written>{
           {"1234.5", "US", 2, 123450},      {"1,234.50", "US", 2, 123450},    {"1.234,50", "US", 2, 123450},
           {"1.234,50", "DE", 2, 123450},    {"1,234.50", "DE", 2, 123450},    {"1 234,50", "FR", 2, 123450},
           {"1\u202f234,50", "FR", 2, 123450}, {"1\u00a0234,50", "SE", 2, 123450}, {"1'234.50", "CH", 2, 123450},
           {"1’234.50", "CH", 2, 123450},    {"1,23,456.00", "IN", 2, 12345600}, {"1,234,567", "US", 0, 1234567},
           {"1.234.567", "DE", 0, 1234567},  {"1,234", "US", 0, 1234},         {"1.234", "DE", 0, 1234},
           {"1,234", "DE", 3, 1234},         {"1.234", "US", 3, 1234},         {"0.123", "DE", 3, 123},
           {"1234,567", "US", 3, 1234567},   {"-5", "US", 0, -5},              {"5-", "US", 0, -5},
           {"(5)", "US", 0, -5},             {"−5", "US", 0, -5},              {"+5", "US", 0, 5},
           {"50 %", "US", 0, 50},            {"-71.15463729999999", "US", 7, -711546373}, {"0.30000000000000004", "US", 2, 30},
           {".5", "US", 1, 5},               {"5.", "US", 1, 50},
           {"1.50000", "US", 1, 15},         {"999999999999999", "US", 0, 999999999999999},
       }) {
    const auto read = scaled_in_text(text, digits, country);
    ASSERT_TRUE(read) << text << ": " << read.error().message;
    EXPECT_EQ(*read, scaled) << text << " in " << country;
  }
}

TEST(Decimal, RefusesTheRest) {
  for (const auto& [text, code] : std::vector<std::pair<std::string, std::string>>{
           {"", "invalid_number"},         {"abc", "invalid_number"},     {"1e5", "invalid_number"},
           {"1,2,3", "invalid_number"},    {"1.2.3", "invalid_number"},   {"1,234.5.6", "invalid_number"},
           {"12,34.5", "invalid_number"},  {"--5", "invalid_number"},     {".", "invalid_number"},
           {"0x10", "invalid_number"},     {"NaN", "invalid_number"},     {"1.005", "too_many_decimals"},
           {"34.18105912345678", "too_many_decimals"}, {"0.00000000000000001", "too_many_decimals"},
           {"10000000000000.00", "out_of_range"}, {"99999999999999999999", "out_of_range"}}) {
    const auto read = scaled_in_text(text, 2, "US");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, code) << text;
  }
}

TEST(Decimal, WritesWhatNobodyMistakes) {
  EXPECT_EQ(scaled_text(123450, 2), "1234.5");
  EXPECT_EQ(scaled_text(-5, 2), "-0.05");
  EXPECT_EQ(scaled_text(100, 2), "1");
  EXPECT_EQ(unmistakable(scaled_text(1234, 3)), "1.2340");
  EXPECT_EQ(unmistakable("1234"), "1234");
}

RC_GTEST_PROP(Decimal, TextIsReadAlikeEverywhere, ()) {
  const int digits = *rc::gen::inRange(0, kMaximumDigits + 1);
  const auto scaled = *rc::gen::inRange(-kMaximumScaled, kMaximumScaled);
  const auto country = *rc::gen::elementOf(std::vector<std::string>{"US", "DE", "FR", "CH", "IN"});
  RC_ASSERT(scaled_in_text(unmistakable(scaled_text(scaled, digits)), digits, country).value() == scaled);
}

}  // namespace
}  // namespace probity::meta
