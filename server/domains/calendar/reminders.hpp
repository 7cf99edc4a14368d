#pragma once
// When a meeting or a task is to be reminded of. One row of the store's table tells the next time of each record; it
// is written with the record and moved on with each notification.
#include <optional>
#include <vector>

#include "domains/calendar/series.hpp"

namespace probity::calendar {

/// The next time strictly after that moment; nothing for what is done, cancelled or concerns nobody.
std::optional<Timestamp> next_reminder(const meta::Entity& entity, const std::vector<Cell>& cells, Timestamp after, std::string_view time_zone);

/// Whom to remind: organiser and colleagues of a meeting, assignee of a task; else who created it.
std::vector<Id> reminded(const meta::Entity& entity, const std::vector<Cell>& cells);

/// Puts down with the write of a meeting or task when it is to be reminded of next. What fell due and was not
/// yet told of stays due.
Result<> keep_reminder(const records::Context& context, store::Reader& reader, records::Draft& draft);

}  // namespace probity::calendar
