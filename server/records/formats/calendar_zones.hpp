#pragma once
// Which time zone a calendar file means. Files name zones by IANA name, by Windows name, by a path that
// ends in an IANA name, or by a name of their own with the rules written out beside it.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "records/formats/calendar.hpp"
#include "records/formats/calendar_rules.hpp"

namespace probity::formats {

class CalendarZones {
 public:
  /// `default_zone` (IANA) is for times that name none, and for names that mean nothing.
  explicit CalendarZones(std::string default_zone) : default_zone_(std::move(default_zone)) {}

  void set_default(std::string_view time_zone);
  /// A VTIMEZONE component of the file, empty where its rules are no use. It may say which `location` it is
  /// for, as an IANA name.
  void define(std::string_view name, std::string_view location, const std::string& vtimezone);
  /// A date ("20260131"), an instant ("20260131T100000Z") or a local time in the zone of that name.
  std::optional<CalendarTime> read(std::string_view text, std::string_view zone_name);
  const std::string& default_zone() const { return default_zone_; }

 private:
  /// Empty where the name is none that is known.
  const std::string& iana_name(std::string_view zone_name);

  std::string default_zone_;
  int defined_ = 0;
  std::map<std::string, std::string, std::less<>> iana_names_;
  std::map<std::string, ZoneRules, std::less<>> rules_;
};

/// Where a date begins, for one that is no instant.
Timestamp instant_of(const CalendarTime& time, std::string_view time_zone);

}  // namespace probity::formats
