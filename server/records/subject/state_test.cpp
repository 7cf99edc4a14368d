// What stands against the people of a record stands in the record, whatever is written, merged or cut off meanwhile.
#include "records/subject/state.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "records/batch/bulk.hpp"
#include "records/duplicates/merge.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

using privacy::agreed_to;
using privacy::kHeld;
using privacy::kRestricted;
using privacy::objected_to;
using privacy::SubjectState;

class SubjectStateTest : public testing::Test {
 protected:
  Id person(std::string_view name) { return workspace.create("person", fmt::format(R"({{"last_name":"{}"}})", name)); }
  Id memo(const std::vector<Id>& people) {
    std::vector<std::string> ids;
    for (const Id& id : people) ids.push_back(fmt::format("\"{}\"", id.text()));
    return workspace.create("memo", fmt::format(R"({{"text":"x","people":[{}]}})", fmt::join(ids, ",")));
  }
  void set(const Id& id, SubjectState state) {
    expect_value(set_state(*workspace.records, workspace.at("person"), id, [&](SubjectState) { return state; }));
  }
  SubjectState state(std::string_view entity, const Id& id) {
    SubjectState found = -1;
    const Context context = workspace.at(entity);
    expect_value(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_TRY(reader.one(context.tables->identity, "_id", cell(id), [&](const Row& row) {
        found = row.integer(3);
        return false;
      }));
      return {};
    }));
    return found;
  }
  bool seen(std::string_view entity, const Id& id) { return workspace.records->cells(workspace.at(entity), id).has_value(); }
  std::int64_t marks() { return workspace.count(store::kSetting, store::Condition::compare_with("name", store::Comparison::starts_with, cell("subject."))); }

  TestWorkspace workspace;
};

TEST_F(SubjectStateTest, ARecordHasWhatStandsAgainstAnyOfItsPeople) {
  const Id ada = person("Quill");
  const Id ben = person("Nib");
  const Id before = memo({ada, ben});
  const Id nobodys = workspace.create("memo", R"({"text":"x"})");
  EXPECT_EQ(state("memo", nobodys), privacy::kNobody);
  set(ada, kHeld | agreed_to(3));
  set(ben, agreed_to(3) | agreed_to(4));
  EXPECT_EQ(state("memo", before), kHeld | agreed_to(3));
  EXPECT_EQ(state("memo", memo({ben})), agreed_to(3) | agreed_to(4));
  EXPECT_EQ(state("memo", memo({ada, ben})), kHeld | agreed_to(3)) << "written after";
  const Id joins = memo({ben});
  workspace.update("memo", joins, fmt::format(R"({{"people":["{}","{}"]}})", ada.text(), ben.text()));
  EXPECT_EQ(state("memo", joins), kHeld | agreed_to(3)) << "linked later";
}

TEST_F(SubjectStateTest, WhatConcernsARestrictedPersonIsKeptAndNotSeen) {
  const Id ada = person("Quill");
  const Id about = memo({ada});
  set(ada, kRestricted);
  EXPECT_FALSE(seen("person", ada));
  EXPECT_FALSE(seen("memo", about));
  set(ada, objected_to(2));
  EXPECT_TRUE(seen("memo", about)) << "an objection to another purpose";
  set(ada, objected_to(1));
  EXPECT_FALSE(seen("memo", about));
}

/// The state changes between the plan of a write and its commit.
TEST_F(SubjectStateTest, AWriteMeetsTheStateAsItIsWhenItIsWritten) {
  const Id ada = person("Quill");
  int planned = 0;
  const auto meanwhile = [&] {
    if (planned++ == 0) std::thread([&] { set(ada, kRestricted); }).join();
  };
  const Context memos = workspace.at("memo");
  const auto linked = workspace.records->create_by(memos, {}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    // What is read from here on is how it stood before.
    PROBITY_TRY(find_person(memos, reader, ada));
    PROBITY_TRY(apply_input(memos, expect_value(parse_json(fmt::format(R"({{"text":"x","people":["{}"]}})", ada.text()))), draft));
    meanwhile();
    return {};
  });
  ASSERT_FALSE(linked);
  EXPECT_EQ(linked.error().code, "unknown_link");
  EXPECT_EQ(planned, 2);
  set(ada, 0);
  planned = 0;
  const auto changed = workspace.records->alter(workspace.at("person"), ada, Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
    draft.value(*draft.entity->field("remark")) = cell("seen");
    meanwhile();
    return {};
  });
  EXPECT_FALSE(changed);
  EXPECT_EQ(state("person", ada), kRestricted);
}

