#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

FieldTester number(int precision, std::optional<std::int64_t> least = {}, std::optional<std::int64_t> most = {}) {
  FieldTester tester("number");
  tester.field.precision = precision;
  tester.field.minimum = least;
  tester.field.maximum = most;
  return tester;
}

TEST(NumberField, ShowsExactlyWhatItRead) {
  expect_json(number(2), {{"0.1", "0.1"}, {"0.29", "0.29"}, {"1234.5", "1234.5"}, {"-0.05", "-0.05"}, {"1e3", "1000"},
                          {"9999999999999.99", "9999999999999.99"}, {"7", "7"}, {"0.30000000000000004", "0.3"}});
  expect_json(number(6), {{"34.181059", "34.181059"}, {"-86.840631", "-86.840631"}, {"0.000001", "0.000001"}});
  expect_json(number(0), {{"999999999999999", "999999999999999"}, {"-3", "-3"}, {"5.0", "5"}});
}

TEST(NumberField, Refuses) {
  expect_refused_json(number(2), {{"0.001", "too_many_decimals", "2 decimals"},
                                  {R"("5")", "wrong_type"},
                                  {"true", "wrong_type"},
                                  {"[5]", "wrong_type"},
                                  {"1e300", "out_of_range"},
                                  {"10000000000000", "out_of_range"}});
  expect_refused_json(number(0), {{"1.5", "too_many_decimals", "whole"}});
  expect_refused_json(number(2, 0, 100), {{"-0.01", "out_of_range", "at least 0"}, {"100.01", "out_of_range", "at most 100"}});
  expect_refused_text(number(2, 0, 100), {{"101", "out_of_range"}, {"many", "invalid_number"}});
}

TEST(NumberField, RoundsMeasurements) {
  FieldTester latitude = number(7, -90, 90);
  latitude.field.rounds = true;
  expect_text(latitude, {{"36.30107979977425", "36.3010798"}, {"-0.00000004", "0"}, {"90.000000001", "90"}});
  expect_json(latitude, {{"36.30107979977425", "36.3010798"}});
  expect_refused_text(latitude, {{"90.0000001", "out_of_range"}});
}

TEST(NumberField, AsksBeyondItsBounds) {
  EXPECT_EQ(*number(2, 0, 100).operand(Operator::less, "250.5"), Cell(std::int64_t{25050}));
  EXPECT_FALSE(number(2).operand(Operator::less, R"("5")"));
}

TEST(NumberField, ChecksItsDeclaration) {
  const auto check = [](const FieldTester& tester) { return tester.type().check_declaration(tester.field).has_value(); };
  EXPECT_TRUE(check(number(6, -90, 90)));
  EXPECT_FALSE(check(number(10)));
  EXPECT_FALSE(check(number(-1)));
  EXPECT_FALSE(check(number(0, 5, 4)));
  EXPECT_FALSE(check(number(6, 0, INT64_MAX)));
  EXPECT_FALSE(check(number(0, INT64_MIN, 0)));
}

RC_GTEST_PROP(NumberField, Survives, ()) {
  const auto tester = number(*rc::gen::inRange(0, 10));
  RC_ASSERT(tester.survives({Cell(*rc::gen::inRange<std::int64_t>(-999'999'999'999'999, 999'999'999'999'999))}));
}

}  // namespace
}  // namespace probity::meta
