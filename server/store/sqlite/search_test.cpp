#include "store/sqlite/search.hpp"

#include <gtest/gtest.h>

namespace probity::store::sqlite {
namespace {

std::string expression(std::string_view typed, const std::vector<std::string>& entities = {}) { return match_expression(parse_search(typed), entities); }

TEST(MatchExpression, asks_for_every_trigram_once) {
  EXPECT_EQ(expression("anan"), R"((("ana" AND "nan")))");
  EXPECT_EQ(expression("ananan"), R"((("ana" AND "nan")))");
}

TEST(MatchExpression, leaves_out_an_alternative_that_finds_nothing_more) {
  // As a number, 12345678; as words, 12345 and 678. All that has the first has the trigrams of the others.
  EXPECT_EQ(expression("12345.678"), R"((("123" AND "234" AND "345" AND "678")))");
  EXPECT_EQ(expression("0171 23"), R"((("123" AND "171" AND "712") OR (" 23" AND "017" AND "171")))");
}

TEST(MatchExpression, names_entities_only_where_some_are_left_out) {
  EXPECT_EQ(expression("anna").find("OR"), std::string::npos);
  EXPECT_NE(expression("anna", {"contact", "company"}).find(" OR "), std::string::npos);
  EXPECT_EQ(expression(""), "");
}

}  // namespace
}  // namespace probity::store::sqlite