TEST_F(SubjectStateTest, ManyRowsFollowAfterAKill) {
  const Id ada = person("Quill");
  const Context memos = workspace.at("memo");
  Bulk bulk(*workspace.records, memos);
  for (int index = 0; index <= kSpreadAtOnce; ++index) {
    bulk.create({}, [&](store::Reader&, Draft& draft) { return apply_input(memos, expect_value(parse_json(fmt::format(R"({{"text":"x","people":["{}"]}})", ada.text()))), draft); });
  }
  std::vector<Id> rows;
  for (const auto& written : bulk.run()) rows.push_back(written.value().id);
  set(ada, kRestricted);
  EXPECT_FALSE(seen("person", ada));
  EXPECT_EQ(state("memo", rows.back()), 0) << "left for later";
  EXPECT_EQ(marks(), 1);
  workspace.reopen();
  expect_value(workspace.subjects->settle("acme"));
  for (const Id& row : rows) EXPECT_EQ(state("memo", row), kRestricted);
  EXPECT_EQ(marks(), 0);
}

TEST_F(SubjectStateTest, AMergeJoinsAndItsUndoParts) {
  const Id winner = person("Quill");
  const Id loser = person("Quill");
  const Id of_winner = memo({winner});
  const Id of_loser = memo({loser});
  set(winner, agreed_to(3));
  set(loser, kHeld | objected_to(3));
  const JsonDocument merged = workspace.answer([&](JsonWriter& writer) {
    return merge(*workspace.records, workspace.at("person"), {.winner = winner, .losers = {loser}, .fields = {}}, writer);
  });
  expect_value(workspace.subjects->settle("acme"));
  EXPECT_EQ(state("person", winner), kHeld | objected_to(3));
  EXPECT_EQ(state("memo", of_winner), kHeld | objected_to(3));
  EXPECT_EQ(state("memo", of_loser), kHeld | objected_to(3));
  workspace.answer([&](JsonWriter& writer) { return unmerge(*workspace.records, workspace.access, *Id::parse(view(merged["merge"])), writer); });
  expect_value(workspace.subjects->settle("acme"));
  EXPECT_EQ(state("person", winner), agreed_to(3));
  EXPECT_EQ(state("person", loser), kHeld | objected_to(3));
  EXPECT_EQ(state("memo", of_winner), agreed_to(3));
  EXPECT_EQ(state("memo", of_loser), kHeld | objected_to(3)) << "it concerned both, and goes on doing so";
}

TEST_F(SubjectStateTest, WhatStandsAgainstOneRecordOfAPersonStandsAgainstAll) {
  const Id winner = person("Quill");
  const Id loser = person("Quill");
  const Id before = memo({loser});
  workspace.answer([&](JsonWriter& writer) { return merge(*workspace.records, workspace.at("person"), {.winner = winner, .losers = {loser}, .fields = {}}, writer); });
  set(winner, kRestricted);
  EXPECT_EQ(state("person", loser), kRestricted);
  EXPECT_EQ(state("memo", before), kRestricted);
  set(loser, objected_to(2));
  EXPECT_EQ(state("person", winner), objected_to(2));
  EXPECT_EQ(state("memo", before), objected_to(2));
}

TEST_F(SubjectStateTest, FactsAreAskedAgain) {
  const Id ada = person("Quill");
  SubjectState said = kRestricted;
  workspace.subjects->add_facts({.bits = kRestricted, .state = [&](const Context&, store::Reader&, const Id&) -> Result<SubjectState> { return said; }});
  set(ada, agreed_to(3));
  expect_value(workspace.subjects->settle("acme"));
  EXPECT_EQ(state("person", ada), kRestricted | agreed_to(3)) << "bits nobody speaks of stay";
  said = 0;
  set(ada, kRestricted | kHeld);
  expect_value(workspace.subjects->settle("acme"));
  EXPECT_EQ(state("person", ada), kHeld);
}

