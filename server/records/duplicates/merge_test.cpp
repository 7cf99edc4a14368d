// Several records made one, and one made several again.
#include "records/duplicates/merge.hpp"

#include <rapidcheck.h>

#include <thread>

#include "records/test_workspace.hpp"
#include "records/undo/history.hpp"

namespace probity::records {
namespace {

class MergeTest : public testing::Test {
 protected:
  Result<MergeRequest> request(std::string_view json) { return read_merge_request(workspace.at("person"), expect_value(parse_json(json))); }
  JsonDocument merge_now(const Id& winner, std::vector<Id> losers, std::map<std::string, Id, std::less<>> fields = {}, std::string_view entity = "person") {
    return workspace.answer([&](JsonWriter& writer) {
      return merge(*workspace.records, workspace.at(entity), {.winner = winner, .losers = std::move(losers), .fields = std::move(fields)}, writer);
    });
  }
  JsonDocument unmerge_now(const JsonDocument& merged) {
    return workspace.answer([&](JsonWriter& writer) { return unmerge(*workspace.records, workspace.access, Id::parse(view(merged["merge"])).value(), writer); });
  }
  Id person(std::string_view json) { return workspace.create("person", json); }
  /// Everything there is, in words: records of every kind and their links.
  std::string world() {
    std::string all;
    for (const char* entity : {"person", "firm", "memo", "errand"}) {
      for (const bool bin : {false, true}) {
        ListOptions options;
        options.limit = 200;
        options.sort = "id";
        options.bin = bin;
        const JsonDocument page = workspace.list(entity, options);
        for (const JsonValue& item : page["items"].GetArray()) all += workspace.values(entity, Id::parse(view(item["id"])).value()) + "\n";
      }
    }
    for (const char* table : {store::kMatchKey, store::kEdge}) all += fmt::format("{} {}\n", table, workspace.count(table));
    return all;
  }

