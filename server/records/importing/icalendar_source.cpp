#include "base/time.hpp"
#include "records/formats/calendar_reader.hpp"
#include "records/formats/calendar_zones.hpp"
#include "records/importing/calendar_overrides.hpp"
#include "records/importing/sources.hpp"
#include "records/importing/table_source.hpp"

namespace probity::records::importing {
namespace {

using formats::CalendarEntry;
using formats::CalendarTime;

constexpr std::string_view kColumns[] = {"Title", "Start", "End", "Due", "Time zone", "All day", "Repeats", "Exceptions", "Reminders", "Reminder", "Location", "Web page", "Description",
                                         "Organiser", "Attendees", "State", "Done", "Tags", "UID", "Also said"};

std::string time_text(const std::optional<CalendarTime>& time) {
  if (!time) return {};
  return time->is_date ? format_day(time->day) + "T00:00" : format_timestamp(time->at);
}

std::string person_text(const formats::CalendarPerson& person) {
  if (person.name.empty() || person.name == person.email) return person.email;
  return person.email.empty() ? person.name : fmt::format("{} <{}>", person.name, person.email);
}

std::string state_of(const CalendarEntry& entry) { return entry.status == "cancelled" ? "Cancelled" : ""; }

/// The choices of meeting.reminders.
constexpr std::int64_t kMinutes[] = {0, 5, 10, 15, 30, 60, 1440, 10080};

bool is_choice(std::int64_t seconds) { return seconds % 60 == 0 && std::ranges::find(kMinutes, seconds / 60) != std::end(kMinutes); }

/// What has no column of its own.
std::string also_said(const CalendarEntry& entry, const std::vector<CalendarEntry>& overrides) {
  const bool task = entry.kind == formats::CalendarKind::task;
  std::vector<std::string> others;
  for (const auto& property : entry.others) others.push_back(property.name + ": " + property.value);
  for (std::size_t index = 0; index < entry.reminders.size(); ++index) {
    const bool placed = task ? index == 0 && (entry.start || entry.end) : is_choice(entry.reminders[index]);
    if (!placed) others.push_back(fmt::format("Reminder: {} minutes before", entry.reminders[index] / 60));
  }
  if (entry.recurrence_id) others.push_back("Replaces the occurrence of " + time_text(entry.recurrence_id));
  if (entry.recurrence.empty() || task) {
    for (const CalendarTime& time : entry.exceptions) others.push_back("Left out: " + time_text(time));
  }
  for (const CalendarEntry& other : overrides) {
    if (!other.description.empty() && other.description != entry.description) others.push_back(fmt::format("On {}: {}", time_text(other.recurrence_id), other.description));
  }
  return joined(others, "\n");
}

std::string people_text(const std::vector<formats::CalendarPerson>& people) {
  std::vector<std::string> texts;
  for (const auto& person : people) texts.push_back(person_text(person));
  return joined(texts, "\n");
}

std::string reminders_text(const CalendarEntry& entry) {
  std::vector<std::string> minutes;
  for (const std::int64_t seconds : entry.reminders) {
    if (is_choice(seconds)) minutes.push_back(std::to_string(seconds / 60));
  }
  return joined(minutes, ", ");
}

/// A task is reminded of at one moment.
std::string reminder_text(const CalendarEntry& entry) {
  const auto& base = entry.start ? entry.start : entry.end;
  if (entry.reminders.empty() || !base) return {};
  return format_timestamp(formats::instant_of(*base, "UTC") - entry.reminders.front() * kSecond);
}

/// One occurrence of a series that is elsewhere is not that series.
std::string identifier_of(const CalendarEntry& entry) {
  return entry.recurrence_id && !entry.uid.empty() ? fmt::format("{};{}", entry.uid, time_text(entry.recurrence_id)) : entry.uid;
}

std::vector<std::string> row_of(const CalendarEntry& entry, const std::vector<CalendarEntry>& overrides) {
  const bool task = entry.kind == formats::CalendarKind::task;
  const bool day = entry.start && entry.start->is_date;
  return {entry.summary,
          time_text(entry.start),
          task ? "" : time_text(entry.end),
          task ? time_text(entry.end) : "",
          entry.start && !day ? entry.start->time_zone : "",
          day ? "yes" : "",
          entry.recurrence,
          exceptions_json(entry, overrides),
          task ? "" : reminders_text(entry),
          task ? reminder_text(entry) : "",
          entry.location,
          entry.url,
          entry.description,
          entry.organizer ? person_text(*entry.organizer) : "",
          people_text(entry.attendees),
          state_of(entry),
          task && (entry.completed || entry.status == "completed") ? "yes" : "",
          joined(entry.categories, ", "),
          identifier_of(entry),
          also_said(entry, overrides)};
}

class CalendarSource final : public TableSource {
 public:
  CalendarSource(formats::CalendarReader reader, CalendarOverrides overrides, std::int64_t entries, std::optional<formats::Position> from)
      : TableSource("icalendar", "UTF-8", {std::begin(kColumns), std::end(kColumns)}, entries), reader_(std::move(reader)), overrides_(std::move(overrides)), from_(from) {}

  Result<bool> next(SourceRow& row) override {
    formats::CalendarItem item;
    do {
      PROBITY_ASSIGN(bool more, reader_.next(item));
      if (!more) return false;
      // Zones stand before the entries that use them, so a file is always read from its beginning.
    } while ((from_ && item.start.offset < from_->offset) || (!item.problem && overrides_.holds(item.entry)));
    values_ = row_of(item.entry, overrides_.of(item.entry));
    present(row, item.start, item.end, std::move(item.problem));
    return true;
  }

 private:
  formats::CalendarReader reader_;
  CalendarOverrides overrides_;
  std::optional<formats::Position> from_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_icalendar(const std::filesystem::path& file, std::optional<formats::Position> at) {
  PROBITY_ASSIGN(auto reader, formats::CalendarReader::open(formats::file_source(file), "UTC"));
  PROBITY_ASSIGN(auto overrides, CalendarOverrides::read(file));
  const std::int64_t entries = count_lines(file, "begin:vevent") + count_lines(file, "begin:vtodo");
  return std::make_unique<CalendarSource>(std::move(reader), std::move(overrides), entries, at);
}

}  // namespace probity::records::importing
