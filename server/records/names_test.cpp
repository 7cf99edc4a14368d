#include "records/names.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "records/duplicates/name_blocks.hpp"

namespace probity::records {
namespace {

TEST(NamesTest, KeepsWhatTells) {
  struct Case {
    const char* name;
    std::vector<std::string> words;
  };
  const Case cases[] = {{"Ada Lovelace", {"ada", "lovelace"}}, {"Lovelace, Ada", {"ada", "lovelace"}},  {"ÉCLAIR GmbH", {"eclair"}},
                        {"The X Co.", {"the"}},                {"Ltd", {"ltd"}},                       {"J. R. Smith", {"smith"}},
                        {"", {}},                              {" - ", {}}};
  for (const Case& each : cases) EXPECT_EQ(name_words(each.name), each.words) << each.name;
}

TEST(NamesTest, TellsHowAlikeTheyAre) {
  struct Case {
    const char* left;
    const char* right;
    Likeness likeness;
  };
  const Case cases[] = {{"Ada Lovelace", "lovelace ada", Likeness::same},
                        {"Inkwell Inc.", "Inkwell, Incorporated", Likeness::same},
                        {"Jon Smith", "John Smith", Likeness::similar},
                        {"Thomas Meyer", "Thomas Meier", Likeness::similar},
                        {"Katherine Quill", "Catherine Quill", Likeness::similar},
                        {"Ada Lovelcae", "Ada Lovelace", Likeness::similar},
                        {"Alexandrovich Petrov", "Aleksandrovic Petrov", Likeness::none},
                        {"Alexandra Petrov", "Aleksandra Petrov", Likeness::similar},
                        {"Ada King Lovelace", "Ada Lovelace", Likeness::similar},
                        {"Inkwell", "Inkwel", Likeness::similar},
                        {"Acme", "Acne", Likeness::none},
                        {"Anna Schmidt", "Hanna Schmidt", Likeness::none},
                        {"Ada Lovelace", "Ada Byron", Likeness::none},
                        {"Ada Lovelace", "Bea Lovelace", Likeness::none},
                        {"Smith", "John Smith", Likeness::none},
                        {"Branch Number1", "Branch Number2", Likeness::none},
                        {"", "", Likeness::none}};
  for (const Case& each : cases) {
    EXPECT_EQ(likeness(name_words(each.left), name_words(each.right)), each.likeness) << each.left << " / " << each.right;
    EXPECT_EQ(likeness(name_words(each.right), name_words(each.left)), each.likeness) << each.right << " / " << each.left;
  }
}

TEST(NamesTest, CountsSlips) {
  struct Case {
    const char* left;
    const char* right;
    int slips;
  };
  const Case cases[] = {{"", "", 0}, {"a", "", 1}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "abd", 1}, {"abcd", "abc", 1}, {"abc", "xyz", 3}, {"abcdef", "badcfe", 3}};
  for (const Case& each : cases) EXPECT_EQ(slips_between(each.left, each.right, 5), each.slips) << each.left << " / " << each.right;
  EXPECT_EQ(slips_between("abcdef", "uvwxyz", 2), 3) << "more than asked is one more than asked";
  EXPECT_TRUE(rc::check([] {
    const auto left = *rc::gen::container<std::string>(rc::gen::inRange('a', 'e'));
    const auto right = *rc::gen::container<std::string>(rc::gen::inRange('a', 'e'));
    RC_ASSERT(slips_between(left, right, 3) == slips_between(right, left, 3));
    RC_ASSERT((slips_between(left, right, 3) == 0) == (left == right));
  }));
}

TEST(NameBlocksTest, FindsWhatComparingEveryPairWouldFind) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<std::string> firsts{"ada", "adda", "thomas", "tomas", "bea"};
    const std::vector<std::string> lasts{"meyer", "meier", "lovelace", "lovelcae", "quill"};
    NameBlocks blocks;
    std::map<std::vector<std::string>, Id> names;
    for (int index = 0; index < *rc::gen::inRange(0, 30); ++index) {
      auto words = name_words(*rc::gen::elementOf(firsts) + " " + *rc::gen::elementOf(lasts));
      if (names.contains(words)) continue;
      const Id id = Id::make();
      blocks.add(id, words);
      names.emplace(std::move(words), id);
    }
    std::set<std::set<Id>> wanted;
    for (const auto& [left, left_id] : names) {
      for (const auto& [right, right_id] : names) {
        if (left_id != right_id && likeness(left, right) == Likeness::similar) wanted.insert({left_id, right_id});
      }
    }
    std::set<std::set<Id>> found;
    blocks.each_alike(20, [&](Likeness, std::vector<Id> ids) { return found.emplace(ids.begin(), ids.end()), true; });
    RC_ASSERT(found == wanted);
  }));
}

TEST(NameBlocksTest, StaysQuickWhereEverybodyIsCalledAlike) {
  NameBlocks blocks;
  for (int index = 0; index < 20'000; ++index) blocks.add(Id::make(), {fmt::format("given{}", index), "smith"});
  const Id one = Id::make();
  const Id other = Id::make();
  blocks.add(one, {"jonathan", "smith"});
  blocks.add(other, {"johnathan", "smith"});
  int groups = 0;
  bool found = false;
  blocks.each_alike(20, [&](Likeness, std::vector<Id> ids) {
    found = found || (std::set<Id>(ids.begin(), ids.end()) == std::set<Id>{one, other});
    return ++groups < 100'000;
  });
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace probity::records
