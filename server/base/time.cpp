#include "base/time.hpp"

#include <date/tz.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

namespace probity {
namespace {

using Microseconds = std::chrono::microseconds;
using LocalTime = date::local_time<Microseconds>;
using SystemTime = date::sys_time<Microseconds>;

std::atomic<Timestamp> clock_shift_in_force{0};

/// Takes a text apart from the left; every step says whether it fitted.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool at_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
  bool take(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_[0]) == any_of.npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Exactly `digits` digits.
  bool number(int digits, int& value) {
    value = 0;
    for (; digits > 0; --digits) {
      if (!at_digit()) return false;
      value = value * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return true;
  }
  /// As many digits as there are; false for none or too large a number.
  bool number(std::int64_t& value) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (!at_digit() || error != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }

 private:
  std::string_view rest_;
};

std::optional<date::year_month_day> scan_date(Scanner& scanner) {
  int year, month, day;
  if (!scanner.number(4, year) || !scanner.take("-") || !scanner.number(2, month) || !scanner.take("-") ||
      !scanner.number(2, day)) {
    return std::nullopt;
  }
  const date::year_month_day date = date::year{year} / month / day;
  if (!date.ok()) return std::nullopt;
  return date;
}

/// Microseconds behind the point; digits beyond the sixth are cut off.
bool scan_fraction(Scanner& scanner, std::int64_t& microseconds) {
  if (!scanner.take(".,")) return true;
  if (!scanner.at_digit()) return false;
  std::int64_t unit = kSecond / 10;
  for (int digit; scanner.at_digit(); unit /= 10) {
    scanner.number(1, digit);
    microseconds += digit * unit;
  }
  return true;
}

/// "10:00", "10:00:00" or "10:00:00.5". A leap second (":60") counts as the first of the next minute.
std::optional<Microseconds> scan_time_of_day(Scanner& scanner) {
  int hours, minutes, seconds = 0;
  std::int64_t fraction = 0;
  if (!scanner.number(2, hours) || !scanner.take(":") || !scanner.number(2, minutes)) return std::nullopt;
  if (scanner.take(":") && (!scanner.number(2, seconds) || !scan_fraction(scanner, fraction))) return std::nullopt;
  const bool leap_second = seconds == 60 && minutes == 59;
  if (hours > 23 || minutes > 59 || (seconds > 59 && !leap_second)) return std::nullopt;
  return Microseconds(hours * kHour + minutes * kMinute + seconds * kSecond + fraction);
}

/// "Z", "+01:00" or "-0330", to the end of the text.
std::optional<Microseconds> scan_offset(Scanner& scanner) {
  if (scanner.take("Zz")) return scanner.done() ? std::optional(Microseconds{0}) : std::nullopt;
  int hours, minutes;
  const bool negative = scanner.take("-");
  if (!negative && !scanner.take("+")) return std::nullopt;
  if (!scanner.number(2, hours)) return std::nullopt;
  scanner.take(":");
  if (!scanner.number(2, minutes) || !scanner.done() || hours > 23 || minutes > 59) return std::nullopt;
  const Microseconds offset(hours * kHour + minutes * kMinute);
  return negative ? -offset : offset;
}

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(std::string(name.empty() ? "UTC" : name));
  } catch (const std::runtime_error&) {  // how the library says that there is none
    return nullptr;
  }
}

Timestamp to_timestamp(SystemTime time) { return time.time_since_epoch().count(); }

/// RFC 5545, section 3.3.5: a time in the gap is read with the offset before it, a time that comes twice
/// is its first occurrence. Both are the first offset of the pair.
Timestamp to_instant(const date::time_zone& zone, LocalTime local) {
  const Microseconds offset = zone.get_info(local).first.offset;
  return to_timestamp(SystemTime(local.time_since_epoch() - offset));
}

/// An unknown zone is UTC.
Timestamp offset_at(Timestamp at, std::string_view time_zone) {
  const auto* zone = find_zone(time_zone);
  return zone ? Microseconds(zone->get_info(SystemTime(Microseconds(at))).offset).count() : 0;
}

Timestamp floor_to(Timestamp at, Timestamp unit) {
  const Timestamp rest = at % unit;
  return rest < 0 ? at - rest - unit : at - rest;
}

std::string format_wall_clock(Timestamp at) {
  const Timestamp midnight = floor_to(at, kDay);
  const Timestamp seconds = floor_to(at - midnight, kSecond) / kSecond;
  return fmt::format("{}T{:02}:{:02}:{:02}", format_day(static_cast<Day>(midnight / kDay)), seconds / 3'600,
                     seconds / 60 % 60, seconds % 60);
}

std::unexpected<Error> no_timestamp() {
  return invalid("invalid_datetime",
                 "This is not a date with a time. Write it like 2026-01-31T10:00:00Z or 2026-01-31T10:00.");
}

