#pragma once
// Days on which people work: not Saturdays, Sundays and the public holidays of one country. Pure; any thread.
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace probity::requests {

/// Easter Sunday of a year of the Gregorian calendar.
Day easter_of(int year);

class WorkingDays {
 public:
  WorkingDays() = default;
  /// As policies/law/requests.yaml writes holidays. "bad_holiday" (invalid) for a text that is none.
  static Result<WorkingDays> with(const std::vector<std::string>& holidays);

  bool is_working(Day day) const;
  /// That day, or the first working day after it.
  Day on_or_after(Day day) const;
  /// The `count`th working day after that day.
  Day after(Day day, int count) const;

 private:
  struct Weekday {
    unsigned month = 1;
    std::chrono::weekday day;
    unsigned place = 1;  ///< 0: the last
  };
  std::set<Day> days_;
  std::set<std::pair<unsigned, unsigned>> yearly_;  ///< month, day
  std::set<int> from_easter_;
  std::vector<Weekday> weekdays_;
};

}  // namespace probity::requests