  TestWorkspace workspace;
};

TEST_F(MergeTest, UnitesValuesAndSaysWhatWins) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  const Id winner = person(R"({"first_name":"Ada","last_name":"Quill","email":["ada@example.org"],"tags":["vip"]})");
  const Id loser = person(fmt::format(R"({{"first_name":"Adele","last_name":"Quill","email":["work@example.org","ADA@example.org"],"firm":"{}","born":"1990-01-01","tags":["Old","VIP"]}})", firm.text()));
  const JsonDocument merged = merge_now(winner, {loser}, {{"first_name", loser}});
  const JsonValue& record = merged["record"];
  EXPECT_EQ(view(record["id"]), winner.text());
  EXPECT_EQ(view(record["first_name"]), "Adele") << "chosen";
  EXPECT_EQ(view(record["firm"]), firm.text()) << "filled";
  EXPECT_EQ(view(record["born"]), "1990-01-01");
  ASSERT_EQ(record["email"].Size(), 2u) << "united";
  EXPECT_EQ(view(record["email"][0]["value"]), "ada@example.org");
  EXPECT_TRUE(record["email"][0]["primary"].GetBool());
  EXPECT_FALSE(record["email"][1]["primary"].GetBool());
  EXPECT_EQ(record["tags"].Size(), 2u);
  std::map<std::string, std::string> taken;
  for (const JsonValue& conflict : merged["conflicts"].GetArray()) taken[std::string(view(conflict["field"]))] = view(conflict["taken"]);
  EXPECT_EQ(taken, (std::map<std::string, std::string>{{"first_name", loser.text()}, {"email", winner.text()}, {"tags", winner.text()}}));
  EXPECT_TRUE(workspace.get("person", loser).HasMember("deleted_at"));
  EXPECT_EQ(to_json_text(workspace.get("person", winner)["email"]), to_json_text(record["email"])) << "what was answered is what stands";
}

TEST_F(MergeTest, AChosenListComesFirst) {
  const Id winner = person(R"({"email":["ada@example.org"]})");
  const Id loser = person(R"({"email":["work@example.org"]})");
  const JsonDocument merged = merge_now(winner, {loser}, {{"email", loser}});
  EXPECT_EQ(view(merged["record"]["email"][0]["value"]), "work@example.org");
  EXPECT_TRUE(merged["record"]["email"][0]["primary"].GetBool());
  EXPECT_EQ(merged["record"]["email"].Size(), 2u);
}

TEST_F(MergeTest, APreviewChangesNothing) {
  const Id winner = person(R"({"first_name":"Ada"})");
  const Id loser = person(R"({"first_name":"Adele","last_name":"Quill"})");
  const std::string before = world();
  const auto leaves = workspace.count(store::kLeaf);
  const JsonDocument preview = workspace.answer([&](JsonWriter& writer) { return write_merge_preview(*workspace.records, workspace.at("person"), {.winner = winner, .losers = {loser}}, writer); });
  EXPECT_EQ(view(preview["record"]["last_name"]), "Quill");
  EXPECT_TRUE(preview["merge"].IsNull());
  EXPECT_EQ(preview["conflicts"].Size(), 1u);
  EXPECT_EQ(world(), before);
  EXPECT_EQ(workspace.count(store::kLeaf), leaves);
}

TEST_F(MergeTest, EveryLinkMovesAndIsAudited) {
  const Id winner = person(R"({"last_name":"Winner"})");
  const Id loser = person(R"({"last_name":"Loser"})");
  const Id other = person(R"({"last_name":"Other loser"})");
  const Id errand = workspace.create("errand", fmt::format(R"({{"title":"Call","person":"{}"}})", loser.text()));
  const Id memo = workspace.create("memo", fmt::format(R"({{"text":"Both","people":["{}","{}"],"about":["{}","{}"]}})", loser.text(), other.text(), loser.text(), winner.text()));
  const Id binned = workspace.create("errand", fmt::format(R"({{"title":"Old","person":"{}"}})", other.text()));
  workspace.remove("errand", binned);
  const Id friend_of = person(fmt::format(R"({{"last_name":"Friend","friends":["{}"]}})", loser.text()));
  merge_now(winner, {loser, other});
  EXPECT_EQ(view(workspace.get("errand", errand)["person"]), winner.text());
  EXPECT_EQ(to_json_text(workspace.get("memo", memo)["people"]), fmt::format(R"(["{}"])", winner.text())) << "once";
  EXPECT_EQ(to_json_text(workspace.get("memo", memo)["about"]), fmt::format(R"(["{}"])", winner.text()));
  EXPECT_EQ(view(workspace.get("errand", binned)["person"]), winner.text()) << "those in the bin too";
  EXPECT_EQ(workspace.get("person", friend_of)["friends"].Size(), 1u);
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", loser), 0);
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", other), 0);
  EXPECT_EQ(workspace.count_of(store::kHistory, "record", errand), 2);
  EXPECT_EQ(workspace.count_of(store::kHistory, "record", memo), 2);
  EXPECT_TRUE(expect_value(workspace.database()->verify_audit()).ok);
}

TEST_F(MergeTest, LinksBetweenTheMergedDoNotLeadToThemselves) {
  const Id winner = person(R"({"last_name":"Winner"})");
  const Id loser = person(fmt::format(R"({{"last_name":"Loser","friends":["{}"]}})", winner.text()));
  workspace.update("person", winner, fmt::format(R"({{"friends":["{}"]}})", loser.text()));
  const std::string before = world();
  const JsonDocument merged = merge_now(winner, {loser});
  EXPECT_EQ(merged["record"]["friends"].Size(), 0u);
  unmerge_now(merged);
  EXPECT_EQ(world(), before);
}

TEST_F(MergeTest, TheHistoryOfLosersIsPartOfTheWinners) {
  const Id winner = person(R"({"last_name":"Winner"})");
  const Id loser = person(R"({"last_name":"Loser"})");
  const Id early = person(R"({"last_name":"Early"})");
  workspace.update("person", early, R"({"last_name":"Earlier"})");
  merge_now(loser, {early});
  merge_now(winner, {loser});
  const JsonDocument history = workspace.answer([&](JsonWriter& writer) { return write_history(*workspace.records, workspace.at("person"), winner, 50, "", writer); });
  std::map<std::string, int> of_record;
  for (const JsonValue& entry : history["items"].GetArray()) ++of_record[entry.HasMember("record") ? std::string(view(entry["record"])) : winner.text()];
  EXPECT_EQ(of_record, (std::map<std::string, int>{{winner.text(), 2}, {loser.text(), 3}, {early.text(), 3}}));
}

TEST_F(MergeTest, WhatIsUniqueMovesWithIt) {
  const Id winner = person(R"({"last_name":"Winner"})");
  const Id loser = person(R"({"last_name":"Loser","badge":"B7","email":"l@example.org"})");
  const JsonDocument merged = merge_now(winner, {loser});
  EXPECT_EQ(view(merged["record"]["badge"]), "B7");
  EXPECT_EQ(workspace.count(store::kMatchKey, store::Condition::equals("key", cell("b7"))), 1);
  unmerge_now(merged);
  EXPECT_EQ(view(workspace.get("person", loser)["badge"]), "B7");
  EXPECT_TRUE(workspace.get("person", winner)["badge"].IsNull());
}

TEST_F(MergeTest, UnmergeRefusesWhatWasChangedSince) {
  const Id winner = person(R"({"last_name":"Winner"})");
  const Id loser = person(R"({"last_name":"Loser","born":"1990-01-01"})");
  const JsonDocument merged = merge_now(winner, {loser});
  workspace.update("person", winner, R"({"born":"1991-01-01"})");
  const std::string before = world();
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const auto refused = unmerge(*workspace.records, workspace.access, Id::parse(view(merged["merge"])).value(), writer);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "changed_since");
  EXPECT_EQ(world(), before);
}

