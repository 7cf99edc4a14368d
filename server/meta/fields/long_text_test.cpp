#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kLongText("long_text");

TEST(LongTextField, ReadsJson) {
  expect_json(kLongText, {
      {R"("# Call\r\n\r\n- one\r- two\n")", R"("# Call\n\n- one\n- two")"},
      {R"("<script>alert(1)</script>")", R"("<script>alert(1)</script>")"},
      {R"("")", "null"},
  });
}

TEST(LongTextField, RefusesWrongTypesAndLengths) {
  FieldTester five("long_text");
  five.field.maximum = 5;
  expect_refused_json(five, {{R"("123456")", "too_long", "5 characters"}});
  expect_refused_json(kLongText, {{"1", "wrong_type"}, {"\"" + std::string(1'000'001, 'x') + "\"", "too_long", "bytes"}});
  expect_refused_text(kLongText, {{"\xc3", "invalid_text"}});
}

TEST(LongTextField, ShowsItsFirstLineInTitles) {
  EXPECT_EQ(kLongText.display({Cell("One line")}), "One line");
  EXPECT_EQ(kLongText.display({Cell("First\nsecond")}), "First…");
  EXPECT_EQ(kLongText.display({Cell(std::string(200, 'x'))}), std::string(120, 'x') + "…");
}

RC_GTEST_PROP(LongTextField, Survives, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab \r\n\t<")));
  const auto cells = kLongText.read_text(text);
  RC_PRE((cells.has_value() && !is_null(cells->front())));
  RC_ASSERT(kLongText.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
