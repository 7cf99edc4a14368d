#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "meta/fields/field_tester.hpp"

namespace probity::meta {
namespace {

const FieldTester kTags("tags");

TEST(TagsField, Reads) {
  expect_json(kTags, {{R"([" VIP ","vip","Köln"])", R"(["VIP","Köln"])"}, {R"("one")", R"(["one"])"}, {"[]", "[]"}, {R"([""])", "[]"}});
  expect_text(kTags, {{"VIP, new; Köln", R"(["VIP","new","Köln"])"}, {"two words", R"(["two words"])"}});
}

TEST(TagsField, Refuses) {
  FieldTester two("tags");
  two.field.maximum = 2;
  expect_refused_json(kTags, {{"5", "wrong_type"}, {"[5]", "wrong_type"}, {R"(["a,b"])", "invalid_tag"},
                              {"[\"" + std::string(61, 'x') + "\"]", "too_long"}});
  expect_refused_json(two, {{R"(["a","b","c"])", "too_many_items"}});
  expect_refused_text(two, {{"a,b,c", "too_many_items"}, {"\xff", "invalid_text"}});
}

TEST(TagsField, IsComparedFolded) {
  EXPECT_THAT(kTags.keys({Cell(R"(["VIP","Köln"])")}), testing::ElementsAre("vip", "koln"));
  EXPECT_EQ(*kTags.operand(Operator::equal, R"("KÖLN")"), Cell("koln"));
  EXPECT_EQ(kTags.search({Cell(R"(["VIP","new"])")}).words, "VIP, new");
}

RC_GTEST_PROP(TagsField, Survives, ()) {
  const auto words = *rc::gen::container<std::vector<std::string>>(
      rc::gen::container<std::string>(rc::gen::elementOf(std::string("aAbB \"\\'"))));
  JsonDocument list(rapidjson::kArrayType);
  for (const std::string& word : words) list.PushBack(text_value(word.substr(0, 40), list.GetAllocator()), list.GetAllocator());
  const auto cells = kTags.read(list);
  RC_PRE((cells.has_value() && !is_null(cells->front())));
  RC_ASSERT(kTags.survives(*cells));
}

}  // namespace
}  // namespace probity::meta
