#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kEmail("email");

std::string entry(const std::string& value, const std::string& label, bool primary) {
  const std::string shown = label.empty() ? "null" : "\"" + label + "\"";
  return R"({"value":")" + value + R"(","label":)" + shown + R"(,"primary":)" + (primary ? "true}" : "false}");
}

TEST(EmailField, ReadsJson) {
  expect_json(kEmail, {
      {R"("Ada@Example.com")", "[" + entry("Ada@Example.com", "", true) + "]"},
      {R"(["  a@x.org ","b@x.org"])", "[" + entry("a@x.org", "", true) + "," + entry("b@x.org", "", false) + "]"},
      {R"([{"value":"a@x.org"},{"value":"b@x.org","label":"work","primary":true}])",
       "[" + entry("b@x.org", "work", true) + "," + entry("a@x.org", "", false) + "]"},
      {R"(["a@x.org","A@X.ORG"])", "[" + entry("a@x.org", "", true) + "]"},
      {R"("o'brien+crm@sub.example.co.uk")", "[" + entry("o'brien+crm@sub.example.co.uk", "", true) + "]"},
      {R"("jürgen@müller.example")", "[" + entry("jürgen@müller.example", "", true) + "]"},
      {R"("mailto:a@x.org")", "[" + entry("a@x.org", "", true) + "]"},
      {R"([])", "[]"},
      {R"("")", "[]"},
  });
}

TEST(EmailField, RefusesWhatIsNoAddress) {
  const std::string long_local = "\"" + std::string(65, 'a') + "@x.org\"";
  const std::string long_domain = "\"a@" + std::string(250, 'b') + ".org\"";
  expect_refused_json(kEmail, {
      {"1", "wrong_type"},
      {"[1]", "wrong_type"},
      {R"({"value":1})", "wrong_type"},
      {R"({"value":"a@x.org","primary":"yes"})", "wrong_type"},
      {R"({"value":"a@x.org","kind":"work"})", "unknown_member", "kind"},
      {R"({"value":"a@x.org","label":"a,b"})", "invalid_label"},
      {R"("ada")", "invalid_email", "name@example.com"},
      {R"("ada@")", "invalid_email"},
      {R"("@example.com")", "invalid_email"},
      {R"("ada@localhost")", "invalid_email"},
      {R"("a b@example.com")", "invalid_email"},
      {R"("a..b@example.com")", "invalid_email"},
      {R"(".a@example.com")", "invalid_email"},
      {R"("a@-example.com")", "invalid_email"},
      {R"("a@example..com")", "invalid_email"},
      {R"("a@1.2.3.4")", "invalid_email"},
      {R"("a@b@example.com")", "invalid_email"},
      {R"("a@exa mple.com")", "invalid_email"},
      {R"("a@exa\u00a0mple.com")", "invalid_email"},
      {R"("a@example.com\nbcc: b@example.com")", "invalid_email"},
      {long_local, "invalid_email"},
      {long_domain, "invalid_email"},
  });
}

TEST(EmailField, ReadsTheTextOfACell) {
  const std::string both = "[" + entry("a@x.org", "", true) + "," + entry("b@x.org", "", false) + "]";
  expect_text(kEmail, {
      {"a@x.org, b@x.org", both},
      {"a@x.org;b@x.org;", both},
      {"a@x.org b@x.org", both},
      {"a@x.org\nb@x.org", both},
      {"a@x.org (work)", "[" + entry("a@x.org", "work", true) + "]"},
      {"Ada <a@x.org>", "[" + entry("a@x.org", "Ada", true) + "]"},
      {"\"Lovelace Ada\" <a@x.org>; b@x.org", "[" + entry("a@x.org", "Lovelace Ada", true) + "," + entry("b@x.org", "", false) + "]"},
      {"\"Lovelace, Ada\" <a@x.org>", "[" + entry("a@x.org", "", true) + "]"},
  });
  expect_refused_text(kEmail, {{"n/a", "invalid_email"}, {"a@x.org, none", "invalid_email", "none"},
                               {"a@x.org\xff", "invalid_text"}});
}

TEST(EmailField, RefusesMoreThanTheDeclarationAllows) {
  FieldTester two("email");
  two.field.maximum = 2;
  expect_refused_json(two, {{R"(["a@x.org","b@x.org","c@x.org"])", "too_many_items"}});
  expect_refused_text(two, {{"a@x.org b@x.org c@x.org", "too_many_items"}});
}

TEST(EmailField, ComparesWholeAddressesFolded) {
  const auto cells = kEmail.read_json(R"(["Ada@Example.com","b@x.org"])");
  ASSERT_TRUE(cells);
  EXPECT_THAT(kEmail.keys(*cells), testing::ElementsAre("ada@example.com", "b@x.org"));
  EXPECT_EQ(kEmail.search(*cells).exact, "Ada@Example.com b@x.org");
  EXPECT_EQ(kEmail.display(*cells), "Ada@Example.com");
  EXPECT_EQ(*kEmail.operand(Operator::equal, R"(" ADA@example.com ")"), Cell("ada@example.com"));
  EXPECT_FALSE(kEmail.operand(Operator::equal, "3"));
}

TEST(EmailField, ShowsNullAsAnEmptyList) {
  EXPECT_EQ(kEmail.shown({Cell{}}), "[]");
  EXPECT_EQ(kEmail.text({Cell{}}), "");
}

RC_GTEST_PROP(EmailField, Survives, ()) {
  const auto word = rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcXYZ019_+'"))));
  const auto label = rc::gen::elementOf(std::vector<std::string>{"", "work", "home office", "büro"});
  std::string json = "[";
  for (int left = *rc::gen::inRange(1, 5); left > 0; --left) {
    const std::string local = (*word).substr(0, 60), labelled = *label;
    json += entry(local + "@" + *rc::gen::elementOf(std::vector<std::string>{"x.org", "Example.COM"}), labelled, *rc::gen::arbitrary<bool>());
    json += left > 1 ? "," : "]";
  }
  const auto cells = kEmail.read_json(json);
  RC_ASSERT(cells.has_value());
  RC_ASSERT(kEmail.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
