#pragma once
// A meeting as it stands in the calendar: once or again and again, with the occurrences that were moved or
// cancelled. Times are instants; what repeats keeps its time of day in the meeting's own zone.
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "records/records.hpp"

namespace probity::calendar {

/// What became of one occurrence of a repeated meeting.
struct Exception {
  Timestamp at = 0;  ///< when the rule has it begin
  bool cancelled = false;
  Timestamp start = 0;
  Timestamp end = 0;
  std::string title;     ///< empty: that of the meeting
  std::string location;  ///< the same
};

struct Series {
  Id id;
  Timestamp start = 0;
  Timestamp end = 0;      ///< the start where the meeting does not say (RFC 5545, section 3.6.1)
  std::string time_zone;  ///< IANA
  bool all_day = false;
  std::string rrule;      ///< empty: once
  std::vector<Exception> exceptions = {};
};

/// Of a meeting in Entity::columns order; nothing where it has no start. `time_zone` is the workspace's.
std::optional<Series> series_of(const meta::Entity& meeting, const std::vector<Cell>& cells, std::string_view time_zone);

/// [{"at","cancelled":true}] or [{"at","start","end","title","location"}]; times without an offset are those of the
/// zone. "invalid_exceptions".
Result<std::vector<Exception>> read_exceptions(const JsonValue& list, const Series& series);
/// As read_exceptions() takes them, times in UTC.
std::string exceptions_json(const std::vector<Exception>& exceptions);

struct Occurrence {
  Timestamp start = 0;
  Timestamp end = 0;
  Timestamp at = 0;                   ///< when the rule has it begin
  const Exception* moved = nullptr;   ///< of the series, which must outlive this
};

/// Those that overlap [from, to), in order of their start, the first `most` of them; a meeting without length
/// counts at its moment. What the rule cannot make in many thousand steps is left out.
std::vector<Occurrence> occurrences(const Series& series, Timestamp from, Timestamp to, std::size_t most);

/// When the next occurrence starts, strictly after that moment.
std::optional<Timestamp> next_start(const Series& series, Timestamp after);

/// Whether the rule makes a second time at all ("every seventh day that is a Tuesday", from a Monday on, does not).
bool comes_again(const Series& series);

/// When the last occurrence is over; kForever where there is no last one.
Timestamp end_of(const Series& series);
inline constexpr Timestamp kForever = 253'402'300'799 * kSecond;  ///< 9999-12-31T23:59:59Z

/// Whether two meetings cannot both be attended.
bool overlap(Timestamp start, Timestamp end, Timestamp other_start, Timestamp other_end);

}  // namespace probity::calendar
