// Calendars in and out: people by address, occurrences that were moved or left out, alarms.
#include "records/exporting/exports.hpp"
#include "records/importing/imports.hpp"
#include "records/test_workspace.hpp"

namespace probity::records::importing {
namespace {

constexpr const char* kCalendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    "BEGIN:VEVENT\r\nUID:weekly@x\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260330T100000\r\nDTSTART;TZID=Europe/Berlin:20260331T140000\r\nDTEND;TZID=Europe/Berlin:20260331T150000\r\nSUMMARY:Moved\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:weekly@x\r\nDTSTART;TZID=Europe/Berlin:20260316T100000\r\nDTEND;TZID=Europe/Berlin:20260316T110000\r\nRRULE:FREQ=WEEKLY;COUNT=5\r\n"
    "EXDATE;TZID=Europe/Berlin:20260323T100000\r\nSUMMARY:Weekly\r\nORGANIZER;CN=Olga Owner:mailto:OLGA@example.org\r\nATTENDEE;CN=Bob:mailto:bob@example.org\r\n"
    "ATTENDEE;CN=Ada Lovelace:mailto:ada@example.org\r\nATTENDEE;CN=Twin:mailto:twin@example.org\r\nATTENDEE;CN=Stranger:mailto:stranger@example.org\r\n"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT47M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:alone@x\r\nRECURRENCE-ID:20260105T100000Z\r\nDTSTART:20260106T100000Z\r\nSUMMARY:Of a series elsewhere\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

class CalendarImportTest : public testing::Test {
 protected:
  CalendarImportTest() : workspace({.model = product_model()}) {
    imports = std::make_unique<Imports>(*workspace.records, *workspace.jobs, folder.path() / "imports");
    imports->handle_jobs([this](std::string_view, const Id&, std::string_view) -> Result<privacy::Access> { return workspace.access; });
    workspace.colleagues.push_back({bob, "Bob", "bob@example.org"});
    ada = workspace.create("contact", R"({"last_name":"Lovelace","first_name":"Ada","email":"ada@example.org"})");
    for (int each = 0; each < 2; ++each) workspace.create("contact", R"({"last_name":"Twin","email":"twin@example.org"})");
  }

  Tally import(std::string_view entity, std::string_view content) {
    const auto path = folder.path() / fmt::format("{}.ics", ++files);
    std::ofstream(path, std::ios::binary) << content;
    const Spec spec = expect_value(imports->prepare(workspace.at(entity), path, "calendar.ics", ""));
    const Spec started = expect_value(imports->start(workspace.at(entity), spec.id));
    workspace.finish(*started.job);
    return expect_value(imports->tally(workspace.at(entity), started));
  }
  JsonDocument titled(std::string_view entity, std::string_view title) {
    return workspace.list(entity, {.filter = fmt::format(R"({{"field":"title","value":"{}"}})", title)});
  }
  std::string notes() {
    std::string text;
    for (const JsonValue& note : workspace.list("note")["items"].GetArray()) text += std::string(view(note["text"])) + "\n";
    return text;
  }
  std::string exported(std::string_view entity) {
    const auto path = folder.path() / "out.ics";
    exporting::Exports exports(*workspace.records, *workspace.jobs, folder.path() / "exports");
    expect_value(exports.write_file(workspace.at(entity), {.format = exporting::Format::icalendar}, path));
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    for (std::size_t fold; (fold = text.find("\r\n ")) != text.npos;) text.erase(fold, 3);
    return text;
  }

  TestFolder folder;
  TestWorkspace workspace;
  std::unique_ptr<Imports> imports;
  const Id bob = Id::make();
  Id ada;
  int files = 0;
};

TEST_F(CalendarImportTest, people_are_found_by_their_address_where_there_is_one_alone) {
  EXPECT_EQ(import("meeting", kCalendar).created, 2);
  const JsonDocument list = titled("meeting", "Weekly");
  const JsonValue& meeting = list["items"][0];
  EXPECT_EQ(view(meeting["owner"]), workspace.member.text());
  ASSERT_EQ(meeting["attendee_users"].Size(), 1u);
  EXPECT_EQ(view(meeting["attendee_users"][0]), bob.text());
  ASSERT_EQ(meeting["attendees"].Size(), 1u);
  EXPECT_EQ(view(meeting["attendees"][0]), ada.text());
  EXPECT_NE(notes().find("Attendees: Twin <twin@example.org>, Stranger <stranger@example.org>"), std::string::npos) << notes();
}

TEST_F(CalendarImportTest, occurrences_and_alarms_come_along) {
  import("meeting", kCalendar);
  const JsonDocument list = titled("meeting", "Weekly");
  const JsonValue& meeting = list["items"][0];
  EXPECT_EQ(view(meeting["time_zone"]), "Europe/Berlin");
  EXPECT_EQ(view(meeting["rrule"]), "FREQ=WEEKLY;COUNT=5");
  EXPECT_EQ(to_json_text(meeting["exceptions"]), R"([{"at":"2026-03-23T09:00:00Z","cancelled":true},{"at":"2026-03-30T08:00:00Z","start":"2026-03-31T12:00:00Z","end":"2026-03-31T13:00:00Z","title":"Moved"}])");
  EXPECT_EQ(to_json_text(meeting["reminders"]), R"(["15"])");
  EXPECT_NE(notes().find("Reminder: 47 minutes before"), std::string::npos);
  EXPECT_EQ(titled("meeting", "Of a series elsewhere")["items"].Size(), 1u) << "there is nothing it could belong to";
}

TEST_F(CalendarImportTest, what_goes_out_comes_back_the_same) {
  import("meeting", kCalendar);
  const std::string file = exported("meeting");
  for (const char* line : {"ORGANIZER;CN=Olga Owner:mailto:olga@example.org", "ATTENDEE;CN=Bob:mailto:bob@example.org", "ATTENDEE;CN=Ada Lovelace:mailto:ada@example.org",
                           "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=Europe/Berlin:20260323T100000", "RECURRENCE-ID;TZID=Europe/Berlin:20260330T100000", "TRIGGER:-PT15M"}) {
    EXPECT_NE(file.find(line), std::string::npos) << line << "\n" << file;
  }
  const auto told = [&] {
    JsonDocument list = titled("meeting", "Weekly");
    JsonValue& meeting = list["items"][0];
    for (const char* own : {"id", "version", "created_at", "updated_at"}) meeting.RemoveMember(own);
    return to_json_text(meeting);
  };
  const std::string before = told();
  workspace.remove("meeting", *Id::parse(view(titled("meeting", "Weekly")["items"][0]["id"])));
  import("meeting", file);
  EXPECT_EQ(told(), before);
}

TEST_F(CalendarImportTest, a_task_keeps_its_reminder) {
  workspace.create("task", R"({"title":"Report","due":"2026-03-23T09:00:00Z","reminder":"2026-03-23T08:30:00Z","recurrence":"FREQ=WEEKLY"})");
  const std::string file = exported("task");
  import("task", file);
  const JsonDocument both = titled("task", "Report");
  ASSERT_EQ(both["items"].Size(), 2u);
  EXPECT_EQ(view(both["items"][0]["reminder"]), "2026-03-23T08:30:00Z") << file;
  EXPECT_EQ(view(both["items"][0]["recurrence"]), "FREQ=WEEKLY");
}

}  // namespace
}  // namespace probity::records::importing