struct DurationUnit {
  std::string_view letter;
  std::int64_t seconds;
  bool of_time;
};
constexpr DurationUnit kDurationUnits[] = {
    {"W", 7 * 86'400, false}, {"D", 86'400, false}, {"H", 3'600, true}, {"M", 60, true}, {"S", 1, true}};

/// The largest unit still allowed after `previous`, or nullptr where the letter does not fit here.
const DurationUnit* scan_unit(Scanner& scanner, bool of_time, const DurationUnit* previous) {
  for (const DurationUnit& unit : kDurationUnits) {
    if (unit.of_time == of_time && (!previous || &unit > previous) && scanner.take(unit.letter)) return &unit;
  }
  return nullptr;
}

}  // namespace

Timestamp now() {
  const auto real = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<Microseconds>(real).count() + clock_shift();
}

Result<> shift_clock(std::string_view duration) {
  const auto seconds = parse_duration_seconds(duration);
  std::int64_t shift;
  if (!seconds || __builtin_mul_overflow(*seconds, kSecond, &shift)) {
    return invalid("invalid_clock_shift",
                   "The shift of the test clock is not a duration. Write it like +P91D or -PT2H30M.");
  }
  clock_shift_in_force = shift;
  return {};
}

Timestamp clock_shift() { return clock_shift_in_force.load(std::memory_order_relaxed); }

std::string format_timestamp(Timestamp at) {
  std::string text = format_wall_clock(at);
  const Timestamp fraction = at - floor_to(at, kSecond);
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  return text + 'Z';
}

std::string format_local(Timestamp at, std::string_view time_zone) {
  return format_wall_clock(at + offset_at(at, time_zone));
}

Result<Timestamp> parse_timestamp(std::string_view text, std::string_view time_zone) {
  Scanner scanner(text);
  const auto day = scan_date(scanner);
  if (!day || !scanner.take("Tt ")) return no_timestamp();
  const auto time_of_day = scan_time_of_day(scanner);
  if (!time_of_day) return no_timestamp();
  const LocalTime local = date::local_days(*day) + *time_of_day;
  if (scanner.done()) {
    const auto* zone = find_zone(time_zone);
    if (!zone) return invalid("unknown_time_zone", "There is no such time zone. Use a name like Europe/Berlin.");
    return to_instant(*zone, local);
  }
  const auto offset = scan_offset(scanner);
  if (!offset) return no_timestamp();
  return to_timestamp(SystemTime(local.time_since_epoch() - *offset));
}

std::string format_day(Day day) {
  const date::year_month_day date{date::sys_days(date::days(day))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<Day> parse_day(std::string_view text) {
  Scanner scanner(text);
  const auto date = scan_date(scanner);
  if (!date || !scanner.done()) return std::nullopt;
  return static_cast<Day>(date::sys_days(*date).time_since_epoch().count());
}

Day day_of(Timestamp at, std::string_view time_zone) {
  return static_cast<Day>(floor_to(at + offset_at(at, time_zone), kDay) / kDay);
}

std::optional<std::int64_t> parse_duration_seconds(std::string_view text) {
  Scanner scanner(text);
  const bool negative = scanner.take("-");
  if (!negative) scanner.take("+");
  if (!scanner.take("P")) return std::nullopt;
  std::int64_t total = 0;
  bool of_time = false;
  const DurationUnit* unit = nullptr;
  do {
    if (!of_time && scanner.take("T")) of_time = true;
    std::int64_t count, seconds;
    if (!scanner.number(count)) return std::nullopt;
    unit = scan_unit(scanner, of_time, unit);
    if (!unit) return std::nullopt;
    if (__builtin_mul_overflow(count, unit->seconds, &seconds)) return std::nullopt;
    if (__builtin_add_overflow(total, seconds, &total)) return std::nullopt;
  } while (!scanner.done());
  return negative ? -total : total;
}

std::string format_duration_seconds(std::int64_t seconds) {
  if (seconds == 0) return "PT0S";
  std::string text = seconds < 0 ? "-P" : "P";
  std::uint64_t rest = seconds < 0 ? 0 - static_cast<std::uint64_t>(seconds) : static_cast<std::uint64_t>(seconds);
  bool in_time = false;
  for (const DurationUnit& unit : kDurationUnits) {
    const std::uint64_t count = rest / static_cast<std::uint64_t>(unit.seconds);
    if (count == 0 || unit.letter == "W") continue;  // days say it too, and may stand beside hours
    rest %= static_cast<std::uint64_t>(unit.seconds);
    if (unit.of_time && !std::exchange(in_time, true)) text += 'T';
    text += fmt::format("{}{}", count, unit.letter);
  }
  return text;
}

bool is_time_zone(std::string_view name) { return !name.empty() && find_zone(name) != nullptr; }

}  // namespace probity
