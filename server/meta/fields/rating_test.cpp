#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kRating("rating");

TEST(RatingField, Reads) {
  expect_json(kRating, {{"0", "0"}, {"5", "5"}});
  expect_text(kRating, {{"4", "4"}, {"3/5", "3"}, {"★★", "2"}});
  expect_refused_json(kRating, {{"6", "out_of_range"}, {"-1", "out_of_range"}, {"2.5", "out_of_range"}, {R"("3")", "wrong_type"},
                                {"null", "wrong_type"}, {"1e99", "out_of_range"}});
  expect_refused_text(kRating, {{"good", "out_of_range"}, {"6", "out_of_range"}, {"★★★★★★", "out_of_range"}, {"★x", "out_of_range"}});
}

RC_GTEST_PROP(RatingField, Survives, ()) { RC_ASSERT(kRating.survives({Cell(*rc::gen::inRange<std::int64_t>(0, 6))})); }

}  // namespace
}  // namespace probity::meta
