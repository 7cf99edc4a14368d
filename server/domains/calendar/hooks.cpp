#include "base/text.hpp"
#include "domains/calendar/conflicts.hpp"
#include "domains/calendar/next_task.hpp"
#include "domains/calendar/reminders.hpp"
#include "records/formats/recurrence.hpp"
#include "records/problems.hpp"

namespace probity::calendar {
namespace {

using formats::Recurrence;
using records::Context;
using records::Draft;

Cell& value_of(Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }
bool changed(const Draft& draft, std::string_view field) { return draft.changed(*draft.entity->field(field)); }

/// As every other wrong value of a field is told.
Result<> refuse(std::string_view field, std::string code, std::string message) {
  records::Problems problems;
  problems.add(std::string(field), std::move(code), std::move(message));
  return std::move(problems).result();
}

/// What is said is checked when it is said; what was stored before does not stand in the way of other changes.
Result<> check_rule(Draft& draft, std::string_view field, std::string_view time_zone) {
  Cell& rule = value_of(draft, field);
  if (is_null(rule) || !changed(draft, field)) return {};
  const auto recurrence = Recurrence::parse(text_of(rule), time_zone);
  if (!recurrence) return refuse(field, recurrence.error().code, recurrence.error().message);
  rule = recurrence->text();
  return {};
}

Result<> check_times(Draft& draft) {
  const Cell& zone = value_of(draft, "time_zone");
  if (changed(draft, "time_zone") && !is_null(zone) && !is_time_zone(text_of(zone))) {
    return refuse("time_zone", "unknown_time_zone", "There is no such time zone. Use a name like Europe/Berlin.");
  }
  const Cell& start = value_of(draft, "start");
  const Cell& end = value_of(draft, "end");
  const bool backwards = !is_null(start) && !is_null(end) && integer_of(end) < integer_of(start);
  if (backwards && (changed(draft, "start") || changed(draft, "end"))) return refuse("end", "ends_before_start", "A meeting cannot end before it starts.");
  return {};
}

/// Kept in one form, times in UTC, so that a later change of the zone moves none of them.
Result<> check_exceptions(Draft& draft, const Series& series) {
  Cell& exceptions = value_of(draft, "exceptions");
  if (is_null(exceptions) || !changed(draft, "exceptions")) return {};
  PROBITY_ASSIGN(const JsonDocument list, parse_json(text_of(exceptions)));
  const auto read = read_exceptions(list, series);
  if (!read) return refuse("exceptions", read.error().code, read.error().message);
  exceptions = read->empty() ? Cell{} : Cell{exceptions_json(*read)};
  return {};
}

/// So that an index finds what may still be going on however long ago it began.
void keep_lasting(Draft& draft, const Series& series) {
  const bool lasts = !series.rrule.empty() || series.end - series.start > kDay;
  value_of(draft, "lasting_until") = lasts ? Cell{end_of(series)} : Cell{};
}

std::string double_booked(const std::vector<Conflict>& conflicts) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "code");
  put(writer, "double_booked");
  key(writer, "detail");
  put(writer, "Somebody who takes part is in another meeting at that time. The meeting was saved all the same.");
  write_list(conflicts, writer);
  writer.EndObject();
  return std::string(text(buffer));
}

/// Whoever brings many meetings at once is not asked to look at each.
bool is_one_of_many(const Draft& draft) { return draft.group.has_value() || (draft.verb != records::Verb::create && draft.verb != records::Verb::update && draft.verb != records::Verb::restore); }

Result<> keep_meeting(const MemberName& member_name, const Context& context, store::Reader& reader, Draft& draft) {
  PROBITY_TRY(check_times(draft));
  const std::string_view zone = text_of(value_of(draft, "time_zone"));
  PROBITY_TRY(check_rule(draft, "rrule", zone.empty() ? std::string_view(context.input->time_zone) : zone));
  if (const auto series = series_of(*draft.entity, draft.after, context.input->time_zone)) {
    PROBITY_TRY(check_exceptions(draft, *series));
    const bool never = changed(draft, "rrule") && !series->rrule.empty() && series->exceptions.empty() && !comes_again(*series);
    if (never && !Recurrence::parse(series->rrule, series->time_zone)->ends()) return refuse("rrule", "invalid_recurrence", "By this rule the meeting never takes place again.");
    keep_lasting(draft, *series_of(*draft.entity, draft.after, context.input->time_zone));
  }
  PROBITY_TRY(keep_reminder(context, reader, draft));
  if (is_one_of_many(draft)) return {};
  PROBITY_ASSIGN(const auto conflicts, find_conflicts(context, reader, draft, member_name));
  if (!conflicts.empty()) draft.warnings.push_back(double_booked(conflicts));
  return {};
}

Result<> keep_task(const records::Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft) {
  PROBITY_TRY(check_rule(draft, "recurrence", context.input->time_zone));
  PROBITY_TRY(keep_reminder(context, reader, draft));
  return add_next_task(hooks, context, reader, draft);
}

}  // namespace

void add_hooks(records::Hooks& hooks, MemberName member_name) {
  hooks.add_hook("calendar.meeting", [member_name = std::move(member_name)](const Context& context, store::Reader& reader, Draft& draft) {
    return keep_meeting(member_name, context, reader, draft);
  });
  hooks.add_hook("calendar.task", [&hooks](const Context& context, store::Reader& reader, Draft& draft) { return keep_task(hooks, context, reader, draft); });
}

}  // namespace probity::calendar
