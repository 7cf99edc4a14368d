#pragma once
// iCalendar (RFC 5545; simple vCalendar 1.0 too), an entry at a time, in memory that does not grow with the
// file: events and tasks with their zones, rules, people and alarms. Journals and free/busy times are
// skipped.
//
// An entry that cannot be used carries a problem and reading goes on behind it. One thread at a time.
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "records/formats/byte_source.hpp"
#include "records/formats/calendar.hpp"
#include "records/formats/calendar_zones.hpp"
#include "records/formats/content_line.hpp"

namespace probity::formats {

/// An entry is refused beyond this; attached files do not count.
inline constexpr std::size_t kMaximumEntryBytes = 4 * 1024 * 1024;

struct CalendarItem {
  CalendarEntry entry;
  /// Zones stand before the entries that use them, so a file is always read from its beginning; to go on
  /// after a break, items that start before the place reached are passed over.
  Position start;
  Position end;
  /// Codes: "missing_start" (of an event), "invalid_time", "invalid_recurrence", "unfinished_entry" (its
  /// END is missing), "entry_too_large", "property_too_large" (over kMaximumContentLine).
  std::optional<Error> problem;
};

class CalendarReader {
 public:
  /// `default_zone` (IANA) is for times that name none. Error codes: "binary_file" and those of the source.
  static Result<CalendarReader> open(ByteSource source, std::string default_zone);

  /// False at the end. A file that is no calendar is an error: "no_calendar".
  Result<bool> next(CalendarItem& item);

 private:
  CalendarReader(ContentLineReader lines, std::string default_zone)
      : lines_(std::move(lines)), zones_(std::move(default_zone)) {}
  Result<bool> next_line();
  Result<> read_item(CalendarKind kind, CalendarItem& item);
  Result<> read_zone();
  Result<> skip_component(const std::string& name);

  ContentLineReader lines_;
  CalendarZones zones_;
  std::string text_;                 ///< of the line last read
  std::optional<ContentLine> line_;  ///< nothing where the file's line is none
  bool line_is_unread_ = false;      ///< it belongs to what comes next
  bool is_calendar_ = false;
};

}  // namespace probity::formats
