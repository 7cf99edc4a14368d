#pragma once
#include <set>
#include <string>

#include "records/formats/calendar.hpp"

namespace probity::formats {

/// Writes an iCalendar file (RFC 5545) piece by piece: begin, any number of entries, end. Each appends to
/// `out`, which the caller empties as often as it likes. The rules of a time zone are written before the
/// first entry that uses it. What is written reads back with CalendarReader, but for whole seconds, `others`
/// and `binaries`, and for a local time that comes twice in autumn: its second occurrence is written in UTC.
class CalendarWriter {
 public:
  void begin(std::string& out);
  /// An entry without a UID gets a new one. An event must have a start.
  void append(std::string& out, const CalendarEntry& entry);
  void end(std::string& out);

 private:
  void append_zone(std::string& out, const CalendarTime& time);

  std::set<std::string> written_zones_;
};

}  // namespace probity::formats
