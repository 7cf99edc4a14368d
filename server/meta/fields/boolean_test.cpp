#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kBoolean("boolean");

TEST(BooleanField, ReadsJson) {
  expect_json(kBoolean, {{"true", "true"}, {"false", "false"}});
  expect_refused_json(kBoolean, {{"1", "wrong_type"}, {R"("true")", "wrong_type"}, {"[]", "wrong_type"}});
}

TEST(BooleanField, ReadsWords) {
  for (const std::string yes : {"yes", "Y", "TRUE", "1", "on", "x", "Ja", "oui", "sí", "✓"}) {
    EXPECT_EQ(kBoolean.read_text(yes).value().front(), Cell(std::int64_t{1})) << yes;
  }
  for (const std::string no : {"no", "N", "False", "0", "off", "Nein", "non", "não"}) {
    EXPECT_EQ(kBoolean.read_text(no).value().front(), Cell(std::int64_t{0})) << no;
  }
  expect_refused_text(kBoolean, {{"maybe", "invalid_boolean"}, {"2", "invalid_boolean"}, {"\xff", "invalid_boolean"}});
}

TEST(BooleanField, IsNotSearched) { EXPECT_EQ(kBoolean.search({Cell(std::int64_t{1})}).words, ""); }

RC_GTEST_PROP(BooleanField, Survives, (bool value)) { RC_ASSERT(kBoolean.survives({Cell(std::int64_t{value})})); }

}  // namespace
}  // namespace probity::meta
