#include "records/formats/recurrence.hpp"

#include <libical/ical.h>

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/formats/content_line.hpp"

namespace probity::formats {
namespace {

/// Times looked at in one go: fifty years of days.
constexpr int kMostSteps = 20'000;
constexpr std::size_t kLongestRule = 500;

std::unexpected<Error> not_understood() {
  return invalid("invalid_recurrence", "This rule of recurrence cannot be understood. Write it like FREQ=WEEKLY;BYDAY=MO.");
}

std::string_view part_of(std::string_view rule, std::string_view name) {
  for (const std::string_view part : split(rule, ';')) {
    if (part.starts_with(name) && part.size() > name.size() && part[name.size()] == '=') return part.substr(name.size() + 1);
  }
  return {};
}

bool is_too_frequent(std::string_view rule) {
  const std::string_view frequency = part_of(rule, "FREQ");
  const bool within_a_day = frequency == "SECONDLY" || frequency == "MINUTELY" || frequency == "HOURLY";
  return within_a_day || part_of(rule, "BYMINUTE").find(',') != rule.npos || part_of(rule, "BYSECOND").find(',') != rule.npos;
}

/// 30 February: the library would look for one day by day through centuries.
bool asks_for_no_day(std::string_view rule) {
  constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const auto numbers = [&](std::string_view part) {
    std::vector<int> found;
    for (const std::string_view text : split(part_of(rule, part), ',')) found.push_back(std::abs(std::atoi(std::string(text).c_str())));
    return found;
  };
  if (part_of(rule, "BYMONTHDAY").empty() || part_of(rule, "BYMONTH").empty()) return false;
  const std::vector<int> days = numbers("BYMONTHDAY");
  return std::ranges::none_of(numbers("BYMONTH"), [&](int month) {
    return month >= 1 && month <= 12 && std::ranges::any_of(days, [&](int day) { return day <= kDays[month - 1]; });
  });
}

icaltimetype library_time(WallSeconds at) { return icaltime_from_timet_with_zone(static_cast<time_t>(at), 0, nullptr); }

WallSeconds wall_of(const icaltimetype& time) { return icaltime_as_timet(time); }

/// The library compares UNTIL with the wall clock, number by number.
void put_until_on_the_wall(icalrecurrencetype& rule, std::string_view time_zone) {
  icaltimetype& until = rule.until;
  if (icaltime_is_null_time(until)) return;
  if (until.is_date) {
    until.is_date = 0;
    until.hour = 23;
    until.minute = until.second = 59;
  } else if (icaltime_is_utc(until)) {
    const Timestamp at = wall_of(until) * kSecond;
    const auto local = parse_timestamp(format_local(at, time_zone) + "Z");
    if (local) until = library_time(*local / kSecond);
  }
  until.zone = nullptr;
}

struct IteratorDeleter {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Iterator = std::unique_ptr<icalrecur_iterator, IteratorDeleter>;

}  // namespace

Result<Recurrence> Recurrence::parse(std::string_view rule, std::string_view time_zone) {
  // Otherwise the library would stop the program at the first malformed value.
  icalerror_set_errors_are_fatal(false);
  std::string text = upper_ascii(trim(rule));
  if (text.starts_with("RRULE:")) text.erase(0, 6);
  if (text.empty() || text.size() > kLongestRule || asks_for_no_day(text)) return not_understood();
  if (is_too_frequent(text)) return invalid("too_frequent", "This repeats more often than once a day. Use FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.");
  auto parsed = std::make_shared<icalrecurrencetype>(icalrecurrencetype_from_string(text.c_str()));
  if (parsed->freq == ICAL_NO_RECURRENCE) return not_understood();
  put_until_on_the_wall(*parsed, time_zone);
  if (!Iterator(icalrecur_iterator_new(*parsed, library_time(0)))) return not_understood();
  return Recurrence(std::move(parsed), std::move(text));
}

bool Recurrence::each(WallSeconds first, WallSeconds from, const std::function<bool(WallSeconds)>& visit) const {
  if (first >= from && !visit(first)) return true;
  const Iterator iterator(icalrecur_iterator_new(*rule_, library_time(first)));
  if (!iterator) return true;
  // Only a rule without COUNT may be entered in the middle; the others must be counted through.
  if (rule_->count == 0 && from > first) icalrecur_iterator_set_start(iterator.get(), library_time(from));
  // A first time that the rule itself does not make counts among its times.
  int left = rule_->count;
  for (int step = 0; step < kMostSteps; ++step) {
    const icaltimetype next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next)) return true;
    const WallSeconds at = wall_of(next);
    if (step == 0 && at != first && left > 0 && --left == 0) return true;
    if (at > first && at >= from && !visit(at)) return true;
    if (left > 0 && --left == 0) return true;
  }
  return false;
}

bool Recurrence::ends() const { return rule_->count > 0 || !icaltime_is_null_time(rule_->until); }

int Recurrence::count() const { return rule_->count; }

std::string Recurrence::text(int count) const {
  if (count == 0) return text_;
  std::string rule;
  for (const std::string_view part : split(text_, ';')) {
    if (!rule.empty()) rule += ';';
    rule += part.starts_with("COUNT=") ? fmt::format("COUNT={}", count) : std::string(part);
  }
  return rule;
}

}  // namespace probity::formats
