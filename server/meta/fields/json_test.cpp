#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kJson("json");

TEST(JsonField, KeepsAnything) {
  expect_json(kJson, {{R"({"filter": {"all": []}, "n": 1.5})", R"({"filter":{"all":[]},"n":1.5})"}, {"[1, true]", "[1,true]"}, {R"("x")", R"("x")"}});
  expect_text(kJson, {{R"({"a":1})", R"({"a":1})"}});
}

TEST(JsonField, Refuses) {
  expect_refused_json(kJson, {{"\"" + std::string(65'536, 'x') + "\"", "too_long"}});
  expect_refused_text(kJson, {{"{", "malformed_json"}, {R"({"a":1,"a":2})", "malformed_json"}});
  EXPECT_EQ(kJson.operand(Operator::equal, "1").error().code, "not_comparable");
}

RC_GTEST_PROP(JsonField, Survives, ()) {
  const auto name = rc::gen::container<std::string>(rc::gen::elementOf(std::string("aB1 .\"\\/{}\n")));
  const auto members = *rc::gen::container<std::map<std::string, int>>(name, rc::gen::arbitrary<int>());
  JsonDocument object(rapidjson::kObjectType);
  for (const auto& [key, value] : members) {
    object.AddMember(text_value(key, object.GetAllocator()), JsonValue(value), object.GetAllocator());
  }
  RC_ASSERT(kJson.survives(*kJson.read(object)));
}

}  // namespace
}  // namespace probity::meta
