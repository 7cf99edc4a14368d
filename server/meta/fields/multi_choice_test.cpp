#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

FieldTester days_field() {
  FieldTester tester("multi_choice");
  tester.field.choices = {{"mon", "Monday", ""}, {"tue", "Tuesday", ""}, {"wed", "Wednesday", ""}};
  return tester;
}
const FieldTester kDays = days_field();

TEST(MultiChoiceField, ReadsValuesAndWords) {
  expect_json(kDays, {{R"(["wed","mon","wed"])", R"(["mon","wed"])"}, {R"("tue")", R"(["tue"])"}, {"[]", "[]"}});
  expect_text(kDays, {{"Wednesday, monday", R"(["mon","wed"])"}, {"tue; wed", R"(["tue","wed"])"}});
  expect_refused_json(kDays, {{R"(["Monday"])", "unknown_choice"}, {"[1]", "wrong_type"}, {"{}", "wrong_type"}});
  expect_refused_text(kDays, {{"Monday, Someday", "unknown_choice", "Someday"}});
}

TEST(MultiChoiceField, IsComparedByValue) {
  EXPECT_THAT(kDays.keys({Cell(R"(["mon","wed"])")}), testing::ElementsAre("mon", "wed"));
  EXPECT_EQ(*kDays.operand(Operator::equal, R"("mon")"), Cell("mon"));
  EXPECT_FALSE(kDays.operand(Operator::equal, R"("Monday")"));
}

TEST(MultiChoiceField, RefusesLabelsThatCannotBeListed) {
  FieldTester tester = days_field();
  tester.field.choices.push_back({"both", "Sat, Sun", ""});
  EXPECT_FALSE(tester.type().check_declaration(tester.field));
}

RC_GTEST_PROP(MultiChoiceField, Survives, (bool monday, bool tuesday, bool wednesday)) {
  RC_PRE(monday || tuesday || wednesday);
  const auto cells = kDays.read_text(std::string(monday ? "mon," : "") + (tuesday ? "tue," : "") + (wednesday ? "wed" : ""));
  RC_ASSERT(kDays.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
