#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kPhone("phone");

FieldTester in(std::string country) {
  FieldTester tester("phone");
  tester.context.country = std::move(country);
  return tester;
}

struct Expected {
  std::string value, typed;
  bool valid = true;
  std::string label = {};
  bool primary = true;
  std::string extension = {};
};

std::string json(const Expected& expected) {
  const auto text = [](const std::string& raw) { return "\"" + raw + "\""; };
  return "{\"value\":" + text(expected.value) + ",\"typed\":" + text(expected.typed) +
         (expected.extension.empty() ? "" : ",\"extension\":" + text(expected.extension)) +
         ",\"label\":" + (expected.label.empty() ? "null" : text(expected.label)) +
         ",\"primary\":" + (expected.primary ? "true" : "false") + ",\"valid\":" + (expected.valid ? "true}" : "false}");
}
std::string list(const std::vector<Expected>& entries) {
  std::string all;
  for (const Expected& each : entries) all += (all.empty() ? "" : ",") + json(each);
  return "[" + all + "]";
}

TEST(PhoneField, ReadsJson) {
  expect_json(kPhone, {
      {R"("202-224-3441")", list({{"+12022243441", "202-224-3441"}})},
      {R"("+49 30 123456")", list({{"+4930123456", "+49 30 123456"}})},
      {R"(["202-224-3441","202-224-3244"])",
       list({{"+12022243441", "202-224-3441"}, {.value = "+12022243244", .typed = "202-224-3244", .primary = false}})},
      {R"({"value":"+12022243441","typed":"202-224-3441","label":"work","primary":true,"valid":true})",
       list({{.value = "+12022243441", .typed = "202-224-3441", .label = "work"}})},
      {R"("202-224-3441 ext. 55")",
       list({{.value = "+12022243441", .typed = "202-224-3441 ext. 55", .extension = "55"}})},
      {R"({"value":"202-224-3441","extension":"55"})",
       list({{.value = "+12022243441", .typed = "202-224-3441 ext. 55", .extension = "55"}})},
      {R"x(["202-224-3441","(202) 224 3441"])x", list({{"+12022243441", "202-224-3441"}})},
      {R"([])", "[]"},
      {R"(["",{"value":" "}])", "[]"},
  });
}

TEST(PhoneField, KeepsWhatIsNoNumberAsTyped) {
  expect_json(kPhone, {
      {R"("call reception")", list({{.value = "call reception", .typed = "call reception", .valid = false}})},
      {R"("123")", list({{.value = "123", .typed = "123", .valid = false}})},
      {R"("<script>")", list({{.value = "<script>", .typed = "<script>", .valid = false}})},
  });
}

TEST(PhoneField, ReadsNationalNumbersInTheirCountry) {
  expect_json(in("DE"), {{R"("030 123456")", list({{"+4930123456", "030 123456"}})}});
  expect_json(in("IT"), {{R"("06 6982 1234")", list({{"+390669821234", "06 6982 1234"}})}});
  expect_json(in("GB"), {{R"("020 7946 0018")", list({{"+442079460018", "020 7946 0018"}})}});
}

TEST(PhoneField, BelievesTheValueWhereItDisagreesWithTheTypedForm) {
  expect_json(kPhone, {
      // Shown in Germany, sent back from the United States.
      {R"({"value":"+4930123456","typed":"030 123456"})", list({{"+4930123456", "030 123456"}})},
      // The value was edited, the typed form sent along as it was.
      {R"({"value":"202-224-3244","typed":"202-224-3441"})", list({{"+12022243244", "202-224-3244"}})},
  });
}

TEST(PhoneField, RefusesWrongShapes) {
  expect_refused_json(kPhone, {{"5", "wrong_type"},
                               {R"([{"value":5}])", "wrong_type"},
                               {R"({"value":"1","type":"work"})", "unknown_member", "type"},
                               {R"x({"value":"1","label":"(work)"})x", "invalid_label"},
                               {"\"" + std::string(201, '1') + "\"", "too_long"}});
  expect_refused_text(kPhone, {{"\xff", "invalid_text"}});
}