TEST_F(SubjectStateTest, WhatIsHeldIsNotDeletedForGood) {
  const Id ada = person("Quill");
  const Id ben = person("Nib");
  const Id shared = workspace.create("errand", fmt::format(R"({{"title":"x","person":"{}"}})", ben.text()));
  workspace.remove("person", ada);
  workspace.remove("person", ben);
  set(ada, kHeld);
  const auto code = [&](const Id& id) {
    const auto purged = workspace.records->purge(workspace.at("person"), id);
    return purged ? std::string() : purged.error().code;
  };
  EXPECT_EQ(code(ada), "held");
  set(ada, 0);
  EXPECT_EQ(code(ada), "");
  set(ben, kHeld);
  EXPECT_EQ(code(ben), "held");
  EXPECT_EQ(state("errand", shared), kHeld);
}

/// A later version of the policy lets a purpose use more.
class WidenedTest : public SubjectStateTest {
 protected:
  void widen(std::map<std::pair<std::string, std::string>, std::int64_t> widened) {
    auto now = expect_value(workspace.workspaces->find("acme"));
    workspace.workspaces->govern(*now, privacy::PolicyInForce::make({.policy = now->policy()->policy, .version = 2, .widened = std::move(widened)}));
  }
};

TEST_F(WidenedTest, OlderRowsDoNotShowWhatAVersionAdded) {
  const Id old = workspace.create("person", R"({"last_name":"Old","first_name":"Olga","born":"1980-01-01"})");
  workspace.update("person", old, R"({"born":"1981-01-01"})");
  widen({{{"service", "user.demographic.date_of_birth"}, 2}});
  const Id young = workspace.create("person", R"({"last_name":"Young","born":"1980-01-01"})");
  EXPECT_TRUE(workspace.get("person", old)["born"].IsNull());
  EXPECT_EQ(view(workspace.get("person", old)["last_name"]), "Old");
  EXPECT_EQ(view(workspace.get("person", young)["born"]), "1980-01-01");
  const auto listed = [&](std::string filter, std::string sort) {
    ListOptions options;
    options.filter = std::move(filter);
    options.sort = std::move(sort);
    return to_json_text(workspace.list("person", options));
  };
  EXPECT_THAT(listed("", ""), testing::AllOf(testing::HasSubstr("Old"), testing::Not(testing::HasSubstr("1981"))));
  EXPECT_THAT(listed("", "born"), testing::Not(testing::HasSubstr("Old")));
  EXPECT_THAT(listed(R"({"field":"born","op":"lt","value":"2000-01-01"})", ""), testing::AllOf(testing::Not(testing::HasSubstr("Old")), testing::HasSubstr("Young")));
  EXPECT_THAT(listed(R"({"not":{"field":"born","op":"eq","value":"2000-01-01"}})", ""), testing::Not(testing::HasSubstr("Old")));
  const auto patched = workspace.records->update(workspace.at("person"), old, expect_value(parse_json(R"({"born":"1999-01-01"})")));
  EXPECT_FALSE(patched) << "what is not shown is not set";
}

TEST_F(WidenedTest, OlderRowsAreNotFoundNorMatchedByIt) {
  workspace.create("person", R"({"last_name":"Old","email":["old@example.org"]})");
  widen({{{"service", "user.contact.email"}, 2}});
  ListOptions options;
  options.search = "old@example.org";
  options.count = ListOptions::Count::exact;
  const JsonDocument found = workspace.list("person", options);
  EXPECT_EQ(found["items"].Size(), 0u);
  EXPECT_EQ(found["count"].GetInt(), 0);
  const auto second = workspace.records->create(workspace.at("person"), expect_value(parse_json(R"({"last_name":"New","email":["old@example.org"]})")));
  EXPECT_TRUE(second) << "no warning tells of it";
}

TEST_F(WidenedTest, OlderRowsAreNotSeenForANewPurpose) {
  const Id old = person("Old");
  std::map<std::pair<std::string, std::string>, std::int64_t> widened;
  for (const privacy::Category& category : workspace.policy->policy->categories) widened[{"service", category.name}] = 2;
  widen(widened);
  EXPECT_FALSE(seen("person", old));
  EXPECT_TRUE(seen("person", person("Young")));
}

}  // namespace
}  // namespace probity::records
