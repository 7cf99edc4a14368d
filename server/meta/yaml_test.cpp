#include "meta/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace probity::meta {
namespace {

Yaml parsed(std::string_view text) {
  auto yaml = parse_yaml(text);
  EXPECT_TRUE(yaml) << text << ": " << (yaml ? "" : yaml.error().message);
  return yaml.value_or(Yaml{});
}

TEST(Yaml, KeepsOrderLinesAndTexts) {
  const Yaml yaml = parsed("# a comment\nentity: contact\nfields:\n  one: {id: 1, on: yes}\n  two: [a, 'b c', \"3\"]\nnothing:\n");
  ASSERT_TRUE(yaml.is_map());
  EXPECT_EQ(yaml.find("entity")->scalar, "contact");
  EXPECT_EQ(yaml.members[1].key, "fields");
  EXPECT_EQ(yaml.members[1].line, 3);
  const Yaml& fields = *yaml.find("fields");
  EXPECT_EQ(fields.members[0].line, 4);
  EXPECT_EQ(fields.find("one")->find("on")->scalar, "yes");
  ASSERT_TRUE(fields.find("two")->is_list());
  EXPECT_EQ(fields.find("two")->items[1].scalar, "b c");
  EXPECT_TRUE(yaml.find("nothing")->is_null());
  EXPECT_FALSE(yaml.find("missing"));
}

TEST(Yaml, ReadsJson) {
  const Yaml yaml = parsed(R"({"label":"\ud83d\ude00","id":10000,"many":true,"none":null,"list":[{"a":"b"}]})");
  EXPECT_EQ(yaml.find("label")->scalar, "😀");
  EXPECT_EQ(yaml.find("id")->scalar, "10000");
  EXPECT_EQ(yaml.find("many")->scalar, "true");
  EXPECT_TRUE(yaml.find("none")->is_null());
  EXPECT_EQ(yaml.find("list")->items[0].find("a")->scalar, "b");
}

TEST(Yaml, TakesFlowMapsThatAreNoJson) { EXPECT_EQ(parsed("{id: 1, type: text}").find("type")->scalar, "text"); }

TEST(Yaml, SaysWhereItCannotBeRead) {
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  std::string long_list = "[";
  for (int count = 0; count < 100'001; ++count) long_list += "1,";
  struct Row {
    std::string text;
    int line;
    std::string message;
  };
  for (const auto& [text, line, message] : std::vector<Row>{
           {"a: 1\na: 2\n", 2, "twice"},
           {"a: &x 1\nb: *x\n", 1, "anchors"},
           {"b: *x\n", 1, ""},
           {"a: 1\n  b: 2\n", 2, ""},
           {"a: [1, 2\n", 2, ""},
           {deep, 1, "deeply"},
           {long_list + "]", 1, "too many"},
           {"? [a]\n: 1\n", 1, "key"},
           {"a: 1\n---\nb: 2\n", 3, "second document"},
           {"\xff", 1, "UTF-8"},
       }) {
    const auto yaml = parse_yaml(text);
    ASSERT_FALSE(yaml) << text.substr(0, 40);
    EXPECT_EQ(yaml.error().line, line) << text.substr(0, 40);
    EXPECT_THAT(yaml.error().message, testing::HasSubstr(message)) << text.substr(0, 40);
  }
}

}  // namespace
}  // namespace probity::meta
