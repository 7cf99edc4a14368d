#pragma once
// What an event or task of a calendar says, with no thought of how it is kept.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace probity::formats {

/// A day, or an instant and the zone it was meant in.
struct CalendarTime {
  bool is_date = false;
  Day day = 0;            ///< where it is a date
  Timestamp at = 0;       ///< where it is none; whole seconds
  std::string time_zone;  ///< IANA name; empty for UTC
  bool operator==(const CalendarTime&) const = default;
};

struct CalendarPerson {
  std::string email;
  std::string name;
  std::string status;  ///< lower case: "accepted", "declined", "tentative", "needs-action"
  std::string role;    ///< lower case: "chair", "req-participant", "opt-participant"
  bool operator==(const CalendarPerson&) const = default;
};

struct CalendarProperty {
  std::string name;   ///< upper case
  std::string value;  ///< without escapes
  bool operator==(const CalendarProperty&) const = default;
};

enum class CalendarKind { event, task };

struct CalendarEntry {
  CalendarKind kind = CalendarKind::event;
  std::string uid;
  std::string summary;
  std::string description;
  std::string location;
  std::string url;
  std::string status;  ///< lower case: "confirmed", "cancelled", "needs-action", "completed", …
  std::optional<CalendarTime> start;
  std::optional<CalendarTime> end;        ///< of an event: the first moment or day behind it; of a task: when it is due
  std::optional<CalendarTime> completed;  ///< of a task
  std::string recurrence;  ///< rule as in RFC 5545, section 3.3.10: "FREQ=WEEKLY;BYDAY=MO"; empty for none
  std::vector<CalendarTime> exceptions;       ///< occurrences left out
  std::optional<CalendarTime> recurrence_id;  ///< which occurrence this entry replaces
  std::optional<CalendarPerson> organizer;
  std::vector<CalendarPerson> attendees;
  std::vector<std::string> categories;
  int priority = 0;  ///< 1 highest to 9 lowest; 0 for none
  /// Seconds before the start, or before a task without a start is due; negative for afterwards.
  std::vector<std::int64_t> reminders;
  std::vector<CalendarProperty> others;  ///< read only: properties that have no place above
  std::size_t binaries = 0;              ///< read only: attached files, which are not read
  bool operator==(const CalendarEntry&) const = default;
};

}  // namespace probity::formats
