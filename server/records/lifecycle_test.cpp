// How a record goes for good.
#include <thread>

#include "records/change.hpp"
#include "records/duplicates/merge.hpp"
#include "records/test_workspace.hpp"
#include "records/undo/history.hpp"

namespace probity::records {
namespace {

class PurgeTest : public testing::Test {
 protected:
  Result<Written> purge(std::string_view entity, const Id& id) { return workspace.records->purge(workspace.at(entity), id); }
  void purge_from_bin(std::string_view entity, const Id& id) {
    workspace.remove(entity, id);
    expect_value(purge(entity, id));
  }
  /// Values, salts and addresses that a record's history still holds.
  int remembered(const Id& id) {
    int values = 0;
    expect_value(workspace.database()->read([&](store::Reader& reader) {
      static const auto columns = store::Projection::make(store::kHistory, {"changes", "salt", "address"});
      return reader.each({.columns = columns, .where = store::Condition::equals("record", cell(id)), .tie_column = "id", .limit = 1000}, [&](const Row& row) {
        for (int column = 0; column < 2; ++column) values += row.null(column) ? 0 : 1;
        return true;
      });
    }));
    return values;
  }

  TestWorkspace workspace;
};

TEST_F(PurgeTest, OnlyTheBinIsEmptied) {
  const Id person = workspace.create("person", R"({"last_name":"Quill"})");
  EXPECT_EQ(purge("person", person).error().code, "not_in_bin");
  EXPECT_EQ(purge("person", Id::make()).error().code, "not_found");
  workspace.remove("person", person);
  const auto purged = purge("person", person);
  ASSERT_TRUE(purged);
  EXPECT_TRUE(purged->cells.empty());
  EXPECT_EQ(purge("person", person).error().code, "not_found");
}

TEST_F(PurgeTest, LeavesTheFactAndNoValue) {
  const Id person = workspace.create("person", R"({"last_name":"Quill","email":"q@example.org"})");
  workspace.update("person", person, R"({"last_name":"Feather","firm":null})");
  workspace.update("person", person, fmt::format(R"({{"friends":["{}"]}})", workspace.create("person", "{}").text()));
  const std::int64_t leaves = workspace.count(store::kLeaf);
  purge_from_bin("person", person);
  EXPECT_EQ(workspace.count_of("person", "_id", person), 0);
  EXPECT_EQ(workspace.count_of(store::kMatchKey, "record", person), 0);
  EXPECT_EQ(workspace.count_of(store::kEdge, "from_record", person), 0);
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", person), 0);
  EXPECT_EQ(workspace.count_of(store::kConcerns, "person", person), 0);
  EXPECT_EQ(workspace.count_of(store::kHistory, "record", person), 5) << "create, two updates, delete, purge";
  EXPECT_EQ(remembered(person), 0);
  EXPECT_EQ(workspace.count(store::kLeaf), leaves + 2);
  EXPECT_TRUE(expect_value(workspace.database()->verify_audit()).ok);
}

TEST_F(PurgeTest, LinksDoWhatTheirFieldsSay) {
  const Id person = workspace.create("person", R"({"last_name":"Quill"})");
  const Id friend_of = workspace.create("person", fmt::format(R"({{"last_name":"Friend","friends":["{}"]}})", person.text()));
  const Id errand = workspace.create("errand", fmt::format(R"({{"title":"Call Quill","person":"{}"}})", person.text()));
  const Id memo = workspace.create("memo", fmt::format(R"({{"text":"Quill said so","people":["{}"]}})", person.text()));
  const Id shared = workspace.create("memo", fmt::format(R"({{"text":"Both said so","people":["{}","{}"]}})", person.text(), friend_of.text()));
  const Id about = workspace.create("memo", fmt::format(R"({{"text":"Seen","about":["{}"]}})", person.text()));
  workspace.update("memo", memo, R"({"text":"Quill said so again"})");
  purge_from_bin("person", person);
  EXPECT_EQ(workspace.get("person", friend_of)["friends"].Size(), 0u);
  EXPECT_EQ(workspace.count_of("errand", "_id", errand), 0) << "delete";
  EXPECT_EQ(view(workspace.get("memo", memo)["text"]), "[erased]") << "mask";
  EXPECT_EQ(remembered(memo), 0) << "what was masked is not in the history either";
  EXPECT_EQ(view(workspace.get("memo", shared)["text"]), "Both said so") << "it still concerns somebody else";
  EXPECT_EQ(workspace.get("memo", shared)["people"].Size(), 1u);
  EXPECT_EQ(view(workspace.get("memo", about)["text"]), "Seen") << "unlink";
  EXPECT_EQ(workspace.get("memo", about)["about"].Size(), 0u);
  EXPECT_EQ(workspace.count_of(store::kHistory, "record", memo), 3) << "each of them audited";
  EXPECT_EQ(workspace.count_of(store::kLeaf, "record", errand), 3) << "create, delete, purge";
}

TEST_F(PurgeTest, WhatIsNeededStays) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  const Id branch = workspace.create("branch", fmt::format(R"({{"street":"Mill Lane","firm":"{}"}})", firm.text()));
  const Id child = workspace.create("firm", fmt::format(R"({{"name":"Drop","parent":"{}"}})", firm.text()));
  workspace.remove("firm", firm);
  const std::int64_t leaves = workspace.count(store::kLeaf);
  EXPECT_EQ(purge("firm", firm).error().code, "still_needed");
  EXPECT_EQ(workspace.count(store::kLeaf), leaves) << "nothing was touched";
  workspace.remove("branch", branch);
  EXPECT_TRUE(purge("firm", firm));
  EXPECT_TRUE(workspace.get("firm", child)["parent"].IsNull());
}

TEST_F(PurgeTest, TakesWhatWasMergedIntoIt) {
  const Id winner = workspace.create("person", R"({"last_name":"Winner"})");
  const Id loser = workspace.create("person", R"({"last_name":"Loser"})");
  const Id early = workspace.create("person", R"({"last_name":"Early"})");
  const Id back = workspace.create("person", R"({"last_name":"Back"})");
  const auto merge_into = [&](const Id& into, const Id& from) {
    return workspace.answer([&](JsonWriter& writer) { return merge(*workspace.records, workspace.at("person"), {.winner = into, .losers = {from}}, writer); });
  };
  merge_into(loser, early);
  merge_into(winner, loser);
  merge_into(winner, back);
  EXPECT_EQ(view(workspace.get("person", loser)["merged_into"]), winner.text());
  expect_value(workspace.records->restore(workspace.at("person"), back));
  purge_from_bin("person", winner);
  for (const Id& gone : {winner, loser, early}) {
    EXPECT_EQ(workspace.count_of("person", "_id", gone), 0);
    EXPECT_EQ(remembered(gone), 0);
  }
  EXPECT_EQ(view(workspace.get("person", back)["last_name"]), "Back") << "brought back, it is a record of its own";
}

TEST_F(PurgeTest, ManyLinksAreLetGo) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  for (int index = 0; index < 450; ++index) workspace.create("person", fmt::format(R"({{"last_name":"P{}","firm":"{}"}})", index, firm.text()));
  purge_from_bin("firm", firm);
  EXPECT_EQ(workspace.count(store::kEdge), 0);
  EXPECT_EQ(workspace.count("person", store::Condition::is_null("firm")), 450);
}

