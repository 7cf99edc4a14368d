#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kText("text");

TEST(TextField, ReadsJson) {
  expect_json(kText, {
      {R"("Ada")", R"("Ada")"},
      {R"("  Ada\tKing \r\nLovelace ")", R"("Ada King Lovelace")"},
      {R"("<b>Ada</b> & 'co'")", R"("<b>Ada</b> & 'co'")"},
      {R"("=1+1")", R"("=1+1")"},
      {R"("Zoë 王 🙂")", R"("Zoë 王 🙂")"},
      {R"("")", "null"},
      {R"(" \u00a0 ")", "null"},
  });
}

TEST(TextField, RefusesWrongTypesAndLengths) {
  FieldTester five("text");
  five.field.maximum = 5;
  expect_json(five, {{R"("ééééé")", R"("ééééé")"}});
  expect_refused_json(five, {{R"("123456")", "too_long", "5 characters"}});
  expect_refused_json(kText, {{"1", "wrong_type"}, {"[]", "wrong_type"}, {"{}", "wrong_type"}, {"true", "wrong_type"},
                              {"\"" + std::string(501, 'x') + "\"", "too_long"}});
  expect_refused_text(kText, {{"\xff\xfe", "invalid_text"}, {std::string("a\0b", 3), "invalid_text"}, {"\xed\xa0\x80", "invalid_text"}});
}

TEST(TextField, IsComparedFolded) {
  EXPECT_EQ(*kText.operand(Operator::equal, R"(" ÉLAN ")"), Cell("elan"));
  EXPECT_EQ(kText.operand(Operator::contains, "3").error().code, "wrong_type");
}

TEST(TextField, IsSearchedAsWords) {
  EXPECT_EQ(kText.search({Cell("Ada Lovelace")}).words, "Ada Lovelace");
  EXPECT_EQ(kText.schema(), R"({"type":"string","maxLength":500})");
}

RC_GTEST_PROP(TextField, Survives, ()) {
  const auto typed = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aB1 \r\n\t<>&\"'=\\;,")));
  const auto cells = kText.read_text(typed);
  RC_PRE((cells.has_value() && !is_null(cells->front())));
  RC_ASSERT(kText.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
