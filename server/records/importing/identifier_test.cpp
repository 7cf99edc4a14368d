// Cards and calendar entries that say which one they are.
#include "records/exporting/exports.hpp"
#include "records/importing/test_imports.hpp"

namespace probity::records::importing {
namespace {

class IdentifierTest : public ImportsTest {};

constexpr const char* kCard = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1\r\nN:Lovelace;Ada;;;\r\nEND:VCARD\r\n";

TEST_F(IdentifierTest, the_same_card_twice_is_one_person) {
  const Spec first = prepare("contact", file("cards.vcf", kCard));
  EXPECT_EQ(Mode::upsert, first.mode);
  EXPECT_EQ("reference", first.key);
  EXPECT_EQ("create", view(preview("contact", first)["rows"][0]["action"]));
  EXPECT_EQ(1, run("contact", first).created);
  const Spec second = prepare("contact", file("cards.vcf", kCard));
  EXPECT_EQ("update", view(preview("contact", second)["rows"][0]["action"]));
  EXPECT_EQ(1, run("contact", second).updated);
  EXPECT_EQ(1, rows("contact"));
}

TEST_F(IdentifierTest, the_same_event_twice_is_one_meeting) {
  const std::string event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTART:20260110T090000Z\r\nSUMMARY:Kick-off\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  run("meeting", prepare("meeting", file("week.ics", event)));
  EXPECT_EQ(1, run("meeting", prepare("meeting", file("week.ics", event))).updated);
  EXPECT_EQ(1, rows("meeting"));
}

TEST_F(IdentifierTest, a_table_is_matched_only_where_that_is_asked_for) {
  EXPECT_EQ(Mode::create, prepare("contact", file("rows.csv", "Last Name,Reference\nA,1\n")).mode);
}

TEST_F(IdentifierTest, a_card_carries_tags_language_and_two_addresses_there_and_back) {
  const Id id = workspace.create("contact", R"({"last_name":"Lovelace","reference":"X-1","language":"de","tags":["red","dark blue"],
    "address":{"street":"Main St 1","city":"Berlin"},"other_address":{"street":"Side St 2","city":"Bonn"}})");
  JsonDocument before = workspace.get("contact", id);
  const auto out = folder.path() / "out.vcf";
  exporting::Exports exports(*workspace.records, *workspace.jobs, folder.path() / "exports");
  expect_value(exports.write_file(workspace.at("contact"), {.format = exporting::Format::vcard}, out));
  workspace.remove("contact", id);
  EXPECT_EQ(1, run("contact", prepare("contact", out)).created);
  const JsonDocument list = workspace.list("contact", {});
  for (const char* same : {"reference", "language", "tags", "address", "other_address"}) EXPECT_EQ(to_json_text(before[same]), to_json_text(list["items"][0][same])) << same;
}

}  // namespace
}  // namespace probity::records::importing
