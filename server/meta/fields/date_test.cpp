#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

FieldTester date_in(std::string country) {
  FieldTester tester("date");
  tester.context.country = std::move(country);
  return tester;
}
const FieldTester kDate = date_in("DE");

TEST(DateField, ReadsJson) {
  expect_json(kDate, {{R"("2026-01-31")", R"("2026-01-31")"}, {R"("1815-12-10")", R"("1815-12-10")"},
                      {R"("2024-02-29")", R"("2024-02-29")"}, {R"("")", "null"}});
  expect_refused_json(kDate, {{"20260131", "wrong_type"}, {R"("2026-02-29")", "invalid_date"}, {R"("31.01.2026")", "invalid_date"},
                              {R"("2026-1-1")", "invalid_date"}, {R"("2026-01-31T10:00:00Z")", "invalid_date"}});
}

TEST(DateField, ReadsTheTextOfACell) {
  expect_text(kDate, {
      {"2026-01-31", R"("2026-01-31")"},   {"31.01.2026", R"("2026-01-31")"},    {"1.2.2026", R"("2026-02-01")"},
      {"03/04/2026", R"("2026-04-03")"},   {"01/31/2026", R"("2026-01-31")"},    {"2026/01/31", R"("2026-01-31")"},
      {"20260131", R"("2026-01-31")"},     {"31 Jan 2026", R"("2026-01-31")"},   {"January 31, 2026", R"("2026-01-31")"},
      {"31-Jan-26", R"("2026-01-31")"},    {"31.01.68", R"("1968-01-31")"},      {"31.01.29", R"("2029-01-31")"},
      {"2026-01-31 00:00:00", R"("2026-01-31")"}, {"2026-01-31T00:00:00Z", R"("2026-01-31")"},
  });
  expect_text(date_in("US"), {{"03/04/2026", R"("2026-03-04")"}, {"31/01/2026", R"("2026-01-31")"},
                              {"03.04.2026", R"("2026-04-03")"}, {"1/5/26", R"("2026-01-05")"}});
  expect_refused_text(kDate, {{"tomorrow", "invalid_date"}, {"31.02.2026", "invalid_date"}, {"13/13/2026", "invalid_date"},
                              {"2026", "invalid_date"}, {"01/2026", "invalid_date"}, {"31 Foo 2026", "invalid_date"},
                              {"1.2.3.4", "invalid_date"}, {"2026-01-31 10:00", "invalid_date"}, {"--0131", "invalid_date"}});
}

RC_GTEST_PROP(DateField, Survives, ()) {
  const auto tester = date_in(*rc::gen::elementOf(std::vector<std::string>{"US", "DE"}));
  RC_ASSERT(tester.survives({Cell(*rc::gen::inRange<std::int64_t>(-700'000, 2'900'000))}));
}

}  // namespace
}  // namespace probity::meta
