#include "rights/erasure/needles.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

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
  EXPECT_EQ(needles.without_names("Rose likes roses; rose, Primrose"), "[erased] likes roses; [erased], Primrose");
  EXPECT_EQ(needles.without("Rose"), "Rose");
  EXPECT_FALSE(needles.in("Rose"));
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
  needles.add_id(Id::make());
  needles.add_file(Id::make());
  EXPECT_EQ(Needles::unpacked(needles.packed()).packed(), needles.packed());
  EXPECT_TRUE(Needles::unpacked("no json").strong().empty());
}

}  // namespace
}  // namespace probity::erasure
