#include "base/json.hpp"

#include <gmock/gmock.h>

namespace probity {
namespace {

std::string nested(int depth) { return std::string(depth, '[') + std::string(depth, ']'); }

struct Refused {
  const char* name;
  std::string text;
};

class RefusedJson : public testing::TestWithParam<Refused> {};

TEST_P(RefusedJson, IsAnErrorValue) {
  const auto result = parse_json(GetParam().text);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::invalid);
  EXPECT_EQ(result.error().code, "malformed_json");
  EXPECT_FALSE(result.error().message.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Json, RefusedJson,
    testing::Values(Refused{"empty", ""}, Refused{"blank", " \n"}, Refused{"trailing_text", "{} x"},
                    Refused{"two_documents", "{}{}"}, Refused{"trailing_nul", std::string("{}\0", 3)},
                    Refused{"trailing_comma", "[1,]"}, Refused{"comment", "/* */ {}"},
                    Refused{"single_quotes", "{'a':1}"}, Refused{"not_a_number", "NaN"},
                    Refused{"infinity", "[Infinity]"}, Refused{"number_too_big", "1e999"},
                    Refused{"leading_zero", "01"}, Refused{"cut_off", R"({"a":)"},
                    Refused{"raw_nul", std::string("\"a\0b\"", 5)}, Refused{"raw_line_break", "\"a\nb\""},
                    Refused{"escaped_nul", R"("a\u0000b")"}, Refused{"escaped_nul_in_key", R"({"a\u0000":1})"},
                    Refused{"high_surrogate_alone", R"("\ud800")"},
                    Refused{"low_surrogate_alone", R"("\udc00")"}, Refused{"invalid_utf8", "\"\xff\""},
                    Refused{"overlong", "\"\xc0\xaf\""}, Refused{"encoded_surrogate", "\"\xed\xa0\x80\""},
                    Refused{"duplicate_key", R"({"a":1,"b":2,"a":3})"},
                    Refused{"duplicate_key_inside", R"([{"x":{"a":1,"a":1}}])"},
                    Refused{"duplicate_key_escaped", R"({"a":1,"\u0061":2})"},
                    Refused{"one_level_too_deep", nested(kMaximumJsonDepth + 1)},
                    Refused{"very_deep", std::string(1'000'000, '[')}),
    [](const auto& info) { return info.param.name; });

TEST(Json, KeepsEveryDigit) {
  const auto document = parse_json(R"([9007199254740993, -9223372036854775808, 18446744073709551615, 0.1])");
  ASSERT_TRUE(document);
  EXPECT_EQ((*document)[0].GetInt64(), 9007199254740993);
  EXPECT_EQ((*document)[1].GetInt64(), INT64_MIN);
  EXPECT_EQ((*document)[2].GetUint64(), UINT64_MAX);
  EXPECT_EQ((*document)[3].GetDouble(), 0.1);
}

TEST(Json, AcceptsTheDeepestAllowed) { EXPECT_TRUE(parse_json(nested(kMaximumJsonDepth))); }

TEST(Json, AcceptsTheSameKeyInDifferentObjects) { EXPECT_TRUE(parse_json(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})")); }

TEST(Json, RoundTripsText) {
  const std::string source = R"({"name":"Ærø 💶","list":[1,true,null,"\u0001"]})";
  const auto document = parse_json(source);
  ASSERT_TRUE(document);
  EXPECT_EQ(to_json_text(*document), source);
  EXPECT_EQ(view((*document)["name"]), "Ærø 💶");
}

TEST(Json, NamesTheByte) {
  EXPECT_THAT(parse_json("[1, x]").error().message, testing::HasSubstr("byte 4"));
}

TEST(Json, FindsOnlyMembersOfObjects) {
  const auto document = parse_json(R"({"a":1})");
  EXPECT_EQ(find(*document, "a")->GetInt(), 1);
  EXPECT_EQ(find(*document, "b"), nullptr);
  EXPECT_EQ(find((*document)["a"], "a"), nullptr);
}

TEST(Json, WritesWhatItIsGiven) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "name");
  put(writer, "a\"b");
  key(writer, "raw");
  raw(writer, "[1,2]", rapidjson::kArrayType);
  writer.EndObject();
  EXPECT_EQ(text(buffer), R"({"name":"a\"b","raw":[1,2]})");
}

}  // namespace
}  // namespace probity
