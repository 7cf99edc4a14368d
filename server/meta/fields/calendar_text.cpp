#include "meta/fields/calendar_text.hpp"

#include "base/text.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
/// CLDR 42: territories whose short date begins with the month.
constexpr std::string_view kMonthFirst[] = {"AS", "BZ", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "UM", "US", "VI"};
constexpr int kLastYearOfThisCentury = 29;

/// One run of digits or letters of a date.
struct Part {
  std::string_view text;
  int number = -1;  ///< -1 for letters
};

std::optional<int> number_in(std::string_view digits) {
  if (digits.empty() || digits.size() > 4 || digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

std::optional<int> month_in(std::string_view word) {
  if (word.size() < 3) return std::nullopt;
  const std::string folded = fold(word);
  for (std::size_t month = 0; month < std::size(kMonths); ++month) {
    if (folded.starts_with(kMonths[month])) return static_cast<int>(month) + 1;
  }
  return std::nullopt;
}

std::optional<Day> day_from(int year, int month, int day) {
  return parse_day(fmt::format("{:04}-{:02}-{:02}", year, month, day));
}

std::optional<int> year_of(const Part& part) {
  if (part.text.size() == 4) return part.number;
  if (part.text.size() != 2) return std::nullopt;
  return part.number + (part.number <= kLastYearOfThisCentury ? 2000 : 1900);
}

/// The three parts of a date between separators; fewer or more where it is none.
std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of("./-, \t"), text.size());
    if (end > 0) parts.push_back({text.substr(0, end), number_in(text.substr(0, end)).value_or(-1)});
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<Day> day_with_month_name(const std::vector<Part>& parts) {
  const bool name_first = parts[0].number < 0;
  const auto month = month_in(parts[name_first ? 0 : 1].text);
  const Part& day = parts[name_first ? 1 : 0];
  const auto year = year_of(parts[2]);
  if (!month || !year || day.number < 0 || day.text.size() > 2) return std::nullopt;
  return day_from(*year, *month, day.number);
}

std::optional<Day> day_of_numbers(const std::vector<Part>& parts, bool month_first) {
  if (parts[0].text.size() == 4) return day_from(parts[0].number, parts[1].number, parts[2].number);
  const auto year = year_of(parts[2]);
  if (!year || parts[0].text.size() > 2 || parts[1].text.size() > 2) return std::nullopt;
  int day = parts[0].number, month = parts[1].number;
  const bool swap = month > 12 || (month_first && day <= 12);
  if (swap) std::swap(day, month);
  return day_from(*year, month, day);
}

/// "10:00", "10:00:30", "2:30 PM" as "HH:MM:SS".
std::optional<std::string> time_of_day(std::string_view text) {
  const std::string folded = lower_ascii(trim(text));
  std::string_view rest = folded;
  const bool afternoon = rest.ends_with("pm"), morning = rest.ends_with("am");
  if (afternoon || morning) rest = trim(rest.substr(0, rest.size() - 2));
  const auto fields = split(rest, ':');
  if (fields.size() < 2 || fields.size() > 3) return std::nullopt;
  int values[3] = {0, 0, 0};
  for (std::size_t at = 0; at < fields.size(); ++at) {
    const auto number = number_in(fields[at]);
    if (!number || fields[at].size() > 2) return std::nullopt;
    values[at] = *number;
  }
  if (afternoon || morning) {
    if (values[0] < 1 || values[0] > 12) return std::nullopt;
    values[0] = values[0] % 12 + (afternoon ? 12 : 0);
  }
  return fmt::format("{:02}:{:02}:{:02}", values[0], values[1], values[2]);
}

std::unexpected<Error> no_instant(std::string_view text) {
  return invalid("invalid_date_time",
                 fmt::format("\"{}\" is not a date with a time. Write it like 2026-01-31 10:00.", first_characters(text, 40)));
}

}  // namespace

std::optional<Day> day_in_text(std::string_view text, std::string_view country) {
  text = trim(text);
  if (text.size() == 8 && text.find_first_not_of("0123456789") == text.npos) {
    return parse_day(fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2)));
  }
  const auto parts = parts_of(text);
  if (parts.size() != 3) return std::nullopt;
  if (parts[0].number < 0 || parts[1].number < 0) return day_with_month_name(parts);
  if (parts[2].number < 0) return std::nullopt;
  // Points are written between day and month only where the day comes first.
  const bool month_first = std::ranges::binary_search(kMonthFirst, country) && text.find('.') == text.npos;
  return day_of_numbers(parts, month_first);
}

Result<Timestamp> instant_in_text(std::string_view text, std::string_view country, std::string_view time_zone) {
  text = trim(text);
  if (const auto instant = parse_timestamp(text, time_zone)) return *instant;
  const std::size_t colon = text.find(':');
  const std::size_t space = colon == text.npos ? text.npos : text.find_last_of(" T\t", colon);
  const auto day = day_in_text(text.substr(0, space), country);
  const auto time = space == text.npos ? std::optional<std::string>("00:00:00") : time_of_day(text.substr(space + 1));
  if (!day || !time || (colon != text.npos && space == text.npos)) return no_instant(text);
  const auto instant = parse_timestamp(fmt::format("{}T{}", format_day(*day), *time), time_zone);
  if (!instant) return no_instant(text);
  return *instant;
}

bool is_writable(Timestamp at) {
  constexpr Timestamp kFirst = -62'167'219'200 * kSecond;  // 0000-01-01
  constexpr Timestamp kEnd = 253'402'300'800 * kSecond;    // 10000-01-01
  return at >= kFirst && at < kEnd;
}

}  // namespace probity::meta
