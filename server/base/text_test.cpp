#include "base/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace probity {
namespace {

/// One ligature of Arabic (U+FDFA, 3 bytes) unfolds into 18 characters (33 bytes): nothing grows more.
constexpr std::size_t kWorstGrowth = 11;

void append(std::string& text, std::uint32_t code_point) {
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += {static_cast<char>(0xc0 | code_point >> 6), static_cast<char>(0x80 | (code_point & 0x3f))};
  } else if (code_point < 0x10000) {
    text += {static_cast<char>(0xe0 | code_point >> 12), static_cast<char>(0x80 | (code_point >> 6 & 0x3f)),
             static_cast<char>(0x80 | (code_point & 0x3f))};
  } else {
    text += {static_cast<char>(0xf0 | code_point >> 18), static_cast<char>(0x80 | (code_point >> 12 & 0x3f)),
             static_cast<char>(0x80 | (code_point >> 6 & 0x3f)), static_cast<char>(0x80 | (code_point & 0x3f))};
  }
}

/// Mostly the blocks where folding does something.
rc::Gen<std::string> any_text() {
  using rc::gen::inRange;
  using CodePoints = std::vector<std::uint32_t>;
  const auto code_point = rc::gen::oneOf(
      inRange<std::uint32_t>(1, 0x80), inRange<std::uint32_t>(0x80, 0x600), inRange<std::uint32_t>(0x900, 0x2100),
      inRange<std::uint32_t>(0x3000, 0xd800), inRange<std::uint32_t>(0xf900, 0x10000),
      inRange<std::uint32_t>(0x10000, 0x110000));
  return rc::gen::map(rc::gen::container<CodePoints>(code_point), [](const CodePoints& all) {
    std::string text;
    for (const auto each : all) append(text, each);
    return text;
  });
}

struct Folding {
  const char* from;
  const char* to;
};

class Fold : public testing::TestWithParam<Folding> {};

TEST_P(Fold, GivesThePlainForm) { EXPECT_EQ(fold(GetParam().from), GetParam().to); }

INSTANTIATE_TEST_SUITE_P(
    Text, Fold,
    testing::Values(
        Folding{"", ""}, Folding{"Hello, World! 42", "hello, world! 42"}, Folding{"Ærø Straße", "aero strasse"},
        Folding{"Müller", "muller"}, Folding{"MU\u0308LLER", "muller"}, Folding{"Łódź", "lodz"},
        Folding{"Đặng Thị Ngọc", "dang thi ngoc"}, Folding{"Þórður Ðe", "thordur de"},
        Folding{"İstanbul ISPARTA ı", "istanbul isparta i"}, Folding{"ŒUVRE œ", "oeuvre oe"},
        Folding{"Ħal Ŧ Ŋ", "hal t n"}, Folding{"ﬁn ½ ②", "fin 1⁄2 2"}, Folding{"Ｆｕｌｌ", "full"},
        Folding{"ΣΊΣΥΦΟΣ", "σισυφοσ"}, Folding{"Ёлка Йод", "елка иод"}, Folding{"STRASSE", "strasse"},
        Folding{"O’Brien – Sons", "o'brien - sons"}, Folding{"soft\u00adhyphen", "softhyphen"},
        // Scripts without case keep their marks; what can be one character is one character.
        Folding{"が", "が"}, Folding{"か\u3099", "が"}, Folding{"ｶﾞ", "ガ"}, Folding{"か", "か"},
        Folding{"한국", "한국"}, Folding{"\u1112\u1161\u11ab국", "한국"}, Folding{"हिन्दी", "हिन्दी"},
        Folding{"שָׁלוֹם", "שָׁלוֹם"}, Folding{"東京", "東京"}, Folding{"💶", "💶"},
        // Bytes that are no UTF-8.
        Folding{"a\xff" "B\xc3", "ab"}, Folding{"\xed\xa0\x80x", "x"}));

