#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

FieldTester state_field() {
  FieldTester tester("choice");
  tester.field.choices = {{"open", "Open", "blue"}, {"won", "Gewonnen", "green"}, {"no_show", "No show", ""}};
  return tester;
}
const FieldTester kChoice = state_field();

TEST(ChoiceField, ReadsValuesAndWords) {
  expect_json(kChoice, {{R"("open")", R"("open")"}, {R"("")", "null"}});
  expect_text(kChoice, {{"OPEN", R"("open")"}, {" gewonnen ", R"("won")"}, {"No Show", R"("no_show")"}});
  expect_refused_json(kChoice, {{R"("Open")", "unknown_choice", "open, won"}, {R"("lost")", "unknown_choice"}, {"1", "wrong_type"}});
  expect_refused_text(kChoice, {{"lost", "unknown_choice"}});
}

TEST(ChoiceField, ShowsLabelsInText) {
  EXPECT_EQ(kChoice.text({Cell("won")}), "Gewonnen");
  EXPECT_EQ(kChoice.text({Cell("removed_since")}), "removed_since");
  EXPECT_EQ(kChoice.operand(Operator::equal, R"("lost")").error().code, "unknown_choice");
  EXPECT_EQ(kChoice.schema(), R"({"type":"string","enum":["open","won","no_show"]})");
}

TEST(ChoiceField, ChecksItsDeclaration) {
  FieldTester tester = state_field();
  EXPECT_TRUE(tester.type().check_declaration(tester.field));
  tester.field.choices.push_back({"closed", "OPEN", ""});
  EXPECT_EQ(tester.type().check_declaration(tester.field).error().code, "choices_alike");
  tester.field.choices.clear();
  EXPECT_EQ(tester.type().check_declaration(tester.field).error().code, "choices_missing");
}

RC_GTEST_PROP(ChoiceField, Survives, ()) {
  const Choice choice = *rc::gen::elementOf(kChoice.field.choices);
  RC_ASSERT(kChoice.survives({Cell(choice.value)}));
}

}  // namespace
}  // namespace probity::meta
