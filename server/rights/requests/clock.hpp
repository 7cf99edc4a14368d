#pragma once
// When an answer to a person's request is due. Pure: days in, days out; any thread. What the clocks are made of stands
// in policies/law/requests.yaml (GDPR Art. 12(3); California, Civil Code § 1798.130).
//
// The day of receipt counts as the start whether people work on it or not. Days on which the clock stood still are
// added to the date it would have been, and only then is a weekend or a holiday passed over. A month that has no such
// date ends on its last day.
#include <optional>
#include <vector>

#include "privacy/policy/law.hpp"
#include "rights/requests/working_days.hpp"

namespace probity::requests {

/// The clock stood still from that day until it went on. Days in several pauses count once.
struct Pause {
  Day from = 0;
  std::optional<Day> until;  ///< nothing: it stands still
};

/// One request as its clock sees it.
struct Course {
  Day received = 0;
  std::vector<Pause> pauses;
  bool extended = false;
};

struct Reading {
  Day due = 0;                          ///< the last day on which an answer is in time; while it stands still, as if it went on today
  bool paused = false;
  std::optional<Day> paused_since;
  int days_left = 0;                    ///< to `due`; below 0: too late by so many
  std::optional<Day> acknowledge_by;
  std::optional<Day> extended_due;      ///< where it may be extended yet, what would be due then
};

class Clock {
 public:
  Clock(privacy::RequestClock rule, WorkingDays working) : rule_(std::move(rule)), working_(std::move(working)) {}

  Reading read(const Course& course, Day today) const;
  /// Whether an extension told today would be in time: there is one, none was told yet, and it is not due yet.
  bool may_extend(const Course& course, Day today) const;
  /// The last day until which an objection or a withdrawal may take to count, where the law sets one.
  std::optional<Day> opt_out_by(Day received) const;
  /// The last day on which proof of identity is waited for, when it was asked for on that day.
  Day proof_by(Day asked) const;
  const privacy::RequestClock& rule() const { return rule_; }

 private:
  Day due(const Course& course, const privacy::Period& period, Day today) const;
  privacy::RequestClock rule_;
  WorkingDays working_;
};

/// That day, so much later by the calendar.
Day later(Day day, const privacy::Period& by);

}  // namespace probity::requests
