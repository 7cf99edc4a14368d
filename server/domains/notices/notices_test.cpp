#include "domains/notices/api.hpp"

#include "records/batch/batch.hpp"
#include "records/test_workspace.hpp"
#include "records/undo/undo.hpp"

namespace probity::notices {
namespace {

using records::expect_value;

class NoticesTest : public testing::Test {
 protected:
  NoticesTest() : workspace({.model = records::product_model(), .add_hooks = add_hooks}) {
    workspace.changes.listen([this](const records::Change& change) {
      if (change.entity == "notification") told.push_back(change);
    });
  }

  privacy::Access as(const Id& member) const {
    privacy::Access other = workspace.access;
    other.actor = member;
    return other;
  }
  JsonDocument seen_by(const Id& member) {
    const privacy::Access access = as(member);
    return workspace.answer([&](JsonWriter& writer) { return workspace.records->list(workspace.at(access, "notification"), {}, writer); });
  }
  Id contact(std::string_view owner = "") {
    return workspace.create("contact", owner.empty() ? std::string(R"({"last_name":"Lovelace"})") : fmt::format(R"({{"last_name":"Lovelace","owner":"{}"}})", owner));
  }

  records::TestWorkspace workspace;
  const Id ada = Id::make();
  const Id bob = Id::make();
  std::vector<records::Change> told;
};

TEST_F(NoticesTest, a_mention_tells_who_is_mentioned_and_nobody_else) {
  const Id record = contact();
  const Id comment = workspace.create("comment", fmt::format(R"({{"text":"Look","record":"{}","mentions":["{}","{}"]}})", record.text(), ada.text(), workspace.member.text()));
  const JsonDocument list = seen_by(ada);
  ASSERT_EQ(list["items"].Size(), 1u);
  const JsonValue& notice = list["items"][0];
  EXPECT_EQ(view(notice["text"]), "You were mentioned in a comment on Lovelace");
  EXPECT_EQ(view(notice["record"]), record.text());
  EXPECT_EQ(view(notice["from"]), workspace.member.text());
  EXPECT_EQ(seen_by(bob)["items"].Size(), 0u);
  EXPECT_EQ(seen_by(workspace.member)["items"].Size(), 0u) << "nobody is told of what they did";
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].only_for, ada);

  workspace.update("comment", comment, fmt::format(R"({{"text":"Look again","mentions":["{}","{}"]}})", ada.text(), bob.text()));
  EXPECT_EQ(seen_by(ada)["items"].Size(), 1u) << "mentioned before";
  EXPECT_EQ(seen_by(bob)["items"].Size(), 1u);
}

TEST_F(NoticesTest, a_note_mentions_too) {
  const Id note = workspace.create("note", fmt::format(R"({{"text":"Look","mentions":["{}"]}})", ada.text()));
  EXPECT_EQ(view(seen_by(ada)["items"][0]["record"]), note.text()) << "a record of the same write";
}

TEST_F(NoticesTest, whoever_gets_a_record_is_told) {
  const Id record = contact(ada.text());
  EXPECT_EQ(view(seen_by(ada)["items"][0]["text"]), "Contact was assigned to you: Lovelace");
  EXPECT_EQ(workspace.count(store::kConcerns, store::Condition::equals("person", cell(record))), 1) << "the notification concerns the contact of the same write";
  workspace.update("contact", record, R"({"first_name":"Ada"})");
  EXPECT_EQ(workspace.count("notification"), 1);
  workspace.update("contact", record, fmt::format(R"({{"owner":"{}"}})", bob.text()));
  EXPECT_EQ(seen_by(bob)["items"].Size(), 1u);
  workspace.update("contact", record, fmt::format(R"({{"owner":"{}"}})", workspace.member.text()));
  EXPECT_EQ(workspace.count("notification"), 2) << "took it themselves";
}

