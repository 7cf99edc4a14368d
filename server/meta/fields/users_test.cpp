#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kUsers("users");
const std::string kFirst = "0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10";
const std::string kSecond = "0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b11";

TEST(UsersField, Reads) {
  const std::string both = "[\"" + kFirst + "\",\"" + kSecond + "\"]";
  expect_json(kUsers, {{both, both}, {"[\"" + kFirst + "\",\"" + kFirst + "\"]", "[\"" + kFirst + "\"]"}, {"\"" + kFirst + "\"", "[\"" + kFirst + "\"]"},
                     {"[]", "[]"}});
  expect_text(kUsers, {{kFirst + ", " + kSecond, both}, {kFirst + " " + kSecond, both}});
  expect_refused_json(kUsers, {{"5", "wrong_type"}, {"[null]", "wrong_type"}, {R"(["x"])", "invalid_id"}});
}

TEST(UsersField, RefusesMoreThanTheDeclarationAllows) {
  FieldTester one("users");
  one.field.maximum = 1;
  expect_refused_json(one, {{"[\"" + kFirst + "\",\"" + kSecond + "\"]", "too_many_items"}});
}

TEST(UsersField, PointsToItsTargets) {
  const auto cells = kUsers.read_text(kFirst + "," + kSecond);
  ASSERT_TRUE(cells);
  EXPECT_THAT(kUsers.type().targets(kUsers.field, CellRow(*cells), 0), testing::ElementsAre(*Id::parse(kFirst), *Id::parse(kSecond)));
  EXPECT_EQ(*kUsers.operand(Operator::equal, "\"" + kFirst + "\""), Cell(kFirst));
  EXPECT_THAT(kUsers.keys(*cells), testing::ElementsAre(kFirst, kSecond));
  EXPECT_FALSE(kUsers.operand(Operator::equal, "\"\""));
}

RC_GTEST_PROP(UsersField, Survives, ()) {
  std::string list;
  for (int left = *rc::gen::inRange(1, 6); left > 0; --left) list += Id::make().text() + ",";
  RC_ASSERT(kUsers.survives(*kUsers.read_text(list)));
}

}  // namespace
}  // namespace probity::meta
