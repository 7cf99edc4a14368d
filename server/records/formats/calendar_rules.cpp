#include "records/formats/calendar_rules.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"

namespace probity::formats {
namespace {

struct ComponentDeleter {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, ComponentDeleter>;

struct TextDeleter {
  void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Text = std::unique_ptr<char, TextDeleter>;

/// libical would stop the program at the first malformed value.
void start_library() {
  static const bool started = [] {
    icalerror_set_errors_are_fatal(false);
    return true;
  }();
  static_cast<void>(started);
}

int offset_at_local(icaltimetype time, int days_later, icaltimezone* zone) {
  icaltime_adjust(&time, days_later, 0, 0, 0);
  int is_daylight;
  return icaltimezone_get_utc_offset(zone, &time, &is_daylight);
}

int offset_at_instant(time_t at, icaltimezone* zone) {
  icaltimetype time = icaltime_from_timet_with_zone(at, 0, icaltimezone_get_utc_timezone());
  int is_daylight;
  return icaltimezone_get_utc_offset_of_utc_time(zone, &time, &is_daylight);
}

/// The library has its own idea of times that do not exist or come twice; this is RFC 5545, section 3.3.5.
Timestamp instant_in(icaltimezone* zone, const icaltimetype& local) {
  const time_t as_if_utc = icaltime_as_timet(local);
  const int before = offset_at_local(local, -1, zone);
  const int after = offset_at_local(local, 1, zone);
  const bool is_after_only =
      offset_at_instant(as_if_utc - before, zone) != before && offset_at_instant(as_if_utc - after, zone) == after;
  return (as_if_utc - (is_after_only ? after : before)) * kSecond;
}

}  // namespace

bool is_recurrence_rule(std::string_view rule) {
  start_library();
  return icalrecurrencetype_from_string(std::string(rule).c_str()).freq != ICAL_NO_RECURRENCE;
}

bool is_zone_rule(std::string_view rule) {
  constexpr std::string_view kParts[] = {"FREQ",  "UNTIL",      "COUNT",     "BYMONTH",
                                         "BYDAY", "BYMONTHDAY", "BYYEARDAY", "WKST"};
  if (rule.find("FREQ=YEARLY") == rule.npos || !is_recurrence_rule(rule)) return false;
  return std::ranges::all_of(split(rule, ';'), [&](std::string_view part) {
    return std::ranges::find(kParts, part.substr(0, part.find('='))) != std::end(kParts);
  });
}

std::string vtimezone_of(const std::string& time_zone) {
  start_library();
  icaltimezone* zone = icaltimezone_get_builtin_timezone(time_zone.c_str());
  icalcomponent* builtin = zone ? icaltimezone_get_component(zone) : nullptr;
  if (!builtin) return {};
  const Component component(icalcomponent_new_clone(builtin));
  // The library puts a prefix of its own before the name.
  icalproperty* name = icalcomponent_get_first_property(component.get(), ICAL_TZID_PROPERTY);
  if (name) icalproperty_set_tzid(name, time_zone.c_str());
  const Text text(icalcomponent_as_ical_string_r(component.get()));
  return text ? text.get() : std::string{};
}

std::optional<ZoneRules> ZoneRules::parse(const std::string& vtimezone) {
  start_library();
  Component component(icalparser_parse_string(vtimezone.c_str()));
  if (!component || icalcomponent_isa(component.get()) != ICAL_VTIMEZONE_COMPONENT) return std::nullopt;
  const std::shared_ptr<icaltimezone> zone(icaltimezone_new(), [](icaltimezone* made) { icaltimezone_free(made, 1); });
  if (!icaltimezone_set_component(zone.get(), component.get())) return std::nullopt;
  static_cast<void>(component.release());  // belongs to the zone now
  return ZoneRules(zone);
}

std::optional<Timestamp> ZoneRules::instant(const std::string& local_time) const {
  const icaltimetype time = icaltime_from_string(local_time.c_str());
  if (icaltime_is_null_time(time) || !icaltime_is_valid_time(time)) return std::nullopt;
  return instant_in(zone_.get(), time);
}

}  // namespace probity::formats
