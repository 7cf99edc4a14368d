#pragma once
// The two parts of RFC 5545 that are hard to get right: rules of recurrence and rules of time zones.
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

struct _icaltimezone;  // libical's name for its time zone

namespace probity::formats {

/// A rule as in RFC 5545, section 3.3.10, e.g. "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10".
bool is_recurrence_rule(std::string_view rule);

/// The VTIMEZONE component for an IANA zone, lines with CRLF, its TZID the zone's name. Empty for an
/// unknown zone.
std::string vtimezone_of(const std::string& time_zone);

/// A rule by which a zone changes its clock once a year. Others are no use in a VTIMEZONE and would make
/// its evaluation endless ("FREQ=SECONDLY").
bool is_zone_rule(std::string_view rule);

/// The rules in a VTIMEZONE component, each of which is a zone rule.
class ZoneRules {
 public:
  /// Nothing for what is no such component.
  static std::optional<ZoneRules> parse(const std::string& vtimezone);
  /// The instant of a local time ("20260131T100000"); see parse_timestamp for times that do not exist or
  /// come twice. Nothing for what is no time.
  std::optional<Timestamp> instant(const std::string& local_time) const;

 private:
  explicit ZoneRules(std::shared_ptr<_icaltimezone> zone) : zone_(std::move(zone)) {}
  std::shared_ptr<_icaltimezone> zone_;
};

}  // namespace probity::formats
