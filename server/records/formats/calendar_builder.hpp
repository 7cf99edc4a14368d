#pragma once
// Makes the entry of its lines.
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "records/formats/calendar.hpp"
#include "records/formats/calendar_zones.hpp"
#include "records/formats/content_line.hpp"

namespace probity::formats {

struct BuiltEntry {
  CalendarEntry entry;
  std::optional<Error> problem;
};

/// The lines between BEGIN and END of an event or task, those of its alarms among them.
BuiltEntry build_calendar_entry(CalendarKind kind, const std::vector<ContentLine>& lines, CalendarZones& zones);

/// A file inside the calendar, not a link to one.
bool is_attached_file(const ContentLine& line);

}  // namespace probity::formats
