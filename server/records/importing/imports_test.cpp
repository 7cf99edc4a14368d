#include "records/importing/imports.hpp"

#include "records/importing/target.hpp"
#include "records/importing/test_imports.hpp"

namespace probity::records::importing {
namespace {

TEST_F(ImportsTest, proposes_where_columns_go) {
  const struct {
    const char* entity;
    const char* header;
    const char* row;
    std::map<std::string, std::string> targets;
  } cases[] = {
      {"contact", "Vorname;Nachname;E-Mail;Telefon;Firma;PLZ;Ort", "Ada;Lovelace;ada@example.com;030 123456;Engine GmbH;10115;Berlin",
       {{"Vorname", "first_name"}, {"Nachname", "last_name"}, {"E-Mail", "email"}, {"Telefon", "phone"}, {"Firma", "company.name"}, {"PLZ", "address.postal_code"}, {"Ort", "address.city"}}},
      {"contact", "Name,Contact", "Ada Lovelace,ada@example.com", {{"Name", "full_name"}, {"Contact", "email"}}},
      {"contact", "First Name,Last Name,Full Name", "Ada,Lovelace,Ada Lovelace", {{"First Name", "first_name"}, {"Last Name", "last_name"}, {"Full Name", ""}}},
      {"contact", "Surname,Mobile,Work Phone,Shoe size", "Doe,+491701234567,+4930123456,42",
       {{"Surname", "last_name"}, {"Mobile", "phone:mobile"}, {"Work Phone", "phone:work"}, {"Shoe size", ""}}},
      {"contact", "Surname,Address,City,Zip", "Doe,1 Main St,Springfield,12345", {{"Surname", "last_name"}, {"Address", "address.street"}, {"City", "address.city"}, {"Zip", "address.postal_code"}}},
      {"company", "Company,Homepage", "Engine GmbH,https://engine.example", {{"Company", "name"}, {"Homepage", "website"}}},
      {"location", "Office,Person Reference,City", "X1-a,X1,Cullman", {{"Office", "reference"}, {"Person Reference", "contact.reference"}, {"City", "address.city"}}},
      {"contact", "Last Name,Birthday", "Doe,not a date at all", {{"Last Name", "last_name"}, {"Birthday", "birthday"}}},
      {"contact", "Last Name,Birthday party", "Doe,not a date at all", {{"Last Name", "last_name"}, {"Birthday party", ""}}}};
  for (const auto& [entity, header, row, targets] : cases) {
    const Spec spec = prepare(entity, file("rows.csv", fmt::format("{}\n{}\n", header, row)));
    EXPECT_EQ(targets, targets_by_column(spec)) << header;
  }
}

TEST_F(ImportsTest, targets_are_checked) {
  const Context contact = workspace.at("contact");
  for (const char* good : {"last_name", "address.city", "phone:mobile", "company.name", "company.reference", "full_name"}) EXPECT_TRUE(parse_target(contact, good)) << good;
  const std::pair<const char*, const char*> bad[] = {{"nothing", "unknown_field"}, {"address.moon", "unknown_field"}, {"last_name:home", "unknown_field"}, {"photo", "cannot_import"},
                                                     {"company.nothing", "cannot_import"}, {"id", "unknown_field"}, {"_version", "unknown_field"}};
  for (const auto& [target, code] : bad) {
    const auto parsed = parse_target(contact, target);
    ASSERT_FALSE(parsed) << target;
    EXPECT_EQ(code, parsed.error().code) << target;
  }
}

TEST_F(ImportsTest, makes_records_links_and_notes) {
  const Tally tally = import("contact", "First Name,Last Name,Company,Favourite\nAda,Lovelace,Engine,Poetry\nCharles,Babbage,ENGINE,Dinner\nGeorge,Boole,,\n");
  EXPECT_EQ(3, tally.created);
  EXPECT_EQ(0, tally.failed);
  EXPECT_EQ(3, rows("contact"));
  EXPECT_EQ(1, rows("company"));
  EXPECT_EQ(2, rows("note"));
  const auto notes = workspace.list("note", {});
  EXPECT_NE(std::string::npos, to_json_text(notes).find("Favourite: Poetry"));
  EXPECT_EQ("imported", view(notes["items"][0]["kind"]));
}

TEST_F(ImportsTest, a_whole_name_beside_its_parts_is_noted_only_where_it_says_more) {
  import("contact", "First Name,Last Name,Full Name\nAda,Lovelace,Ada Lovelace\nGeorge,Boole,\"Boole, George the elder\"\n");
  const auto notes = workspace.list("note", {});
  ASSERT_EQ(1u, notes["items"].Size());
  EXPECT_EQ("Full Name: Boole, George the elder", view(notes["items"][0]["text"]));
}

TEST_F(ImportsTest, the_header_is_no_row) {
  EXPECT_EQ(2, prepare("contact", file("rows.csv", "First Name,Last Name\nAda,Lovelace\nGeorge,Boole\n")).detected.rows_estimate);
  EXPECT_EQ(0, prepare("contact", file("none.csv", "First Name,Last Name\n")).detected.rows_estimate);
}

TEST_F(ImportsTest, links_are_offered_by_what_people_refer_by) {
  const std::vector<std::string> targets = targets_of(workspace.at("contact"));
  const auto offered = [&](std::string_view target) { return std::find(targets.begin(), targets.end(), target) != targets.end(); };
  for (const char* good : {"company.name", "company.email", "company.reference"}) EXPECT_TRUE(offered(good)) << good;
  for (const char* odd : {"company.tags", "company.industry", "company.owner", "company.address"}) EXPECT_FALSE(offered(odd)) << odd;
}

TEST_F(ImportsTest, leaves_out_what_it_is_told_to) {
  Spec spec = prepare("contact", file("rows.csv", "Last Name,Favourite\nLovelace,Poetry\n"));
  change("contact", spec, R"({"unmapped":"leave_out"})");
  run("contact", spec);
  EXPECT_EQ(1, rows("contact"));
  EXPECT_EQ(0, rows("note"));
}

TEST_F(ImportsTest, colleagues_are_found_by_address_or_name) {
  import("task", "Title,Assignee\nA,Olga Owner\nB,OLGA@example.org\nC,Somebody Else\n");
  const JsonDocument list = workspace.list("task", {.sort = "title"});
  EXPECT_EQ(view(list["items"][0]["assignee"]), workspace.member.text());
  EXPECT_EQ(view(list["items"][1]["assignee"]), workspace.member.text());
  EXPECT_TRUE(list["items"][2]["assignee"].IsNull());
  EXPECT_EQ(rows("note"), 1) << "who is none is noted";
}

TEST_F(ImportsTest, people_are_found_or_made_by_whole_name_address_or_id) {
  const Id ada = workspace.create("contact", R"({"first_name":"Ada","last_name":"Lovelace","email":"ada@example.org"})");
  for (int twin = 0; twin < 2; ++twin) workspace.create("contact", R"({"first_name":"Jo","last_name":"Twin"})");
  const Tally tally = import("task", fmt::format("Title,Contacts\nA,ada lovelace\nB,ada@example.org\nC,{}\nD,Ada Lovelace; Grace Hopper\nE,Grace Hopper\n"
                                                 "F,Jo Twin\nG,nobody@example.org\nH,01a202d9-e83b-7735-aa6d-c981ac18688a\n", ada.text()));
  EXPECT_EQ(tally.created, 5);
  EXPECT_EQ(tally.failed, 3) << "two of one name, an address nobody has, an id that is none";
  EXPECT_EQ(rows("contact"), 4) << "Grace Hopper was made once";
  const JsonDocument list = workspace.list("task", {.sort = "title"});
  ASSERT_EQ(list["items"].Size(), 5u);
  for (int each = 0; each < 3; ++each) EXPECT_EQ(view(list["items"][each]["contacts"][0]), ada.text()) << each;
  EXPECT_EQ(list["items"][3]["contacts"].Size(), 2u);
  EXPECT_EQ(list["items"][3]["contacts"][1], list["items"][4]["contacts"][0]);
}

TEST_F(ImportsTest, a_bad_row_costs_only_itself_and_is_kept_with_its_reason) {
  const Spec spec = prepare("contact", file("rows.csv", "First Name,Last Name,Email,Birthday\nAda,Lovelace,ada@example.com,1815-12-10\nBob,Broken,no address,1900-01-01\nEve,=cmd(),eve@example.com,31.02.1990\n"));
  change("contact", spec, R"({"columns":[{"name":"Email","field":"email"},{"name":"Birthday","field":"birthday"}]})");
  const Tally tally = run("contact", spec);
  EXPECT_EQ(1, tally.created);
  EXPECT_EQ(2, tally.failed);
  EXPECT_EQ(1, rows("contact"));
  const std::string failed = failed_rows("contact", spec);
  EXPECT_TRUE(failed.starts_with("First Name,Last Name,Email,Birthday,Row,Reason\r\nBob,Broken,no address,1900-01-01,3,")) << failed;
  EXPECT_NE(std::string::npos, failed.find("birthday: ")) << failed;
}

TEST_F(ImportsTest, nothing_is_written_by_preparing_and_previewing) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Company\nLovelace,Engine\n"));
  const std::int64_t leaves = workspace.count(store::kLeaf);
  const auto preview = workspace.answer([&](JsonWriter& writer) { return imports->preview(workspace.at("contact"), spec.id, 10, writer); });
  EXPECT_EQ("Lovelace", view(preview["rows"][0]["record"]["last_name"]));
  EXPECT_EQ(leaves, workspace.count(store::kLeaf));
  EXPECT_EQ(0, rows("contact"));
  EXPECT_EQ(0, rows("company"));
}

TEST_F(ImportsTest, a_key_updates_and_a_second_row_of_one_key_meets_the_first) {
  const Id ada = workspace.create("contact", R"({"last_name":"Lovelace","email":"ada@example.com","job_title":"Poet"})");
  const Spec spec = prepare("contact", file("rows.csv", "Email,Job Title,Last Name\nADA@example.com,Countess,\nnew@example.com,Clerk,New\nnew@example.com,Chief,\n,Nameless,NoEmail\n"));
  change("contact", spec, R"({"mode":"upsert","key":"email"})");
  const Tally tally = run("contact", spec);
  EXPECT_EQ(2, tally.created);
  EXPECT_EQ(2, tally.updated);
  EXPECT_EQ(3, rows("contact"));
  const auto record = workspace.get("contact", ada);
  EXPECT_EQ("Countess", view(record["job_title"]));
  EXPECT_EQ("Lovelace", view(record["last_name"]));
  const auto list = workspace.list("contact", {.filter = R"({"field":"email","value":"new@example.com"})"});
  ASSERT_EQ(1U, list["items"].Size());
  EXPECT_EQ("Chief", view(list["items"][0]["job_title"]));
}

TEST_F(ImportsTest, update_alone_creates_nothing) {
  const Spec spec = prepare("contact", file("rows.csv", "Email,Job Title\nnew@example.com,Clerk\n"));
  change("contact", spec, R"({"mode":"update","key":"email"})");
  const Tally tally = run("contact", spec);
  EXPECT_EQ(1, tally.skipped);
  EXPECT_EQ(0, rows("contact"));
}

TEST_F(ImportsTest, a_key_needs_a_column) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name\nLovelace\n"));
  change("contact", spec, R"({"mode":"upsert","key":"email"})");
  const auto started = imports->start(workspace.at("contact"), spec.id);
  ASSERT_FALSE(started);
  EXPECT_EQ("bad_key", started.error().code);
}

