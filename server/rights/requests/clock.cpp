#include "rights/requests/clock.hpp"

#include <algorithm>

namespace probity::requests {
namespace {

/// Days from the first until before the last on which it stood still, each counted once.
int days_paused(std::vector<Pause> pauses, Day received, Day today) {
  std::ranges::sort(pauses, {}, &Pause::from);
  int days = 0;
  Day counted_to = received;
  for (const Pause& pause : pauses) {
    const Day from = std::max(pause.from, counted_to);
    const Day until = pause.until.value_or(std::max(today, pause.from));
    if (until <= from) continue;
    days += until - from;
    counted_to = until;
  }
  return days;
}

}  // namespace

Day later(Day day, const privacy::Period& by) { return static_cast<Day>(by.after(Timestamp{day} * kDay) / kDay); }

Day Clock::due(const Course& course, const privacy::Period& period, Day today) const {
  const int paused = rule_.pauses ? days_paused(course.pauses, course.received, today) : 0;
  const Day day = later(course.received, period) + paused;
  return rule_.to_working_day ? working_.on_or_after(day) : day;
}

Reading Clock::read(const Course& course, Day today) const {
  const bool extended = course.extended && rule_.extended;
  Reading reading{.due = due(course, extended ? *rule_.extended : rule_.due, today), .paused = false, .paused_since = {}, .days_left = 0, .acknowledge_by = {}, .extended_due = {}};
  const auto open = std::ranges::find_if(course.pauses, [](const Pause& pause) { return !pause.until; });
  if (rule_.pauses && open != course.pauses.end()) {
    reading.paused = true;
    reading.paused_since = open->from;
  }
  reading.days_left = reading.due - today;
  if (rule_.acknowledge_in) reading.acknowledge_by = working_.after(course.received, *rule_.acknowledge_in);
  if (may_extend(course, today)) reading.extended_due = due(course, *rule_.extended, today);
  return reading;
}

bool Clock::may_extend(const Course& course, Day today) const { return rule_.extended && !course.extended && today <= due(course, rule_.due, today); }

std::optional<Day> Clock::opt_out_by(Day received) const {
  return rule_.opt_out_in ? std::optional(working_.after(received, *rule_.opt_out_in)) : std::nullopt;
}

Day Clock::proof_by(Day asked) const { return later(asked, rule_.proof_within); }

}  // namespace probity::requests
