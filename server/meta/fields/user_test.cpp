#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kUser("user");
constexpr std::string_view kSomeId = "0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10";

TEST(UserField, Reads) {
  expect_json(kUser, {{R"("0197F3A2-5C1E-7B40-8D52-3F1A9C6E2B10")", "\"" + std::string(kSomeId) + "\""}, {R"("")", "null"}});
  expect_refused_json(kUser, {{"5", "wrong_type"}, {R"(["0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10"])", "wrong_type"},
                             {R"("0197f3a2")", "invalid_id"}, {R"("00000000-0000-0000-0000-000000000000")", "invalid_id"},
                             {R"("' OR 1=1 --")", "invalid_id"}});
}

TEST(UserField, PointsToItsTarget) {
  const auto cells = kUser.read_text(kSomeId);
  ASSERT_TRUE(cells);
  EXPECT_THAT(kUser.type().targets(kUser.field, CellRow(*cells), 0), testing::ElementsAre(*Id::parse(kSomeId)));
  EXPECT_THAT(kUser.type().targets(kUser.field, CellRow({Cell{}}), 0), testing::IsEmpty());
  EXPECT_EQ(*kUser.operand(Operator::equal, "\"" + std::string(kSomeId) + "\""), cell(*Id::parse(kSomeId)));
  EXPECT_EQ(kUser.search(*cells).words, "");
}

RC_GTEST_PROP(UserField, Survives, ()) { RC_ASSERT(kUser.survives({cell(Id::make())})); }

}  // namespace
}  // namespace probity::meta
