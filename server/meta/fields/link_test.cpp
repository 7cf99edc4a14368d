#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kLink("link");
constexpr std::string_view kSomeId = "0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10";

TEST(LinkField, Reads) {
  expect_json(kLink, {{R"("0197F3A2-5C1E-7B40-8D52-3F1A9C6E2B10")", "\"" + std::string(kSomeId) + "\""}, {R"("")", "null"}});
  expect_refused_json(kLink, {{"5", "wrong_type"}, {R"(["0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10"])", "wrong_type"},
                             {R"("0197f3a2")", "invalid_id"}, {R"("00000000-0000-0000-0000-000000000000")", "invalid_id"},
                             {R"("' OR 1=1 --")", "invalid_id"}});
}

TEST(LinkField, PointsToItsTarget) {
  const auto cells = kLink.read_text(kSomeId);
  ASSERT_TRUE(cells);
  EXPECT_THAT(kLink.type().targets(kLink.field, CellRow(*cells), 0), testing::ElementsAre(*Id::parse(kSomeId)));
  EXPECT_THAT(kLink.type().targets(kLink.field, CellRow({Cell{}}), 0), testing::IsEmpty());
  EXPECT_EQ(*kLink.operand(Operator::equal, "\"" + std::string(kSomeId) + "\""), cell(*Id::parse(kSomeId)));
  EXPECT_EQ(kLink.search(*cells).words, "");
}

RC_GTEST_PROP(LinkField, Survives, ()) { RC_ASSERT(kLink.survives({cell(Id::make())})); }

}  // namespace
}  // namespace probity::meta
