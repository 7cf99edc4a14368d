#pragma once
// A repeated task comes again when it is done.
#include "domains/calendar/api.hpp"

namespace probity::calendar {

/// When a task that was due then, and is done now, is due again: the first time of its rule that is after both, so that
/// what was left lying does not come back as a pile. With it the rule from there on, a COUNT reduced.
struct NextTime {
  Timestamp due = 0;
  std::string rule;
};
/// Nothing where the rule is over. Errors of Recurrence::parse().
Result<std::optional<NextTime>> next_time(std::string_view rule, Timestamp due, Timestamp done, std::string_view time_zone);

/// Adds the next task to the write that finishes a repeated one. Once: its id follows from the finished one's.
Result<> add_next_task(const records::Hooks& hooks, const records::Context& context, store::Reader& reader, records::Draft& draft);

}  // namespace probity::calendar
