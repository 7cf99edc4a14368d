#include "store/search_text.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace probity::store {
namespace {

const std::string kAda = document_text("contact", "ada lovelace o neil 1 wien", "ada@example.org +12025550123 +49301234567");
const std::string kTokyo = document_text("company", fold_words("東京タワー株式会社 Tokyo"), "");

bool finds(std::string_view typed, std::string_view document = kAda) { return is_found(parse_search(typed), document); }

struct Case {
  const char* typed;
  bool found;
};

TEST(SearchText, finds_words_by_start_and_by_any_part_of_three_characters) {
  for (const Case& c : {Case{"ada", true}, {"ADA", true}, {"Áda", true}, {"a", true}, {"lo", true}, {"ov", false}, {"ove", true},
                        {"ada lovelace", true}, {"lovelace ada", true}, {"ada byron", false}, {"", false}, {" \t\n", false}, {"&", false},
                        {"wie", true}, {"O'Neil", true}, {"o’neil", true}, {"(lovelace)", true}, {"\"ada\"", true}, {"1", true}, {"2", false}}) {
    EXPECT_EQ(finds(c.typed), c.found) << c.typed;
  }
}

TEST(SearchText, finds_addresses_by_any_part) {
  for (const Case& c : {Case{"ada@example.org", true}, {"example", true}, {"@exa", true}, {"ample.o", true}, {"ADA@EX", true},
                        {"ada@other", false}, {"<ada@example.org>,", true}, {"da@ex", true}, {"e@e", false}}) {
    EXPECT_EQ(finds(c.typed), c.found) << c.typed;
  }
}

TEST(SearchText, finds_numbers_in_any_format) {
  for (const Case& c : {Case{"(202) 555-0123", true}, {"202.555.0123", true}, {"+1 202 555 0123", true}, {"12025550123", true},
                        {"555-0123", true}, {"0123", true}, {"202 555 0124", false}, {"+49 30 1234567", true}, {"030/1234567", true},
                        {"0049 30 1234567", true}, {"+49 (0)30 1234567", true}, {"030 1234567 ada", true}, {"030 1234567 bob", false}}) {
    EXPECT_EQ(finds(c.typed), c.found) << c.typed;
  }
}

TEST(SearchText, finds_scripts_without_spaces) {
  for (const Case& c : {Case{"東京", true}, {"東", true}, {"京", true}, {"タワー", true}, {"東京タワー", true}, {"京東", false}, {"大阪", false},
                        {"東京 tokyo", true}, {"株式会社", true}}) {
    EXPECT_EQ(finds(c.typed, kTokyo), c.found) << c.typed;
  }
  const std::string seoul = document_text("company", fold_words("삼성전자"), "");
  EXPECT_TRUE(finds("삼성", seoul));
  EXPECT_TRUE(finds("전", seoul));
  EXPECT_FALSE(finds("현대", seoul));
}

TEST(SearchText, never_reaches_over_a_gap_or_into_the_mark) {
  EXPECT_FALSE(finds("adalovelace"));
  EXPECT_FALSE(finds("contact"));
}

TEST(SearchText, ranks_whole_words_before_starts_before_parts) {
  const auto rank = [](std::string_view typed, std::string_view words) { return rank_of(parse_search(typed), document_text("contact", words, "")); };
  EXPECT_GT(rank("ann", "ann lee"), rank("ann", "lee ann"));
  EXPECT_GT(rank("ann", "lee ann"), rank("ann", "annette lee"));
  EXPECT_GT(rank("ann", "annette lee"), rank("ann", "lee annette"));
  EXPECT_GT(rank("ann", "lee annette"), rank("ann", "hannah lee"));
}

TEST(SearchText, every_lookup_trigram_is_in_the_part) {
  for (const std::string part : {"abc", "  a", "abcd", "abcdefg", "a very long part indeed with many letters in it", "東  京", "ﬀñø€日本語テキスト"}) {
    const auto trigrams = lookup_trigrams(part);
    EXPECT_FALSE(trigrams.empty()) << part;
    EXPECT_LE(trigrams.size(), 8u);
    for (const std::string_view trigram : trigrams) {
      EXPECT_EQ(length_in_characters(trigram), 3u);
      EXPECT_NE(part.find(trigram), std::string::npos);
    }
  }
  EXPECT_EQ(lookup_trigrams("  an"), (std::vector<std::string_view>{" an"}));
  EXPECT_EQ(lookup_trigrams("  an  "), (std::vector<std::string_view>{" an", "an "}));
  EXPECT_EQ(lookup_trigrams("  a  "), (std::vector<std::string_view>{" a "}));
  EXPECT_EQ(lookup_trigrams("abcde"), (std::vector<std::string_view>{"abc", "bcd", "cde"}));
  EXPECT_EQ(lookup_trigrams("abcdefghijklm"), (std::vector<std::string_view>{"abc", "def", "ghi", "jkl", "klm"}));
  EXPECT_TRUE(lookup_trigrams("ab").empty());
}

TEST(SearchText, marks_of_entities_differ) {
  EXPECT_NE(entity_mark("contact"), entity_mark("company"));
  EXPECT_EQ(length_in_characters(entity_mark("contact")), 3u);
  EXPECT_TRUE(is_valid_text(entity_mark("x_something")));
}

}  // namespace
}  // namespace probity::store