TEST_F(NoticesTest, nothing_is_told_of_what_was_not_written) {
  const auto refused = workspace.records->create(workspace.at("contact"), expect_value(parse_json(fmt::format(R"({{"last_name":"L","company":"{}","owner":"{}"}})", Id::make().text(), ada.text()))), {});
  EXPECT_EQ(refused.error().fields.front().code, "unknown_link");
  EXPECT_EQ(workspace.count("notification"), 0);
  EXPECT_TRUE(told.empty());
}

TEST_F(NoticesTest, many_records_at_once_make_one_notification) {
  for (int each = 0; each < 3; ++each) contact();
  const auto wish = expect_value(parse_json(fmt::format(R"({{"operation":"update","filter":{{"field":"last_name","value":"Lovelace"}},"patch":{{"owner":"{}"}}}})", ada.text())));
  const Id job = expect_value(records::start_batch(*workspace.records, *workspace.jobs, workspace.at("contact"), wish));
  EXPECT_EQ(workspace.finish(job).state, jobs::State::done);
  const JsonDocument list = seen_by(ada);
  ASSERT_EQ(list["items"].Size(), 1u);
  EXPECT_EQ(view(list["items"][0]["text"]), "Contacts were assigned to you");
}

TEST_F(NoticesTest, another_members_notification_cannot_be_reached) {
  contact(ada.text());
  const Id notice = *Id::parse(view(seen_by(ada)["items"][0]["id"]));
  const privacy::Access other = as(bob);
  const privacy::Access own = as(ada);
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  EXPECT_EQ(workspace.records->get(workspace.at(other, "notification"), notice, {}, writer).error().code, "not_found");
  const JsonDocument read = expect_value(parse_json(R"({"read_at":"2026-01-01T00:00:00Z"})"));
  EXPECT_EQ(workspace.records->update(workspace.at(other, "notification"), notice, read).error().code, "not_found");
  EXPECT_EQ(workspace.records->remove(workspace.at(other, "notification"), notice).error().code, "not_found");
  expect_value(workspace.records->update(workspace.at(own, "notification"), notice, read));
  const JsonDocument forged = expect_value(parse_json(fmt::format(R"({{"text":"Free money","kind":"message","user":"{}"}})", ada.text())));
  EXPECT_EQ(workspace.records->create(workspace.at(other, "notification"), forged).error().fields.front().code, "read_only_field");
}

TEST_F(NoticesTest, a_private_view_is_its_owners_and_a_shared_one_everybodys) {
  const privacy::Access owner = as(ada);
  const privacy::Access other = as(bob);
  const auto create = [&](std::string_view json) { return expect_value(workspace.records->create(workspace.at(owner, "view"), expect_value(parse_json(json)))).id; };
  const Id shown = create(R"({"name":"All","entity":"contact","visibility":"shared"})");
  const Id hidden = create(R"({"name":"Mine","entity":"contact"})");
  const auto count = [&](const privacy::Access& access) {
    return workspace.answer([&](JsonWriter& writer) { return workspace.records->list(workspace.at(access, "view"), {.count = records::ListOptions::Count::exact}, writer); })["count"].GetInt64();
  };
  EXPECT_EQ(count(owner), 2);
  EXPECT_EQ(count(other), 1);
  EXPECT_TRUE(workspace.records->cells(workspace.at(other, "view"), shown));
  EXPECT_EQ(workspace.records->cells(workspace.at(other, "view"), hidden).error().code, "not_found");
  const JsonDocument note = expect_value(parse_json(fmt::format(R"({{"text":"See","records":["{}"]}})", hidden.text())));
  EXPECT_EQ(workspace.records->create(workspace.at(other, "note"), note).error().fields.front().code, "unknown_link") << "nor linked to";
}

TEST_F(NoticesTest, undoing_an_assignment_takes_back_that_alone) {
  const Id record = contact();
  workspace.update("contact", record, fmt::format(R"({{"owner":"{}"}})", ada.text()));
  expect_value(records::undo_last(*workspace.records, workspace.access));
  EXPECT_TRUE(workspace.get("contact", record)["owner"].IsNull());
  EXPECT_EQ(workspace.count("notification"), 1);
}

}  // namespace
}  // namespace probity::notices
