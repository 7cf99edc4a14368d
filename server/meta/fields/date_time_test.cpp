#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kDateTime = [] {
  FieldTester tester("date_time");
  tester.context = {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"};
  return tester;
}();

TEST(DateTimeField, ReadsJson) {
  expect_json(kDateTime, {
      {R"("2026-01-31T10:00:00Z")", R"("2026-01-31T10:00:00Z")"},
      {R"("2026-01-31T10:00:00+02:00")", R"("2026-01-31T08:00:00Z")"},
      {R"("2026-01-31T10:00:00.000001Z")", R"("2026-01-31T10:00:00.000001Z")"},
      {R"("2026-07-01T10:00")", R"("2026-07-01T08:00:00Z")"},
      {R"("")", "null"},
  });
  expect_refused_json(kDateTime, {{"0", "wrong_type"}, {R"("2026-01-31")", "invalid_date_time"},
                                  {R"("2026-01-31T25:00:00Z")", "invalid_date_time"}, {R"("now")", "invalid_date_time"},
                                  {R"("9999-12-31T23:59:59-01:00")", "invalid_date_time", "four digits"}});
}

TEST(DateTimeField, ReadsTheTextOfACell) {
  expect_text(kDateTime, {
      {"31.01.2026 10:00", R"("2026-01-31T09:00:00Z")"},
      {"31.01.2026, 10:00:30", R"("2026-01-31T09:00:30Z")"},
      {"01/07/2026 2:30 PM", R"("2026-07-01T12:30:00Z")"},
      {"1 Jul 2026 12:05 am", R"("2026-06-30T22:05:00Z")"},
      {"2026-01-31", R"("2026-01-30T23:00:00Z")"},
      {"2026-01-31T10:00:00Z", R"("2026-01-31T10:00:00Z")"},
  });
  expect_refused_text(kDateTime, {{"10:00", "invalid_date_time"}, {"31.01.2026 25:00", "invalid_date_time"},
                                  {"31.01.2026 13:00 PM", "invalid_date_time"}, {"soon", "invalid_date_time"}});
}

TEST(DateTimeField, AsksByDateInItsPlace) {
  EXPECT_EQ(*kDateTime.operand(Operator::greater, R"("1970-01-02")"), Cell(std::int64_t{23} * 3'600'000'000));
  EXPECT_EQ(*kDateTime.operand(Operator::greater, R"("1970-01-01T00:00:01Z")"), Cell(std::int64_t{1'000'000}));
}

RC_GTEST_PROP(DateTimeField, Survives, ()) {
  RC_ASSERT(kDateTime.survives({Cell(*rc::gen::inRange<std::int64_t>(-62'167'219'200'000'000, 253'402'300'799'999'999))}));
}

}  // namespace
}  // namespace probity::meta
