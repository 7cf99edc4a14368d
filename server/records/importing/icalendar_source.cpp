#include "base/time.hpp"
#include "records/formats/calendar_reader.hpp"
#include "records/importing/sources.hpp"
#include "records/importing/table_source.hpp"

namespace probity::records::importing {
namespace {

using formats::CalendarEntry;
using formats::CalendarTime;

constexpr std::string_view kColumns[] = {"Kind", "Title", "Start", "End", "Due", "Time zone", "All day", "Repeats", "Left out", "Location", "Web page", "Description",
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

std::vector<std::string> row_of(const CalendarEntry& entry) {
  const bool task = entry.kind == formats::CalendarKind::task;
  std::vector<std::string> attendees;
  for (const auto& person : entry.attendees) attendees.push_back(person_text(person));
  std::vector<std::string> left_out;
  for (const auto& time : entry.exceptions) left_out.push_back(time_text(time));
  std::vector<std::string> others;
  for (const auto& property : entry.others) others.push_back(property.name + ": " + property.value);
  for (const std::int64_t seconds : entry.reminders) others.push_back(fmt::format("Reminder: {} minutes before", seconds / 60));
  if (entry.recurrence_id) others.push_back("Replaces the occurrence of " + time_text(entry.recurrence_id));
  return {task ? "Task" : "Event", entry.summary, time_text(entry.start), task ? "" : time_text(entry.end), task ? time_text(entry.end) : "",
          entry.start && !entry.start->is_date ? entry.start->time_zone : "", entry.start && entry.start->is_date ? "yes" : "", entry.recurrence, joined(left_out, ", "), entry.location,
          entry.url, entry.description, entry.organizer ? person_text(*entry.organizer) : "", joined(attendees, ", "), state_of(entry),
          task && (entry.completed || entry.status == "completed") ? "yes" : "", joined(entry.categories, ", "), entry.uid, joined(others, "\n")};
}

class CalendarSource final : public TableSource {
 public:
  CalendarSource(formats::CalendarReader reader, std::int64_t entries, std::optional<formats::Position> from)
      : TableSource("icalendar", "UTF-8", {std::begin(kColumns), std::end(kColumns)}, entries), reader_(std::move(reader)), from_(from) {}

  Result<bool> next(SourceRow& row) override {
    formats::CalendarItem item;
    do {
      PROBITY_ASSIGN(bool more, reader_.next(item));
      if (!more) return false;
      // Zones stand before the entries that use them, so a file is always read from its beginning.
    } while (from_ && item.start.offset < from_->offset);
    values_ = row_of(item.entry);
    present(row, item.start, item.end, std::move(item.problem));
    return true;
  }

 private:
  formats::CalendarReader reader_;
  std::optional<formats::Position> from_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_icalendar(const std::filesystem::path& file, std::optional<formats::Position> at) {
  PROBITY_ASSIGN(auto reader, formats::CalendarReader::open(formats::file_source(file), "UTC"));
  const std::int64_t entries = count_lines(file, "begin:vevent") + count_lines(file, "begin:vtodo");
  return std::make_unique<CalendarSource>(std::move(reader), entries, at);
}

}  // namespace probity::records::importing
