#include "rights/requests/working_days.hpp"

#include <charconv>

#include "base/text.hpp"

namespace probity::requests {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::string_view kEaster = "easter";
constexpr std::string_view kWeekdays[] = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

sys_days date_of(Day day) { return sys_days(days(day)); }
Day day_of_date(sys_days date) { return static_cast<Day>(date.time_since_epoch().count()); }

bool is_weekend(Day day) {
  const std::chrono::weekday weekday(date_of(day));
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

std::optional<int> number_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::unexpected<Error> bad_holiday(std::string_view text) {
  return invalid("bad_holiday", fmt::format("\"{}\" is no holiday. Write \"12-25\", \"easter+1\", \"5/monday/1\", \"5/monday/last\", \"2026-05-04\", or \"12-25/next\" and \"12-25/nearest\" for one that is moved from a weekend.", text));
}

}  // namespace

// The algorithm of Meeus, Jones and Butcher.
Day easter_of(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
  return day_of_date(sys_days(std::chrono::year(year) / month / day));
}

Result<WorkingDays> WorkingDays::with(const std::vector<std::string>& holidays) {
  WorkingDays working;
  for (const std::string& holiday : holidays) {
    const std::string_view text = holiday;
    const auto parts = split(text, '/');
    if (const auto day = parse_day(text)) {
      working.days_.insert(*day);
    } else if (text.starts_with(kEaster)) {
      const auto offset = text == kEaster ? std::optional(0) : number_in(text.substr(kEaster.size()));
      if (!offset) return bad_holiday(text);
      working.from_easter_.insert(*offset);
    } else if (parts.size() == 3) {
      const auto month = number_in(parts[0]);
      const auto weekday = std::ranges::find(kWeekdays, parts[1]);
      const auto place = parts[2] == "last" ? std::optional(0) : number_in(parts[2]);
      if (!month || *month < 1 || *month > 12 || weekday == std::end(kWeekdays) || !place || *place < 0 || *place > 5) return bad_holiday(text);
      working.weekdays_.push_back({static_cast<unsigned>(*month), std::chrono::weekday(static_cast<unsigned>(weekday - std::begin(kWeekdays))), static_cast<unsigned>(*place)});
    } else {
      // 2028 is a leap year, so that the 29th of February is a date.
      const auto day = parse_day(fmt::format("2028-{}", parts.front()));
      const bool moves = parts.size() == 2;
      if (!day || (moves && parts[1] != "next" && parts[1] != "nearest")) return bad_holiday(text);
      const year_month_day date(date_of(*day));
      const auto month = static_cast<unsigned>(date.month()), of_month = static_cast<unsigned>(date.day());
      working.yearly_.emplace(month, of_month);
      if (moves) working.moved_.insert({month, of_month, parts[1] == "nearest"});
    }
  }
  return working;
}

bool WorkingDays::is_working(Day day) const {
  if (is_weekend(day) || is_holiday(day)) return false;
  if (moved_.empty()) return true;
  const int year = static_cast<int>(year_month_day(date_of(day)).year());
  // The first of January may be kept in the year before.
  return !substitutes_in(year).contains(day) && !substitutes_in(year + 1).contains(day);
}

std::set<Day> WorkingDays::substitutes_in(int year) const {
  std::set<Day> kept;
  for (const Moved& each : moved_) {
    const Day day = day_of_date(sys_days(std::chrono::year(year) / static_cast<int>(each.month) / static_cast<int>(each.day)));
    if (!is_weekend(day)) continue;
    Day on = day + 1;
    if (each.nearest && std::chrono::weekday(date_of(day)) == std::chrono::Saturday) on = day - 1;
    else while (is_weekend(on) || is_holiday(on) || kept.contains(on)) ++on;
    kept.insert(on);
  }
  return kept;
}

bool WorkingDays::is_holiday(Day day) const {
  const sys_days at = date_of(day);
  const std::chrono::weekday weekday(at);
  if (days_.contains(day)) return true;
  const year_month_day date(at);
  if (yearly_.contains({static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())})) return true;
  if (!from_easter_.empty() && from_easter_.contains(day - easter_of(static_cast<int>(date.year())))) return true;
  return std::ranges::any_of(weekdays_, [&](const Weekday& each) {
    if (date.month() != std::chrono::month(each.month) || weekday != each.day) return false;
    if (each.place == 0) return year_month_day(at + days(7)).month() != date.month();
    return (static_cast<unsigned>(date.day()) - 1) / 7 + 1 == each.place;
  });
}

Day WorkingDays::on_or_after(Day day) const {
  while (!is_working(day)) ++day;
  return day;
}

Day WorkingDays::after(Day day, int count) const {
  while (count > 0) {
    if (is_working(++day)) --count;
  }
  return day;
}

}  // namespace probity::requests
