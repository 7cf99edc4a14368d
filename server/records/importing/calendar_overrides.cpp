#include "records/importing/calendar_overrides.hpp"

#include <fstream>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/formats/calendar_reader.hpp"

namespace probity::records::importing {
namespace {

using formats::CalendarEntry;
using formats::CalendarTime;

constexpr std::size_t kMostOverrides = 20'000;
/// Longer texts are not kept in memory for every occurrence.
constexpr std::size_t kLongestDescription = 4'000;

bool mentions_overrides(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  for (std::string line; std::getline(stream, line);) {
    if (lower_ascii(std::string_view(line).substr(0, 13)) == "recurrence-id") return true;
  }
  return false;
}

bool is_override(const CalendarEntry& entry) { return entry.recurrence_id && !entry.uid.empty() && entry.kind == formats::CalendarKind::event; }

/// A date is that day where the meeting is.
std::string time_text(const CalendarTime& time) { return time.is_date ? format_day(time.day) + "T00:00" : format_timestamp(time.at); }

void put_member(JsonWriter& writer, std::string_view name, std::string_view value) {
  key(writer, name);
  put(writer, value);
}

void write_override(const CalendarEntry& entry, const CalendarEntry& other, JsonWriter& writer) {
  writer.StartObject();
  put_member(writer, "at", time_text(*other.recurrence_id));
  if (other.status == "cancelled") {
    key(writer, "cancelled");
    writer.Bool(true);
  } else {
    put_member(writer, "start", time_text(*other.start));
    if (other.end) put_member(writer, "end", time_text(*other.end));
    if (other.summary != entry.summary) put_member(writer, "title", first_characters(other.summary, 300));
    if (other.location != entry.location) put_member(writer, "location", first_characters(other.location, 300));
  }
  writer.EndObject();
}

}  // namespace

Result<CalendarOverrides> CalendarOverrides::read(const std::filesystem::path& file) {
  CalendarOverrides overrides;
  if (!mentions_overrides(file)) return overrides;
  PROBITY_ASSIGN(auto reader, formats::CalendarReader::open(formats::file_source(file), "UTC"));
  std::set<std::string> repeated;
  std::size_t kept = 0;
  formats::CalendarItem item;
  for (;;) {
    PROBITY_ASSIGN(const bool more, reader.next(item));
    if (!more) break;
    CalendarEntry& entry = item.entry;
    if (item.problem || entry.uid.empty()) continue;
    if (!entry.recurrence_id && !entry.recurrence.empty() && repeated.size() < kMostOverrides) repeated.insert(entry.uid);
    if (!is_override(entry) || !entry.start || ++kept > kMostOverrides) continue;
    entry.others.clear();
    if (entry.description.size() > kLongestDescription) entry.description = first_characters(entry.description, kLongestDescription / 4);
    overrides.by_uid_[entry.uid].push_back(std::move(entry));
  }
  std::erase_if(overrides.by_uid_, [&](const auto& each) { return !repeated.contains(each.first); });
  return overrides;
}

bool CalendarOverrides::holds(const CalendarEntry& entry) const {
  if (!is_override(entry)) return false;
  return std::ranges::any_of(of(entry), [&](const CalendarEntry& other) { return other.recurrence_id == entry.recurrence_id && other.start == entry.start; });
}

const std::vector<CalendarEntry>& CalendarOverrides::of(const CalendarEntry& entry) const {
  static const std::vector<CalendarEntry> none;
  const auto found = by_uid_.find(entry.uid);
  return found == by_uid_.end() ? none : found->second;
}

std::string exceptions_json(const CalendarEntry& entry, const std::vector<CalendarEntry>& overrides) {
  if (entry.recurrence.empty() || entry.kind != formats::CalendarKind::event || (entry.exceptions.empty() && overrides.empty())) return {};
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const CalendarTime& left_out : entry.exceptions) {
    writer.StartObject();
    put_member(writer, "at", time_text(left_out));
    key(writer, "cancelled");
    writer.Bool(true);
    writer.EndObject();
  }
  for (const CalendarEntry& other : overrides) write_override(entry, other, writer);
  writer.EndArray();
  return std::string(text(buffer));
}

}  // namespace probity::records::importing
