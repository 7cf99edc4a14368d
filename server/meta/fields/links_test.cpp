#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kLinks("links");
const std::string kFirst = "0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10";
const std::string kSecond = "0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b11";

TEST(LinksField, Reads) {
  const std::string both = "[\"" + kFirst + "\",\"" + kSecond + "\"]";
  expect_json(kLinks, {{both, both}, {"[\"" + kFirst + "\",\"" + kFirst + "\"]", "[\"" + kFirst + "\"]"}, {"\"" + kFirst + "\"", "[\"" + kFirst + "\"]"},
                     {"[]", "[]"}});
  expect_text(kLinks, {{kFirst + ", " + kSecond, both}, {kFirst + " " + kSecond, both}});
  expect_refused_json(kLinks, {{"5", "wrong_type"}, {"[null]", "wrong_type"}, {R"(["x"])", "invalid_id"}});
}

TEST(LinksField, RefusesMoreThanTheDeclarationAllows) {
  FieldTester one("links");
  one.field.maximum = 1;
  expect_refused_json(one, {{"[\"" + kFirst + "\",\"" + kSecond + "\"]", "too_many_items"}});
}

TEST(LinksField, PointsToItsTargets) {
  const auto cells = kLinks.read_text(kFirst + "," + kSecond);
  ASSERT_TRUE(cells);
  EXPECT_THAT(kLinks.type().targets(kLinks.field, CellRow(*cells), 0), testing::ElementsAre(*Id::parse(kFirst), *Id::parse(kSecond)));
  EXPECT_EQ(*kLinks.operand(Operator::equal, "\"" + kFirst + "\""), cell(*Id::parse(kFirst)));
  EXPECT_FALSE(kLinks.operand(Operator::equal, "\"\""));
}

RC_GTEST_PROP(LinksField, Survives, ()) {
  std::string list;
  for (int left = *rc::gen::inRange(1, 6); left > 0; --left) list += Id::make().text() + ",";
  RC_ASSERT(kLinks.survives(*kLinks.read_text(list)));
}

}  // namespace
}  // namespace probity::meta
