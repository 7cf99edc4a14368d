#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "base/text.hpp"
#include "records/formats/calendar_reader.hpp"
#include "records/formats/calendar_rules.hpp"
#include "records/formats/calendar_writer.hpp"
#include "records/formats/windows_zones.hpp"

namespace probity::formats {

void showValue(const CalendarEntry& entry, std::ostream& out) {
  std::string text;
  CalendarWriter().append(text, entry);
  out << text;
}

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kHome[] = "Europe/Berlin";

std::vector<CalendarItem> read(std::string_view text, std::size_t piece = 256 * 1024) {
  CalendarReader reader = CalendarReader::open(memory_source(text, piece), kHome).value();
  std::vector<CalendarItem> items;
  for (CalendarItem item; reader.next(item).value();) items.push_back(item);
  return items;
}

CalendarItem read_one(std::string_view lines) {
  const auto items = read(fmt::format("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}\r\nEND:VCALENDAR\r\n", lines), 3);
  EXPECT_EQ(items.size(), 1u);
  return items.at(0);
}

CalendarItem event_of(std::string_view lines) {
  return read_one(fmt::format("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT", lines));
}

std::string start_of(std::string_view lines) {
  const CalendarItem item = event_of(lines);
  if (item.problem) return item.problem->code;
  const CalendarTime& start = item.entry.start.value();
  return start.is_date ? format_day(start.day) : format_timestamp(start.at) + " " + start.time_zone;
}

CalendarTime at(std::string_view text, std::string zone = {}) {
  CalendarTime time;
  time.at = parse_timestamp(text, zone).value();
  time.time_zone = std::move(zone);
  return time;
}

CalendarTime on(std::string_view day) {
  CalendarTime time;
  time.is_date = true;
  time.day = parse_day(day).value();
  return time;
}

TEST(CalendarReader, ReadsAnEvent) {
  const CalendarItem item = event_of(
      "UID:1@example.org\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Plan\\, "
      "review\r\nDESCRIPTION:one\\ntwo\r\nLOCATION:Room 5\r\n"
      "DTSTART;TZID=Europe/Berlin:20260331T100000\r\nDTEND;TZID=Europe/Berlin:20260331T113000\r\n"
      "RRULE:FREQ=WEEKLY;BYDAY=TU\r\nEXDATE;TZID=Europe/Berlin:20260407T100000,20260414T100000\r\n"
      "RECURRENCE-ID:20260421T080000Z\r\nSTATUS:CONFIRMED\r\nURL:https://a.b/"
      "c;d\r\nCATEGORIES:a,b\\,c\r\nPRIORITY:3\r\n"
      "ORGANIZER;CN=\"Boss, The\":mailto:boss@example.org\r\n"
      "ATTENDEE;CN=Anna;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT:MAILTO:anna@example.org\r\n"
      "ATTENDEE;CN=No Mail:invalid:nomail\r\n"
      "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:not the event's\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
      "BEGIN:VALARM\r\nTRIGGER;RELATED=END:PT0S\r\nEND:VALARM\r\n"
      "BEGIN:VALARM\r\nTRIGGER;VALUE=DATE-TIME:20260331T070000Z\r\nEND:VALARM\r\n"
      "X-THING:y\\;z\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA\r\nATTACH:https://a.b/file");
  ASSERT_FALSE(item.problem) << item.problem->message;
  const CalendarEntry& entry = item.entry;
  EXPECT_EQ(entry.uid, "1@example.org");
  EXPECT_EQ(entry.summary, "Plan, review");
  EXPECT_EQ(entry.description, "one\ntwo");
  EXPECT_EQ(entry.start, at("2026-03-31T10:00", kHome));
  EXPECT_EQ(entry.end, at("2026-03-31T11:30", kHome));
  EXPECT_EQ(entry.recurrence, "FREQ=WEEKLY;BYDAY=TU");
  EXPECT_THAT(entry.exceptions, ElementsAre(at("2026-04-07T10:00", kHome), at("2026-04-14T10:00", kHome)));
  EXPECT_EQ(entry.recurrence_id, at("2026-04-21T08:00"));
  EXPECT_EQ(entry.status, "confirmed");
  EXPECT_EQ(entry.url, "https://a.b/c;d");
  EXPECT_THAT(entry.categories, ElementsAre("a", "b,c"));
  EXPECT_EQ(entry.priority, 3);
  EXPECT_EQ(entry.organizer, (CalendarPerson{"boss@example.org", "Boss, The", "", ""}));
  EXPECT_THAT(entry.attendees, ElementsAre(CalendarPerson{"anna@example.org", "Anna", "accepted", "req-participant"},
                                           CalendarPerson{"", "No Mail", "", ""}));
  EXPECT_THAT(entry.reminders, ElementsAre(900, -5400, 3600));
  EXPECT_THAT(entry.others,
              ElementsAre(CalendarProperty{"X-THING", "y;z"}, CalendarProperty{"ATTACH", "https://a.b/file"}));
  EXPECT_EQ(entry.binaries, 1u);
}

TEST(CalendarReader, ReadsATask) {
  const CalendarItem item = read_one(
      "BEGIN:VTODO\r\nUID:2\r\nSUMMARY:Call\r\nDUE;VALUE=DATE:20260401\r\nSTATUS:NEEDS-ACTION\r\nCOMPLETED:"
      "20260401T080000Z\r\n"
      "BEGIN:VALARM\r\nTRIGGER;RELATED=END:-P1D\r\nEND:VALARM\r\nEND:VTODO");
  ASSERT_FALSE(item.problem);
  EXPECT_EQ(item.entry.kind, CalendarKind::task);
  EXPECT_EQ(item.entry.end, on("2026-04-01"));
  EXPECT_EQ(item.entry.completed, at("2026-04-01T08:00"));
  EXPECT_EQ(item.entry.status, "needs-action");
  EXPECT_THAT(item.entry.reminders, ElementsAre(86'400));
}

TEST(CalendarReader, UnderstandsHowFilesNameTheirZones) {
  EXPECT_EQ(start_of("DTSTART:20260701T120000Z"), "2026-07-01T12:00:00Z ");
  EXPECT_EQ(start_of("DTSTART:20260701T120000"), "2026-07-01T10:00:00Z Europe/Berlin");
  EXPECT_EQ(start_of("DTSTART;TZID=America/New_York:20260701T120000"), "2026-07-01T16:00:00Z America/New_York");
  EXPECT_EQ(start_of("DTSTART;TZID=Eastern Standard Time:20260701T120000"), "2026-07-01T16:00:00Z America/New_York");
  EXPECT_EQ(start_of("DTSTART;TZID=/mozilla.org/20050126_1/America/New_York:20260701T120000"),
            "2026-07-01T16:00:00Z America/New_York");
  EXPECT_EQ(start_of("DTSTART;TZID=UTC:20260701T120000"), "2026-07-01T12:00:00Z ");
  EXPECT_EQ(start_of("DTSTART;TZID=Nowhere:20260701T120000"), "2026-07-01T10:00:00Z Europe/Berlin");
  EXPECT_EQ(start_of("DTSTART;VALUE=DATE:20260701"), "2026-07-01");
  EXPECT_EQ(start_of("DTSTART:20260329T023000"), "2026-03-29T01:30:00Z Europe/Berlin");
}

constexpr std::string_view kOwnZone =
    "BEGIN:VTIMEZONE\r\nTZID:My own zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\n"
    "TZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

TEST(CalendarReader, FollowsTheRulesAFileBrings) {
  const CalendarItem item =
      read_one(std::string(kOwnZone) + "BEGIN:VEVENT\r\nDTSTART;TZID=My own zone:20260701T120000\r\nEND:VEVENT");
  EXPECT_EQ(item.entry.start, at("2026-07-01T06:30"));
  const CalendarItem located = read_one(
      "BEGIN:VTIMEZONE\r\nTZID:Custom\r\nX-LIC-LOCATION:Asia/Tokyo\r\nEND:VTIMEZONE\r\n"
      "BEGIN:VEVENT\r\nDTSTART;TZID=Custom:20260701T120000\r\nEND:VEVENT");
  EXPECT_EQ(located.entry.start, at("2026-07-01T12:00", "Asia/Tokyo"));
  const CalendarItem broken = read_one(
      "BEGIN:VTIMEZONE\r\nTZID:Broken\r\nBEGIN:STANDARD\r\nRRULE:FREQ=NEVER\r\nEND:VTIMEZONE\r\n"
      "BEGIN:VEVENT\r\nDTSTART;TZID=Broken:99999999T999999\r\nEND:VEVENT");
  EXPECT_EQ(broken.problem->code, "invalid_time");
}

TEST(CalendarReader, StrangeRulesOfAZoneCostOnlyTheZone) {
  for (const char* rule : {"FREQ=SECONDLY", "FREQ=YEARLY;BYSECOND=1,2,3", "FREQ=NEVER"}) {
    std::string text(kOwnZone);
    text.insert(text.find("END:STANDARD"), fmt::format("RRULE:{}\r\n", rule));
    const CalendarItem item = read_one(text + "BEGIN:VEVENT\r\nDTSTART;TZID=My own zone:20260701T120000\r\nEND:VEVENT");
    EXPECT_EQ(item.entry.start, at("2026-07-01T12:00", kHome)) << rule;
  }
}

TEST(CalendarReader, CalendarsMaySayTheirOwnZone) {
  const CalendarItem item =
      read_one("X-WR-TIMEZONE:Asia/Tokyo\r\nBEGIN:VEVENT\r\nDTSTART:20260701T120000\r\nEND:VEVENT");
  EXPECT_EQ(item.entry.start, at("2026-07-01T12:00", "Asia/Tokyo"));
}

TEST(CalendarReader, DurationsBecomeEnds) {
  EXPECT_EQ(event_of("DTSTART:20260701T120000Z\r\nDURATION:PT1H30M").entry.end, at("2026-07-01T13:30"));
  EXPECT_EQ(event_of("DTSTART;VALUE=DATE:20260701\r\nDURATION:P2D").entry.end, on("2026-07-03"));
  EXPECT_EQ(event_of("DTSTART:20260701T120000Z\r\nDURATION:-PT1H").problem->code, "invalid_time");
}

TEST(CalendarReader, RefusesWhatItCannotUnderstand) {
  for (const char* time :
       {"", "tomorrow", "20260230", "20260701T250000Z", "20260701T12", "2026070", "20260701T120000+0100"}) {
    EXPECT_EQ(start_of(fmt::format("DTSTART:{}", time)), "invalid_time") << time;
  }
  EXPECT_EQ(start_of("SUMMARY:x"), "missing_start");
  EXPECT_EQ(start_of("DTSTART:20260701T120000Z\r\nRRULE:FREQ=SOMETIMES"), "invalid_recurrence");
  EXPECT_EQ(start_of("DTSTART:20260701T120000Z\r\nEXDATE:x"), "invalid_time");
}

TEST(CalendarReader, SkipsWhatIsNoEntry) {
  const auto items = read(
      "BEGIN:VCALENDAR\nBEGIN:VJOURNAL\nSUMMARY:x\nEND:VJOURNAL\nBEGIN:VFREEBUSY\nEND:VFREEBUSY\n"
      "BEGIN:VEVENT\nDTSTART:20260701\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:"
      "VCALENDAR\n");
  EXPECT_EQ(items.size(), 2u);
}

TEST(CalendarReader, DamagedEntriesCostOnlyThemselves) {
  const std::string good = "BEGIN:VEVENT\nDTSTART:20260701\nSUMMARY:good\nEND:VEVENT\n";
  std::string large = "BEGIN:VEVENT\n";
  for (int line = 0; line < 6; ++line) large += "COMMENT:" + std::string(kMaximumContentLine - 10, 'x') + "\n";
  const std::string text = "BEGIN:VCALENDAR\n" + good + "BEGIN:VEVENT\nSUMMARY:torn\n" + good + large + "END:VEVENT\n" +
                           "BEGIN:VEVENT\nDTSTART:20260701\nSUMMARY:" + std::string(kMaximumContentLine, 'x') +
                           "x\nEND:VEVENT\n" + good + "BEGIN:VEVENT\nSUMMARY:cut off";
  std::vector<std::string> outcomes;
  for (const CalendarItem& item : read(text))
    outcomes.push_back(item.problem ? item.problem->code : item.entry.summary);
  EXPECT_THAT(outcomes, ElementsAre("good", "unfinished_entry", "good", "entry_too_large", "property_too_large", "good",
                                    "unfinished_entry"));
}

TEST(CalendarReader, AFileThatIsNoCalendarIsAnError) {
  for (const char* text : {"", "a,b\n1,2\n", "BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VEVENT\nEND:VEVENT\n"}) {
    CalendarReader reader = CalendarReader::open(memory_source(text), kHome).value();
    CalendarItem item;
    EXPECT_EQ(reader.next(item).error().code, "no_calendar") << text;
  }
}

TEST(CalendarReader, RandomLinesNeverBreakIt) {
  EXPECT_TRUE(rc::check("any lines are entries, problems or an error", [] {
    const auto piece = rc::gen::element<std::string>(
        "BEGIN:VEVENT\n", "END:VEVENT\n", "BEGIN:VTODO\n", "END:VTODO\n", "BEGIN:VALARM\n", "END:VALARM\n",
        "DTSTART:", "DUE", ";TZID=Z", ";VALUE=DATE", "20260701T120000", "20260701", "Z\n", "RRULE:", "FREQ=DAILY",
        ";RSCALE=CHINESE", ";COUNT=", "-1", "99999999999", ";BYDAY=5MO,", "\nTRIGGER:", "-PT", "15M\n", "DURATION:P",
        "W\n", "BEGIN:VTIMEZONE\nTZID:Z\n",
        "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:", "+0530\n", "END:STANDARD\n",
        "END:VTIMEZONE\n", "EXDATE:", ",", "\n", " ", "ATTENDEE;CN=\"", ":mailto:", "%41", "\xff", "END:VCALENDAR\n");
    std::string text = "BEGIN:VCALENDAR\nVERSION:2.0\n";
    for (const std::string& each : *rc::gen::container<std::vector<std::string>>(piece)) text += each;
    for (const CalendarItem& item : read(text, 2)) {
      RC_ASSERT(item.end.offset <= text.size());
      std::string written;
      CalendarWriter().append(written, item.entry);
      RC_ASSERT(is_valid_text(written));
    }
  }));
}

TEST(CalendarRules, TellsRulesFromText) {
  for (const char* rule :
       {"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10", "FREQ=YEARLY;UNTIL=20301231T000000Z;INTERVAL=2"}) {
    EXPECT_TRUE(is_recurrence_rule(rule)) << rule;
  }
  for (const char* text : {"", "weekly", "FREQ=", "FREQ=SOMETIMES", "COUNT=5"})
    EXPECT_FALSE(is_recurrence_rule(text)) << text;
}

TEST(CalendarRules, ZonesOfAFileFollowTheSameRulesAsOurs) {
  const ZoneRules zone = ZoneRules::parse(vtimezone_of(kHome)).value();
  for (const char* local :
       {"2026-01-15T12:00:00", "2026-07-15T12:00:00", "2026-03-29T01:59:59", "2026-03-29T02:30:00",
        "2026-03-29T03:00:00", "2026-10-25T01:59:59", "2026-10-25T02:30:00", "2026-10-25T03:00:00"}) {
    std::string basic = local;
    std::erase_if(basic, [](char character) { return character == '-' || character == ':'; });
    EXPECT_EQ(zone.instant(basic), parse_timestamp(local, kHome).value()) << local;
  }
  EXPECT_EQ(zone.instant("tomorrow"), std::nullopt);
  for (const char* text : {"", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "BEGIN:VTIMEZONE\r\nEND:VTIMEZONE\r\n"}) {
    EXPECT_FALSE(ZoneRules::parse(text)) << text;
  }
  EXPECT_EQ(vtimezone_of("Mars/Olympus"), "");
}

TEST(CalendarRules, WindowsZonesAreZonesHere) {
  EXPECT_EQ(iana_zone_of("W. Europe Standard Time"), "Europe/Berlin");
  EXPECT_EQ(iana_zone_of("AUS Central Standard Time"), "Australia/Darwin");
  EXPECT_EQ(iana_zone_of("Yukon Standard Time"), "America/Whitehorse");
  EXPECT_EQ(iana_zone_of(""), "");
  EXPECT_EQ(iana_zone_of("Zzz"), "");
}

std::string written(const std::vector<CalendarEntry>& entries) {
  std::string text;
  CalendarWriter writer;
  writer.begin(text);
  for (const CalendarEntry& entry : entries) writer.append(text, entry);
  writer.end(text);
  return text;
}

TEST(CalendarWriter, WritesWhatRfc5545Requires) {
  CalendarEntry entry;
  entry.uid = "7";
  entry.summary = "Ümläut, \"x\"; y\nz";
  entry.url = "https://a.b/\r\nX-FORGED:1";
  entry.start = at("2026-07-01T12:00", kHome);
  entry.end = at("2026-07-01T13:00", kHome);
  entry.attendees = {{"a@b.c", "Anna \"A\" B: C", "accepted", ""}};
  entry.reminders = {900, -60};
  const std::string text = written({entry, entry});
  EXPECT_TRUE(text.starts_with(
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Probity//Probity//EN\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n"));
  EXPECT_THAT(text, HasSubstr("BEGIN:VEVENT\r\nUID:7\r\nDTSTAMP:2"));
  EXPECT_THAT(text,
              HasSubstr("DTSTART;TZID=Europe/Berlin:20260701T120000\r\nDTEND;TZID=Europe/Berlin:20260701T130000\r\n"));
  EXPECT_THAT(text, HasSubstr("SUMMARY:Ümläut\\, \"x\"\\; y\\nz\r\n"));
  EXPECT_THAT(text, HasSubstr("URL:https://a.b/X-FORGED:1\r\n"));
  EXPECT_THAT(text, HasSubstr("ATTENDEE;CN=\"Anna ^'A^' B: C\";PARTSTAT=ACCEPTED:mailto:a@b.c\r\n"));
  EXPECT_THAT(text, HasSubstr("TRIGGER:-PT15M\r\n"));
  EXPECT_THAT(text, HasSubstr("TRIGGER:PT1M\r\n"));
  EXPECT_TRUE(text.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  EXPECT_EQ(text.find("BEGIN:VTIMEZONE"), text.rfind("BEGIN:VTIMEZONE"));
  for (const std::string_view line : split(text, '\n')) EXPECT_LE(line.size(), 76u);
  EXPECT_EQ(std::ranges::count(text, '\n'), std::ranges::count(text, '\r'));
}

TEST(CalendarWriter, MakesAnIdentifierWhereThereIsNone) {
  CalendarEntry entry;
  entry.start = on("2026-07-01");
  EXPECT_THAT(written({entry}), Not(HasSubstr("UID:\r\n")));
  EXPECT_EQ(read(written({entry})).at(0).entry.uid.size(), 36u);
}

TEST(CalendarWriter, TheSecondOfTwoEqualTimesStaysTheSecond) {
  CalendarEntry entry;
  entry.start = at("2026-10-25T02:30:00+01:00");
  entry.start->time_zone = kHome;
  const CalendarItem item = read(written({entry})).at(0);
  EXPECT_EQ(item.entry.start->at, entry.start->at);
}

rc::Gen<std::string> any_text() {
  const auto piece = rc::gen::element<std::string>("a", "5", " ", ",", ";", ":", "\\", "\"", "^", "\n", "=", "é", "東",
                                                   "💶", "\\n", "END:VEVENT", "long text without any break");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string text;
    for (const std::string& each : pieces) text += each;
    return std::string(trim(text));
  });
}

rc::Gen<std::string> some_text() {
  return rc::gen::map(any_text(), [](std::string text) { return text.empty() ? "x" : text; });
}

CalendarTime any_time() {
  CalendarTime time;
  time.is_date = *rc::gen::arbitrary<bool>();
  if (time.is_date) {
    time.day = *rc::gen::inRange<Day>(-20'000, 40'000);
    return time;
  }
  time.time_zone = *rc::gen::element<std::string>("", "Europe/Berlin", "America/New_York", "Asia/Kathmandu");
  // Days in summer and winter, far from the hours that come twice.
  const Day day = *rc::gen::element<Day>(-10'000, 0, 10'000, 20'100, 20'280, 30'000);
  time.at = day * kDay + *rc::gen::inRange<std::int64_t>(0, 86'400) * kSecond;
  return time;
}

CalendarEntry any_entry() {
  CalendarEntry entry;
  entry.kind = *rc::gen::element(CalendarKind::event, CalendarKind::task);
  entry.uid = *some_text();
  entry.summary = *any_text();
  entry.description = *any_text();
  entry.location = *any_text();
  entry.status = *rc::gen::element<std::string>("", "confirmed", "in-process");
  if (entry.kind == CalendarKind::event || *rc::gen::arbitrary<bool>()) entry.start = any_time();
  if (*rc::gen::arbitrary<bool>()) entry.end = any_time();
  entry.recurrence = *rc::gen::element<std::string>("", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10");
  if (*rc::gen::arbitrary<bool>()) entry.exceptions = {any_time(), any_time()};
  if (*rc::gen::arbitrary<bool>()) entry.organizer = CalendarPerson{"o@example.org", *any_text(), "", "chair"};
  if (*rc::gen::arbitrary<bool>())
    entry.attendees = {{"", *some_text(), "accepted", ""}, {"a,b;c@example.org", "", "", ""}};
  entry.categories = *rc::gen::container<std::vector<std::string>>(some_text());
  entry.priority = *rc::gen::inRange(0, 10);
  if (entry.start || entry.end)
    entry.reminders = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(-100'000, 100'000));
  return entry;
}

TEST(CalendarWriter, WhatIsWrittenReadsBackExactly) {
  EXPECT_TRUE(rc::check("read(write(entries)) == entries", [] {
    const std::vector<CalendarEntry> entries{any_entry(), any_entry()};
    const auto items = read(written(entries), 11);
    RC_ASSERT(items.size() == entries.size());
    for (std::size_t index = 0; index < entries.size(); ++index) {
      RC_ASSERT(!items[index].problem);
      RC_ASSERT(items[index].entry == entries[index]);
    }
  }));
}

}  // namespace
}  // namespace probity::formats