TEST_F(PurgeTest, CirclesEnd) {
  const Id first = workspace.create("person", R"({"last_name":"One"})");
  const Id second = workspace.create("person", fmt::format(R"({{"last_name":"Two","friends":["{}"]}})", first.text()));
  workspace.update("person", first, fmt::format(R"({{"friends":["{}","{}"]}})", second.text(), first.text()));
  purge_from_bin("person", first);
  EXPECT_EQ(workspace.get("person", second)["friends"].Size(), 0u);
  EXPECT_EQ(workspace.count(store::kEdge), 0);
}

TEST_F(PurgeTest, AWriteThatWasPlannedBeforeDoesNotLinkToWhatIsGone) {
  const Id person = workspace.create("person", R"({"last_name":"Quill"})");
  const Context context = workspace.at("memo");
  const JsonDocument input = expect_value(parse_json(fmt::format(R"({{"text":"t","people":["{}"]}})", person.text())));
  const auto fill = [&](store::Reader&, Draft& draft) { return apply_input(context, input, draft); };
  std::optional<Planned> planned;
  expect_value(workspace.database()->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(planned, plan_creation(context, workspace.hooks, reader, Id::make(), {}, fill));
    return {};
  }));
  workspace.remove("person", person);
  EXPECT_FALSE(expect_value(workspace.database()->write_and_wait(planned->plan)).committed);
  expect_value(workspace.records->restore(workspace.at("person"), person));
  EXPECT_TRUE(expect_value(workspace.database()->write_and_wait(planned->plan)).committed);
}

TEST_F(PurgeTest, LinksMadeMeanwhileDoNotDangle) {
  for (int round = 0; round < 8; ++round) {
    const Id person = workspace.create("person", fmt::format(R"({{"last_name":"Quill {}"}})", round));
    workspace.remove("person", person);
    std::jthread restorer([&] {
      (void)workspace.records->restore(workspace.at("person"), person);
      for (int index = 0; index < 10; ++index) {
        (void)workspace.records->create(workspace.at("memo"), expect_value(parse_json(fmt::format(R"({{"text":"t","people":["{}"]}})", person.text()))));
      }
    });
    for (int index = 0; index < 10; ++index) {
      (void)workspace.records->remove(workspace.at("person"), person);
      (void)purge("person", person);
    }
    restorer.join();
    if (workspace.count_of("person", "_id", person) == 0) {
      EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", person), 0);
    }
  }
}

}  // namespace
}  // namespace probity::records
