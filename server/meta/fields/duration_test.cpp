#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kDuration("duration");

TEST(DurationField, Reads) {
  expect_json(kDuration, {{"5400", "5400"}, {R"("PT1H30M")", "5400"}, {R"("1:30")", "5400"}, {"0", "0"}, {R"("")", "null"}});
  expect_text(kDuration, {{"90 min", "5400"}, {"1h 30m", "5400"}, {"1 hour 5 minutes", "3900"}, {"1:30:15", "5415"}, {"45s", "45"},
                          {"P1DT1H", "90000"}, {"600", "600"}, {"2 days", "172800"}});
}

TEST(DurationField, Refuses) {
  expect_refused_json(kDuration, {{"-1", "out_of_range"}, {"1.5", "too_many_decimals"}, {"true", "wrong_type"}, {"[]", "wrong_type"},
                                  {"1e12", "out_of_range"}, {R"("-PT1H")", "invalid_duration"}, {R"("1:75")", "invalid_duration"}});
  expect_refused_text(kDuration, {{"long", "invalid_duration"}, {"5 parsecs", "invalid_duration"}, {"1:", "invalid_duration"},
                                  {"h", "invalid_duration"}, {"99999999999999999999", "invalid_duration"}});
}

RC_GTEST_PROP(DurationField, Survives, ()) {
  RC_ASSERT(kDuration.survives({Cell(*rc::gen::inRange<std::int64_t>(0, 100LL * 366 * 86'400 + 1))}));
}

}  // namespace
}  // namespace probity::meta