TEST_F(MergeTest, UnmergeLeavesLinksThatWereChangedSinceAndNamesThem) {
  const Id winner = person(R"({"last_name":"Winner"})");
  const Id loser = person(R"({"last_name":"Loser"})");
  const Id moved = workspace.create("errand", fmt::format(R"({{"title":"Moved on","person":"{}"}})", loser.text()));
  const Id kept = workspace.create("errand", fmt::format(R"({{"title":"Kept","person":"{}"}})", loser.text()));
  const JsonDocument merged = merge_now(winner, {loser});
  workspace.update("errand", moved, R"({"person":null})");
  const JsonDocument undone = unmerge_now(merged);
  EXPECT_EQ(view(undone["record"]["id"]), winner.text());
  EXPECT_EQ(to_json_text(undone["restored"]), fmt::format(R"(["{}"])", loser.text()));
  ASSERT_EQ(undone["left"].Size(), 1u);
  EXPECT_EQ(view(undone["left"][0]["display"]), "Moved on");
  EXPECT_EQ(view(workspace.get("errand", kept)["person"]), loser.text());
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  EXPECT_EQ(unmerge(*workspace.records, workspace.access, Id::parse(view(merged["merge"])).value(), writer).error().code, "not_found") << "once";
}

TEST_F(MergeTest, ManyLinksMove) {
  const Id winner = person(R"({"last_name":"Winner"})");
  const Id loser = person(R"({"last_name":"Loser"})");
  constexpr int kLinks = 1'250;
  for (int index = 0; index < kLinks; ++index) workspace.create("errand", fmt::format(R"({{"title":"E{}","person":"{}"}})", index, loser.text()));
  const JsonDocument merged = merge_now(winner, {loser});
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", winner), kLinks);
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", loser), 0);
  unmerge_now(merged);
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", loser), kLinks);
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", winner), 0);
}

TEST_F(MergeTest, LinksMadeAtThatInstantMoveToo) {
  for (int round = 0; round < 5; ++round) {
    const Id winner = person(R"({"last_name":"Winner"})");
    const Id loser = person(R"({"last_name":"Loser"})");
    std::atomic<int> made = 0;
    {
      std::jthread linker([&] {
        for (int index = 0; index < 30; ++index) {
          const auto written = workspace.records->create(workspace.at("errand"), expect_value(parse_json(fmt::format(R"({{"title":"E","person":"{}"}})", loser.text()))));
          if (written) ++made;
        }
      });
      merge_now(winner, {loser});
    }
    EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", loser), 0);
    EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", winner), made);
  }
}