TEST(Text, FoldingTwiceIsFoldingOnce) {
  EXPECT_TRUE(rc::check("fold is idempotent, valid and bounded", [] {
    const std::string text = *any_text();
    const std::string folded = fold(text);
    RC_ASSERT(fold(folded) == folded);
    RC_ASSERT(is_valid_text(folded));
    RC_ASSERT(folded.size() <= kWorstGrowth * text.size());
  }));
}

TEST(Text, EveryCharacterFoldsForGood) {
  for (std::uint32_t code_point = 1; code_point < 0x110000; ++code_point) {
    if (code_point >= 0xd800 && code_point < 0xe000) continue;
    std::string text;
    append(text, code_point);
    const std::string folded = fold(text);
    ASSERT_EQ(fold(folded), folded) << std::hex << code_point;
    ASSERT_TRUE(is_valid_text(folded)) << std::hex << code_point;
    ASSERT_LE(folded.size(), kWorstGrowth * text.size()) << std::hex << code_point;
  }
}

TEST(Text, AnyBytesFoldIntoValidText) {
  EXPECT_TRUE(rc::check("fold of random bytes", [](const std::vector<std::uint8_t>& bytes) {
    const std::string text(bytes.begin(), bytes.end());
    std::string folded = fold(text);
    std::erase(folded, '\0');
    RC_ASSERT(is_valid_text(folded));
    fold_words(text);
    trim(text);
  }));
}

TEST(Text, WordsAreRunsOfLettersAndDigits) {
  EXPECT_EQ(fold_words("  Dr. Anna-Lena O'Brien,  42nd St. "), "dr anna lena o brien 42nd st");
  EXPECT_EQ(fold_words("Max.Müller@Example.DE"), "max muller example de");
  EXPECT_EQ(fold_words("東京tower株式会社"), "東 京 tower 株 式 会 社");
  EXPECT_EQ(fold_words("김철수 대표"), "김 철 수 대 표");
  EXPECT_EQ(fold_words("ガ\u30fcデン"), "ガ ー デ ン");
  EXPECT_EQ(fold_words("हिन्दी भाषा"), "हिन्दी भाषा");
  EXPECT_EQ(fold_words("…—!"), "");
}

TEST(Text, WordsOfWordsAreTheSameWords) {
  EXPECT_TRUE(rc::check("fold_words is idempotent", [] {
    const std::string words = fold_words(*any_text());
    RC_ASSERT(fold_words(words) == words);
    RC_ASSERT(words.find("  ") == words.npos);
  }));
}

TEST(Text, ValidTextIsWellFormedAndWithoutNul) {
  for (const char* text : {"", "ascii", "Ærø", "東京", "💶", "exactly8", "exactly8é"}) {
    EXPECT_TRUE(is_valid_text(text)) << text;
  }
  for (const char* text :
       {"\xff", "12345678\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xe2\x82"}) {
    EXPECT_FALSE(is_valid_text(text)) << testing::PrintToString(text);
  }
  EXPECT_FALSE(is_valid_text(std::string_view("a\0b", 3)));
}

TEST(Text, LengthCountsCharacters) {
  EXPECT_EQ(length_in_characters("Ærø 💶"), 5u);
  EXPECT_EQ(first_characters("Ærø 💶", 2), "Ær");
  EXPECT_EQ(first_characters("Ærø", 0), "");
  EXPECT_EQ(first_characters("Ærø", 9), "Ærø");
}

TEST(Text, TrimTakesAnySpace) {
  EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(trim("\u00a0\u3000Ærø\u2003\ufeff"), "Ærø");
  EXPECT_EQ(trim("\xa0"), "\xa0");
  EXPECT_TRUE(is_blank(" \u00a0\n"));
  EXPECT_TRUE(is_blank(""));
  EXPECT_FALSE(is_blank(" . "));
}

TEST(Text, SmallTools) {
  EXPECT_EQ(lower_ascii("ÄBC-z"), "Äbc-z");
  EXPECT_EQ(digits_of("+49 (30) 123-45"), "493012345");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

}  // namespace
}  // namespace probity