TEST_F(ImportsTest, counts_what_looks_like_duplicates_and_imports_it_all_the_same) {
  workspace.create("contact", R"({"last_name":"Lovelace","email":"ada@example.com"})");
  const Tally tally = import("contact", "Last Name,Email\nA,ada@example.com\nB,b@example.com\nC,b@example.com\n");
  EXPECT_EQ(3, tally.created);
  EXPECT_EQ(2, tally.possible_duplicates);
}

TEST_F(ImportsTest, is_undone_as_a_whole) {
  workspace.create("contact", R"({"last_name":"Before"})");
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Company,Favourite\nLovelace,Engine,Poetry\nBabbage,Engine,Dinner\n"));
  run("contact", spec);
  EXPECT_EQ(3, rows("contact"));
  workspace.finish(expect_value(imports->undo(workspace.at("contact"), spec.id)));
  EXPECT_EQ(1, rows("contact"));
  EXPECT_EQ(0, rows("company"));
  EXPECT_EQ(0, rows("note"));
}

TEST_F(ImportsTest, undoing_it_keeps_what_others_use_by_now) {
  const Spec spec = prepare("contact", file("rows.csv", "Last Name,Company\nEdited,Inkwell\nNoted,Quill\nSold,Engine\nFree,Bare\n"));
  run("contact", spec);
  const auto id_of = [&](const char* entity, const char* field, const char* name) {
    const auto list = workspace.list(entity, {.filter = fmt::format(R"({{"field":"{}","value":"{}"}})", field, name)});
    return list["items"].Empty() ? std::string() : std::string(view(list["items"][0]["id"]));
  };
  workspace.update("contact", *Id::parse(id_of("contact", "last_name", "Edited")), R"({"job_title":"Chief"})");
  workspace.create("note", fmt::format(R"({{"text":"Called","contacts":["{}"]}})", id_of("contact", "last_name", "Noted")));
  workspace.create("deal", fmt::format(R"({{"name":"Oven","company":"{}"}})", id_of("company", "name", "Engine")));
  const jobs::Job job = workspace.finish(expect_value(imports->undo(workspace.at("contact"), spec.id)));
  const auto result = expect_value(parse_json(job.result));
  std::map<std::string, std::string> refused;
  for (const JsonValue& item : result["refused"].GetArray()) refused.emplace(view(item["display"]), view(item["code"]));
  const std::map<std::string, std::string> wanted{{"Edited", "changed_since"}, {"Inkwell", "used_since"}, {"Noted", "used_since"}, {"Quill", "used_since"}, {"Engine", "used_since"}};
  EXPECT_EQ(refused, wanted);
  EXPECT_EQ(2, rows("contact"));
  EXPECT_EQ(3, rows("company"));
}

