#include "domains/calendar/next_task.hpp"

#include "records/beside.hpp"
#include "records/formats/recurrence.hpp"

namespace probity::calendar {
namespace {

using formats::Recurrence;
using formats::WallSeconds;
using records::Draft;

/// Of the finished task alone.
constexpr std::string_view kItsOwn[] = {"done", "done_at", "due", "reminder", "recurrence"};

Cell& value_of(Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }

WallSeconds wall_clock(Timestamp at, std::string_view time_zone) { return parse_timestamp(format_local(at, time_zone) + "Z").value_or(at) / kSecond; }

void copy_fields(const Draft& from, Draft& to) {
  for (const meta::Field& field : to.entity->fields) {
    if (std::ranges::find(kItsOwn, field.name) != std::end(kItsOwn) || !field.compute.empty()) continue;
    for (std::size_t part = 0; part < field.type->columns().size(); ++part) {
      const std::size_t column = static_cast<std::size_t>(field.first_column) + part;
      to.after[column] = from.after[column];
    }
  }
}

bool is_finished_now(const Draft& draft) {
  const meta::Field& done = *draft.entity->field("done");
  const bool typed = draft.verb == records::Verb::create || draft.verb == records::Verb::update;
  return typed && draft.live_after() && draft.changed(done) && integer_of(draft.after[static_cast<std::size_t>(done.first_column)]) != 0;
}

}  // namespace

Result<std::optional<NextTime>> next_time(std::string_view rule, Timestamp due, Timestamp done, std::string_view time_zone) {
  PROBITY_ASSIGN(const Recurrence recurrence, Recurrence::parse(rule, time_zone));
  std::optional<NextTime> next;
  const WallSeconds first = wall_clock(due, time_zone);
  int passed = 0;
  const WallSeconds from = recurrence.count() > 0 ? first : std::max(first, wall_clock(done, time_zone) - kDay / kSecond);
  recurrence.each(first, from, [&](WallSeconds wall) {
    const Timestamp at = parse_timestamp(format_local(wall * kSecond, "UTC"), time_zone).value_or(wall * kSecond);
    if (at > due && at > done) {
      next = NextTime{at, recurrence.text(recurrence.count() > 0 ? recurrence.count() - passed : 0)};
      return false;
    }
    ++passed;
    return true;
  });
  return next;
}

Result<> add_next_task(const records::Hooks& hooks, const records::Context& context, store::Reader& reader, Draft& draft) {
  if (!is_finished_now(draft) || is_null(value_of(draft, "recurrence"))) return {};
  const Timestamp done = is_null(value_of(draft, "done_at")) ? now() : integer_of(value_of(draft, "done_at"));
  const Timestamp due = is_null(value_of(draft, "due")) ? done : integer_of(value_of(draft, "due"));
  PROBITY_ASSIGN(const auto next, next_time(text_of(value_of(draft, "recurrence")), due, done, context.input->time_zone));
  if (!next) return {};
  const records::CreateOptions options{.id = records::derived_id(draft.id, "next task"), .allow_duplicate = true, .group = draft.group};
  return records::create_beside(hooks, records::by_program(context, *draft.entity), reader, options, [&](store::Reader&, Draft& task) -> Result<> {
    copy_fields(draft, task);
    value_of(task, "due") = next->due;
    value_of(task, "recurrence") = next->rule;
    const Cell& reminder = value_of(draft, "reminder");
    if (!is_null(reminder)) value_of(task, "reminder") = next->due - (due - integer_of(reminder));
    return {};
  }, draft);
}

}  // namespace probity::calendar