TEST(PhoneField, ReadsTheTextOfACell) {
  const std::string both =
      list({{"+12022243441", "202-224-3441"}, {.value = "+12022243244", .typed = "202-224-3244", .primary = false}});
  expect_text(kPhone, {
      {"202-224-3441; 202-224-3244", both},
      {"202-224-3441 / 202-224-3244", both},
      {"202-224-3441/202-224-3244", both},
      {"202-224-3441, 202-224-3244", both},
      {"202-224-3441\n202-224-3244", both},
      {"030 / 12 34 56", list({{.value = "030 / 12 34 56", .typed = "030 / 12 34 56", .valid = false}})},
      {"(202) 224-3441", list({{"+12022243441", "(202) 224-3441"}})},
      {"202-224-3441 (work)", list({{.value = "+12022243441", .typed = "202-224-3441", .label = "work"}})},
      {"tel:+1-202-224-3441;ext=5",
       list({{.value = "+12022243441", .typed = "tel:+1-202-224-3441;ext=5", .extension = "5"}})},
  });
}

TEST(PhoneField, IsFoundByItsDigitsInAnyForm) {
  const FieldTester german = in("DE");
  const auto cells = german.read_json(R"("030 / 12 34 56")");
  ASSERT_TRUE(cells);
  const std::string found = german.search(*cells).exact;
  EXPECT_THAT(found, testing::HasSubstr("4930123456"));
  EXPECT_THAT(found, testing::HasSubstr("030123456"));
  EXPECT_EQ(kPhone.search(*kPhone.read_json(R"("call 55")")).exact, "55");
}

TEST(PhoneField, MatchesByNumberAndExtension) {
  EXPECT_THAT(kPhone.keys(*kPhone.read_json(R"x(["(202) 224-3441","202-224-3441 x5","ask 55","none"])x")),
              testing::ElementsAre("+12022243441", "+12022243441;ext=5", "55"));
  EXPECT_EQ(*kPhone.operand(Operator::equal, R"("202 224 3441")"), Cell("+12022243441"));
  EXPECT_EQ(*kPhone.operand(Operator::contains, R"("224-34")"), Cell("22434"));
  EXPECT_EQ(*kPhone.operand(Operator::starts_with, R"("202")"), Cell("+1202"));
  EXPECT_EQ(*in("DE").operand(Operator::starts_with, R"("030")"), Cell("+4930"));
  EXPECT_EQ(*in("DE").operand(Operator::starts_with, R"("+1 202")"), Cell("+1202"));
  EXPECT_EQ(kPhone.operand(Operator::contains, R"("n/a")").error().code, "no_digits");
  EXPECT_EQ(kPhone.operand(Operator::equal, "[]").error().code, "wrong_type");
}

RC_GTEST_PROP(PhoneField, Survives, ()) {
  const auto digits = rc::gen::container<std::string>(9, rc::gen::elementOf(std::string("0123456789")));
  const auto noise = rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789 -()/;+.xeabc")));
  const auto label = rc::gen::elementOf(std::vector<std::string>{"", "work", "home office", "büro"});
  JsonDocument list(rapidjson::kArrayType);
  auto& allocator = list.GetAllocator();
  for (int left = *rc::gen::inRange(1, 5); left > 0; --left) {
    const std::string typed = *rc::gen::arbitrary<bool>() ? "2" + *digits : *noise;
    JsonValue entry(rapidjson::kObjectType);
    entry.AddMember("value", text_value(typed, allocator), allocator);
    entry.AddMember("label", text_value(*label, allocator), allocator);
    entry.AddMember("primary", *rc::gen::arbitrary<bool>(), allocator);
    list.PushBack(entry, allocator);
  }
  const auto cells = kPhone.read(list);
  RC_ASSERT(cells.has_value());
  if (!is_null(cells->front())) RC_ASSERT(kPhone.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
