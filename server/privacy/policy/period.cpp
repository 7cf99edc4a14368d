#include <charconv>
#include <chrono>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::sys_days;
using std::chrono::sys_time;
using std::chrono::year_month_day;

/// Beyond what a policy or a law says; keeps dates within what a Timestamp can hold.
constexpr int kLongest = 9999;

Timestamp moved(Timestamp at, const Period& by, int sign) {
  const sys_time<microseconds> instant{microseconds(at)};
  const sys_days day = floor<days>(instant);
  const auto time_of_day = instant - day;
  year_month_day date = year_month_day(day) + std::chrono::months(sign * (by.months + 12 * by.years));
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return (sys_time<microseconds>(sys_days(date) + days(sign * by.days)) + time_of_day).time_since_epoch().count();
}

std::string counted(int count, std::string_view unit) { return count == 0 ? std::string() : fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s"); }

}  // namespace

std::string Period::text() const {
  std::string text = "P";
  if (years != 0) text += fmt::format("{}Y", years);
  if (months != 0) text += fmt::format("{}M", months);
  if (days != 0 || text.size() == 1) text += fmt::format("{}D", days);
  return text;
}

std::string Period::in_words() const {
  std::vector<std::string> parts{counted(years, "year"), counted(months, "month"), counted(days, "day")};
  std::erase(parts, "");
  if (parts.empty()) return "0 days";
  const std::string last = parts.back();
  parts.pop_back();
  return parts.empty() ? last : fmt::format("{} and {}", fmt::join(parts, ", "), last);
}

Timestamp Period::after(Timestamp start) const { return moved(start, *this, 1); }

Timestamp Period::before(Timestamp end) const { return moved(end, *this, -1); }

bool Period::shorter_than(const Period& other) const {
  // A day from which each month is as long as its name says; 2001 follows no leap year.
  constexpr Timestamp kFrom = 11'323 * kDay;  // 2001-01-01
  return after(kFrom) < other.after(kFrom);
}

std::optional<Period> parse_period(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  text.remove_prefix(1);
  Period period;
  std::string_view units = "YMWD";
  while (!text.empty()) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc{} || digits == text.size() || number < 0 || number > kLongest) return std::nullopt;
    const auto unit = units.find(text[digits]);
    if (unit == units.npos) return std::nullopt;
    switch (text[digits]) {
      case 'Y': period.years = number; break;
      case 'M': period.months = number; break;
      case 'W': period.days = 7 * number; break;
      default: period.days += number;
    }
    units.remove_prefix(unit + 1);
    text.remove_prefix(digits + 1);
  }
  return period;
}

}  // namespace probity::privacy