TEST_F(MergeTest, RefusesWhatIsNoMerge) {
  const std::string one = person(R"({"last_name":"One"})").text();
  const std::string two = person(R"({"last_name":"Two"})").text();
  const std::string other = workspace.create("firm", R"({"name":"F"})").text();
  struct Case {
    std::string json;
    const char* code;
  };
  const Case cases[] = {{"[]", "bad_merge"},
                        {"{}", "bad_merge"},
                        {R"({"winner":7})", "bad_merge"},
                        {fmt::format(R"({{"winner":"{}"}})", one), "bad_merge"},
                        {fmt::format(R"({{"winner":"{}","losers":[]}})", one), "bad_merge"},
                        {fmt::format(R"({{"winner":"{}","losers":["x"]}})", one), "bad_merge"},
                        {fmt::format(R"({{"winner":"{}","losers":["{}"]}})", one, one), "bad_merge"},
                        {fmt::format(R"({{"winner":"{}","losers":["{}","{}"]}})", one, two, two), "bad_merge"},
                        {fmt::format(R"({{"winner":"{}","losers":["{}"],"fields":[]}})", one, two), "bad_merge"},
                        {fmt::format(R"({{"winner":"{}","losers":["{}"],"fields":{{"email":"{}"}}}})", one, two, other), "bad_merge"},
                        {fmt::format(R"({{"winner":"{}","losers":["{}"],"fields":{{"nonsense":"{}"}}}})", one, two, two), "unknown_field"}};
  for (const Case& each : cases) {
    const auto read = request(each.json);
    ASSERT_FALSE(read) << each.json;
    EXPECT_EQ(read.error().code, each.code) << each.json;
  }
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const auto merge_with = [&](const Id& winner, const Id& loser) { return merge(*workspace.records, workspace.at("person"), {.winner = winner, .losers = {loser}}, writer).error().code; };
  EXPECT_EQ(merge_with(*Id::parse(one), *Id::parse(other)), "not_found") << "another entity's";
  EXPECT_EQ(merge_with(*Id::parse(one), Id::make()), "not_found");
  workspace.remove("person", *Id::parse(two));
  EXPECT_EQ(merge_with(*Id::parse(one), *Id::parse(two)), "in_bin");
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .everything = {.remove = false}});
  EXPECT_EQ(merge(*workspace.records, workspace.at(clerk, "person"), {.winner = *Id::parse(one), .losers = {*Id::parse(two)}}, writer).error().code, "forbidden");
}

TEST_F(MergeTest, UnmergedIsAsItWas) {
  const Id firms[] = {workspace.create("firm", R"({"name":"One"})"), workspace.create("firm", R"({"name":"Two"})")};
  const char* values[] = {R"("first_name":"Ada")", R"("first_name":"Bea")", R"("last_name":"Quill")", R"("email":["a@example.org"])", R"("email":["b@example.org","a@example.org"])",
                          R"("phone":["+493012345"])", R"("tags":["x","y"])", R"("tags":["Y","z"])", R"("born":"1990-01-01")", R"("remark":"r")"};
  const bool held = rc::check([&] {
    std::vector<Id> people;
    const int count = *rc::gen::inRange(2, 5);
    for (int index = 0; index < count; ++index) {
      std::string fields = fmt::format(R"("firm":"{}")", firms[*rc::gen::inRange(0, 2)].text());
      for (const std::string member : values) {
        const bool taken = fields.find(member.substr(0, member.find(':'))) != fields.npos;
        if (*rc::gen::arbitrary<bool>() && !taken) fields += "," + member;
      }
      people.push_back(person("{" + fields + "}"));
    }
    for (int index = 0; index < 4; ++index) {
      workspace.create("errand", fmt::format(R"({{"title":"E","person":"{}"}})", people[static_cast<std::size_t>(*rc::gen::inRange(0, count))].text()));
      workspace.create("memo", fmt::format(R"({{"text":"M","people":["{}","{}"]}})", people[static_cast<std::size_t>(*rc::gen::inRange(0, count))].text(),
                                           people[static_cast<std::size_t>(*rc::gen::inRange(0, count))].text()));
    }
    const std::string before = world();
    const JsonDocument merged = merge_now(people.front(), {people.begin() + 1, people.end()});
    RC_ASSERT(world() != before);
    const JsonDocument undone = unmerge_now(merged);
    RC_ASSERT(undone["left"].Size() == 0u);
    RC_ASSERT(world() == before);
    for (const char* entity : {"errand", "memo"}) {
      ListOptions all;
      all.limit = 200;
      const JsonDocument page = workspace.list(entity, all);
      for (const JsonValue& item : page["items"].GetArray()) workspace.remove(entity, *Id::parse(view(item["id"])));
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace probity::records