TEST_F(ImportsTest, run_again_from_the_start_writes_nothing_twice) {
  std::string content = "Last Name,Favourite\n";
  for (int row = 0; row < 1200; ++row) content += fmt::format("Person {},{}\n", row, row % 7);
  const Spec spec = prepare("contact", file("rows.csv", content));
  const Tally first = run("contact", spec);
  EXPECT_EQ(1200, first.created);
  // As a job is found that was killed before it could note how far it was.
  const Id again = expect_value(workspace.jobs->enqueue("acme", "import", std::regex_replace(last.payload, std::regex("\"tally\":\\{[^}]*\\}"), "\"tally\":{}"), workspace.member));
  workspace.finish(again);
  EXPECT_EQ(1200, rows("contact"));
  EXPECT_EQ(1200, rows("note"));
}

TEST_F(ImportsTest, refuses_what_is_no_table) {
  const std::pair<std::string, const char*> cases[] = {{std::string("\x00\x01\x02\x03 binary \x00", 13), "binary_file"}, {"", "empty_file"}};
  for (const auto& [content, code] : cases) {
    const auto prepared = imports->prepare(workspace.at("contact"), file("rows.csv", content), "rows.csv", "");
    ASSERT_FALSE(prepared) << code;
    EXPECT_EQ(code, prepared.error().code);
  }
  std::string wide;
  for (int column = 0; column < 10'000; ++column) wide += fmt::format("c{},", column);
  const auto prepared = imports->prepare(workspace.at("contact"), file("rows.csv", wide + "\n1\n"), "rows.csv", "");
  ASSERT_FALSE(prepared);
  EXPECT_EQ("too_many_columns", prepared.error().code);
}

TEST_F(ImportsTest, a_huge_cell_fails_its_row_alone) {
  const Tally tally = import("contact", "Last Name,First Name\nA,Ada\n\"" + std::string(50'000'000, 'x') + "\",Big\nB,Bob\n");
  EXPECT_EQ(2, tally.created);
  EXPECT_EQ(1, tally.failed);
}

TEST_F(ImportsTest, reads_vcards) {
  const auto cards = file("cards.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;Countess;\r\nFN:Ada Lovelace\r\nORG:Engine\r\nTEL;TYPE=cell:+491701234567\r\nEMAIL:ada@example.com\r\nNOTE:Met in London\r\nEND:VCARD\r\n");
  const Tally tally = run("contact", prepare("contact", cards));
  EXPECT_EQ(1, tally.created);
  const auto list = workspace.list("contact", {});
  const auto& record = list["items"][0];
  EXPECT_EQ("Lovelace", view(record["last_name"]));
  EXPECT_EQ("mobile", view(record["phone"][0]["label"]));
  EXPECT_EQ("Met in London", view(record["description"]));
  EXPECT_EQ(1, rows("company"));
}

TEST_F(ImportsTest, reads_calendars) {
  const auto calendar = file("week.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260110T090000Z\r\nDTEND:20260110T100000Z\r\nSUMMARY:Kick-off\r\nRRULE:FREQ=WEEKLY\r\nATTENDEE;CN=Ada:mailto:ada@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  const Tally tally = run("meeting", prepare("meeting", calendar));
  EXPECT_EQ(1, tally.created);
  const auto list = workspace.list("meeting", {});
  EXPECT_EQ("Kick-off", view(list["items"][0]["title"]));
  EXPECT_EQ("2026-01-10T09:00:00Z", view(list["items"][0]["start"]));
  EXPECT_EQ("FREQ=WEEKLY", view(list["items"][0]["rrule"]));
}

class FullDisk : public ImportsTest {
 protected:
  FullDisk() : ImportsTest(3'000'000) {}
};

TEST_F(FullDisk, stops_clearly_with_nothing_half_written) {
  std::string content = "Last Name,Job Title\n";
  for (int row = 0; row < 20'000; ++row) content += fmt::format("Person {},{}\n", row, std::string(150, 'x'));
  const Tally tally = import("contact", content);
  EXPECT_EQ(jobs::State::queued, last.state) << "it is tried again when there is room";
  EXPECT_NE(std::string::npos, last.message.find("no room left")) << last.message;
  EXPECT_LT(tally.created, 20'000);
  const std::int64_t written = rows("contact");
  EXPECT_EQ(written, workspace.count(store::kLeaf, store::Condition::equals("entity", cell("contact"))));
  EXPECT_TRUE(expect_value(workspace.database()->verify_audit()).ok);
}

}  // namespace
}  // namespace probity::records::importing
