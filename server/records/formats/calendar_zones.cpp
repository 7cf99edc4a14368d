#include "records/formats/calendar_zones.hpp"

#include "base/text.hpp"
#include "records/formats/windows_zones.hpp"

namespace probity::formats {
namespace {

/// A file names few; evaluating a hostile one takes a second or two.
constexpr int kMaximumZones = 100;

/// "/mozilla.org/20050126_1/Europe/Berlin" ends in the name that counts.
std::string find_iana_name(std::string_view zone_name) {
  for (std::string_view rest = zone_name;;) {
    if (is_time_zone(rest)) return std::string(rest);
    const std::size_t slash = rest.find('/');
    if (slash == rest.npos) break;
    rest.remove_prefix(slash + 1);
  }
  return std::string(iana_zone_of(zone_name));
}

/// "20260131T100000", with or without "Z", as "2026-01-31T10:00:00"; empty for anything else.
std::string with_dashes(std::string_view text) {
  const std::string digits = digits_of(text);
  if (digits.size() != 14 || text.substr(0, 15) != digits.substr(0, 8) + "T" + digits.substr(8)) return {};
  if (text.size() > 15 && text.substr(15) != "Z") return {};
  return fmt::format("{}-{}-{}T{}:{}:{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2), text.substr(9, 2),
                     text.substr(11, 2), text.substr(13));
}

std::optional<CalendarTime> read_date(std::string_view text) {
  const std::string digits = digits_of(text);
  if (digits.size() != 8 || digits != text) return std::nullopt;
  const auto day = parse_day(fmt::format("{}-{}-{}", digits.substr(0, 4), digits.substr(4, 2), digits.substr(6)));
  if (!day) return std::nullopt;
  CalendarTime time;
  time.is_date = true;
  time.day = *day;
  return time;
}

}  // namespace

void CalendarZones::set_default(std::string_view time_zone) {
  if (is_time_zone(time_zone)) default_zone_ = time_zone;
}

void CalendarZones::define(std::string_view name, std::string_view location, const std::string& vtimezone) {
  if (++defined_ > kMaximumZones) return;
  if (is_time_zone(location)) iana_names_.insert_or_assign(std::string(name), std::string(location));
  if (auto rules = ZoneRules::parse(vtimezone)) rules_.insert_or_assign(std::string(name), *std::move(rules));
}

std::optional<CalendarTime> CalendarZones::read(std::string_view text, std::string_view zone_name) {
  if (const auto date = read_date(text)) return date;
  CalendarTime time;
  const bool is_instant = text.ends_with('Z');
  if (!is_instant) time.time_zone = zone_name.empty() ? default_zone_ : iana_name(zone_name);
  if (!is_instant && time.time_zone.empty()) {
    if (const auto rules = rules_.find(zone_name); rules != rules_.end()) {
      const auto at = rules->second.instant(std::string(text));
      if (at) time.at = *at;
      return at ? std::optional(time) : std::nullopt;
    }
    time.time_zone = default_zone_;
  }
  const auto at = parse_timestamp(with_dashes(text), time.time_zone);
  if (!at) return std::nullopt;
  time.at = *at;
  if (time.time_zone == "UTC") time.time_zone.clear();
  return time;
}

const std::string& CalendarZones::iana_name(std::string_view zone_name) {
  auto known = iana_names_.find(zone_name);
  if (known == iana_names_.end()) {
    known = iana_names_.emplace(std::string(zone_name), find_iana_name(zone_name)).first;
  }
  return known->second;
}

Timestamp instant_of(const CalendarTime& time, std::string_view time_zone) {
  if (!time.is_date) return time.at;
  return parse_timestamp(format_day(time.day) + "T00:00", time_zone).value_or(time.day * kDay);
}

}  // namespace probity::formats
