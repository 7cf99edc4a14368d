#include "records/formats/calendar_writer.hpp"

#include <string_view>

#include "base/id.hpp"
#include "base/text.hpp"
#include "records/formats/calendar_rules.hpp"
#include "records/formats/calendar_zones.hpp"
#include "records/formats/content_line.hpp"

namespace probity::formats {
namespace {

/// "2026-01-31T10:00:00" -> "20260131T100000".
std::string basic_form(std::string text) {
  std::erase_if(text, [](char character) { return character == '-' || character == ':'; });
  return text;
}

std::string in_utc(Timestamp at) { return basic_form(format_local(at, "UTC")) + "Z"; }

/// Whether the wall clock of its zone tells the instant.
bool is_local(const CalendarTime& time) {
  if (time.is_date || time.time_zone.empty() || time.time_zone == "UTC" || !is_time_zone(time.time_zone)) return false;
  const Timestamp whole = time.at - time.at % kSecond;
  return parse_timestamp(format_local(time.at, time.time_zone), time.time_zone).value_or(whole + 1) == whole;
}

class EntryWriter {
 public:
  explicit EntryWriter(std::string& out) : out_(out) {}

  void line(std::string_view name, std::string_view value) {
    if (!value.empty()) append_folded(out_, fmt::format("{}:{}", name, value));
  }
  void text(std::string_view name, std::string_view plain) { line(name, escape_text(plain)); }
  void time(std::string_view name, const std::optional<CalendarTime>& time) {
    if (!time) return;
    if (time->is_date) {
      line(fmt::format("{};VALUE=DATE", name), basic_form(format_day(time->day)));
    } else if (is_local(*time)) {
      line(fmt::format("{};TZID={}", name, parameter_value(time->time_zone)),
           basic_form(format_local(time->at, time->time_zone)));
    } else {
      line(name, in_utc(time->at));
    }
  }
  void person(std::string name, const CalendarPerson& person) {
    if (!person.name.empty()) name += ";CN=" + parameter_value(person.name);
    if (!person.status.empty()) name += ";PARTSTAT=" + parameter_value(upper_ascii(person.status));
    if (!person.role.empty()) name += ";ROLE=" + parameter_value(upper_ascii(person.role));
    line(name, person.email.empty() ? "invalid:nomail" : "mailto:" + escape_uri(person.email));
  }
  void reminder(std::int64_t seconds_before, bool is_from_end, std::string_view summary) {
    line("BEGIN", "VALARM");
    line("ACTION", "DISPLAY");
    line(is_from_end ? "TRIGGER;RELATED=END" : "TRIGGER", format_duration_seconds(-seconds_before));
    text("DESCRIPTION", summary.empty() ? "Reminder" : summary);
    line("END", "VALARM");
  }
  void categories(const std::vector<std::string>& categories) {
    std::string joined;
    for (const std::string& category : categories) joined += (joined.empty() ? "" : ",") + escape_text(category);
    line("CATEGORIES", joined);
  }

 private:
  std::string& out_;
};

void write_times(EntryWriter& writer, const CalendarEntry& entry) {
  writer.time("DTSTART", entry.start);
  writer.time(entry.kind == CalendarKind::event ? "DTEND" : "DUE", entry.end);
  if (entry.completed) writer.line("COMPLETED", in_utc(instant_of(*entry.completed, "UTC")));
  writer.time("RECURRENCE-ID", entry.recurrence_id);
  writer.line("RRULE", escape_uri(entry.recurrence));
  for (const CalendarTime& exception : entry.exceptions) writer.time("EXDATE", exception);
}

void write_people(EntryWriter& writer, const CalendarEntry& entry) {
  if (entry.organizer) writer.person("ORGANIZER", *entry.organizer);
  for (const CalendarPerson& attendee : entry.attendees) writer.person("ATTENDEE", attendee);
}

}  // namespace

void CalendarWriter::begin(std::string& out) {
  EntryWriter writer(out);
  writer.line("BEGIN", "VCALENDAR");
  writer.line("VERSION", "2.0");
  writer.line("PRODID", "-//Probity//Probity//EN");
}

void CalendarWriter::append(std::string& out, const CalendarEntry& entry) {
  for (const auto* time : {&entry.start, &entry.end, &entry.recurrence_id}) {
    if (*time) append_zone(out, **time);
  }
  for (const CalendarTime& exception : entry.exceptions) append_zone(out, exception);

  EntryWriter writer(out);
  const std::string_view component = entry.kind == CalendarKind::event ? "VEVENT" : "VTODO";
  writer.line("BEGIN", component);
  writer.text("UID", entry.uid.empty() ? Id::make().text() : entry.uid);
  writer.line("DTSTAMP", in_utc(now()));
  write_times(writer, entry);
  writer.text("SUMMARY", entry.summary);
  writer.text("DESCRIPTION", entry.description);
  writer.text("LOCATION", entry.location);
  writer.line("URL", escape_uri(entry.url));
  writer.text("STATUS", upper_ascii(entry.status));
  write_people(writer, entry);
  writer.categories(entry.categories);
  if (entry.priority > 0) writer.line("PRIORITY", std::to_string(entry.priority));
  const bool is_from_end = !entry.start;
  for (const std::int64_t seconds : entry.reminders) writer.reminder(seconds, is_from_end, entry.summary);
  writer.line("END", component);
}

void CalendarWriter::end(std::string& out) { EntryWriter(out).line("END", "VCALENDAR"); }

void CalendarWriter::append_zone(std::string& out, const CalendarTime& time) {
  if (is_local(time) && written_zones_.insert(time.time_zone).second) out += vtimezone_of(time.time_zone);
}

}  // namespace probity::formats
