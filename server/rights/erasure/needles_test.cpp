#include "rights/erasure/needles.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace probity::erasure {
namespace {

TEST(Needles, AreFoundWhateverTheirCaseAndWhereverTheyStand) {
  Needles needles;
  needles.add_strong("Ada@Example.org");
  EXPECT_TRUE(needles.in("write to ADA@example.ORG, please"));
  EXPECT_TRUE(needles.in("ada@example.org"));
  EXPECT_FALSE(needles.in("ada@example.or"));
  EXPECT_FALSE(needles.in(""));
}

TEST(Needles, ShortOnesTellNobodyApart) {
  Needles needles;
  needles.add_strong("Ada");
  EXPECT_TRUE(needles.strong().empty());
}

TEST(Needles, OfALongTextThePartCountsThatIsWrittenAlikeEverywhere) {
  Needles needles;
  needles.add_strong("She said \"I like porcelain owls best of all\"\nand left");
  EXPECT_TRUE(needles.in(R"({"text":"She said \"I like porcelain owls best of all\"\nand left"})"));
}

TEST(Needles, NamesGoAsWholeWordsAlone) {
  Needles needles;
  needles.add_weak("Rose");
  EXPECT_EQ(needles.without_names("Rose likes roses; rose, Primrose"), "[erased] likes roses; rose, Primrose");
  EXPECT_EQ(needles.without_names("Rose.old77@mark3r.example, Rose."), "Rose.old77@mark3r.example, [erased].");
  EXPECT_EQ(needles.without("Rose"), "Rose");
  EXPECT_FALSE(needles.in("Rose"));
}

TEST(Needles, NamesInFullAreFoundAsWholeWords) {
  Needles needles;
  needles.add_full_name("Ann Lees");
  EXPECT_EQ(needles.without("Ann Lees, Joann Lees, ANN LEES; ann lees, Ann Leesman"), "[erased], Joann Lees, [erased]; ann lees, Ann Leesman");
  EXPECT_TRUE(needles.in(R"({"text":"She is\nAnn Lees"})"));
  EXPECT_FALSE(needles.in("Joann Lees"));
}

TEST(Needles, NumbersAreFoundHoweverTheyAreWritten) {
  Needles needles;
  needles.add_number("+442079463333");
  for (const char* number : {"+44 20 7946 3333", "+442079463333", "020 7946 3333", "020-7946-3333", "(020) 79463333", "+44 (0)20 7946 3333", "0044 20 79463333", "tel:+44-20-7946-3333",
                             "02079463333", "011 44 20 7946 3333", "020\xc2\xa0""7946\xc2\xa0""3333"}) {
    EXPECT_TRUE(needles.in(number)) << number;
    EXPECT_EQ(digits_of(needles.without(fmt::format("Call {}, twice", number))), "") << number;
  }
  EXPECT_EQ(needles.without("Call (020 7946 3333) in 2027"), "Call ([erased]) in 2027");
  for (const char* other : {"+44 20 7946 3334", "7946 3333", "1020 7946 3333", "020 7946 33331", "0197c0de-2079-4633-3300"}) EXPECT_FALSE(needles.in(other)) << other;
}

TEST(Needles, AWayOfTypingANumberGoesWithIt) {
  Needles needles;
  needles.add_number("+442079465555");
  const std::string left = needles.without(R"({"phone":{"from":[{"value":"+442079465555","typed":"+44 (0)20 7946 5555","valid":true}],"to":2079465555},"x":[2079465555,1]})");
  EXPECT_TRUE(parse_json(left)) << left;
  EXPECT_EQ(left.find("5555"), left.npos) << left;
}

TEST(Needles, TakeBackWhatIsAnothersOwnToo) {
  Needles needles;
  needles.add_strong("info@rose.example");
  needles.add_number("+442079465555");
  needles.forget_address("Info@Rose.example");
  needles.forget_address("+442079465555");
  EXPECT_FALSE(needles.in("info@rose.example 020 7946 5555"));
}

TEST(Needles, TheLongestThatStandsThereGoes) {
  Needles needles;
  needles.add_strong("ada@example.org");
  needles.add_strong("ada@example.org.uk");
  EXPECT_EQ(needles.without("at ada@example.org.uk!"), "at [erased]!");
}

TEST(Needles, LeaveJsonThatIsStillJson) {
  Needles needles;
  needles.add_strong("ada@example.org");
  EXPECT_TRUE(parse_json(needles.without(R"({"to":["ada@example.org"],"x":{"from":"Ada@example.org"}})")));
}

TEST(Needles, FindIdsAsTheyAreWritten) {
  Needles needles;
  const Id id = Id::make();
  needles.add_id(id);
  EXPECT_TRUE(needles.names_id("{\"ids\":[\"" + id.text() + "\"]}"));
  EXPECT_FALSE(needles.names_id("{\"ids\":[\"" + Id::make().text() + "\"]}"));
}

TEST(Needles, ArePackedAndUnpacked) {
  Needles needles;
  needles.add_strong("ada@example.org");
  needles.add_weak("Ada");
  needles.add_full_name("Ada Lovelace");
  needles.add_number("+442079465555");
  needles.add_id(Id::make());
  needles.add_file(Id::make());
  EXPECT_EQ(Needles::unpacked(needles.packed()).packed(), needles.packed());
  EXPECT_TRUE(Needles::unpacked("no json").strong().empty());
}

}  // namespace
}  // namespace probity::erasure
