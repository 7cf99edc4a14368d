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
  /// A holiday that is kept on another day where it falls on a weekend.
  struct Moved {
    unsigned month = 1, day = 1;
    bool nearest = false;  ///< of a Saturday the Friday before; else the next day on which people would work
    bool operator<(const Moved& other) const { return std::pair(month, day) < std::pair(other.month, other.day); }
  };
  bool is_holiday(Day day) const;
  /// The days on which a year's moved holidays are kept.
  std::set<Day> substitutes_in(int year) const;

  std::set<Moved> moved_;
  std::set<Day> days_;
  std::set<std::pair<unsigned, unsigned>> yearly_;  ///< month, day
  std::set<int> from_easter_;
  std::vector<Weekday> weekdays_;
};

}  // namespace probity::requests
