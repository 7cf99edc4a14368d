#include "rights/requests/requests.hpp"

#include "base/log.hpp"
#include "records/beside.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {

using records::Context;
using records::Draft;

Requests::Requests(Parts parts) : parts_(std::move(parts)) {}

Clock Requests::clock_of(const Context& context, const Request& request) const {
  auto rule = parts_.law.clocks.find(request.clock);
  // A clock that the tables of the law no longer have: the general one.
  if (rule == parts_.law.clocks.end()) rule = parts_.law.clocks.find("month");
  const auto holidays = parts_.law.holidays.find(context.policy->policy->controller.country);
  auto working = holidays == parts_.law.holidays.end() ? Result<WorkingDays>(WorkingDays()) : WorkingDays::with(holidays->second);
  return {rule == parts_.law.clocks.end() ? privacy::RequestClock{} : rule->second, working ? std::move(*working) : WorkingDays()};
}

namespace {

Course course_of(const Request& request, std::string_view time_zone) {
  Course course{.received = day_of(request.received_at, time_zone), .pauses = {}, .extended = request.extended_at.has_value()};
  for (const Interval& each : request.pauses) course.pauses.push_back(each.pause);
  return course;
}

/// Whoever ends a use of their data waits less long where the law says so, and no extension makes it longer.
Reading read(const Clock& clock, const Request& request, const Course& course, Day today) {
  Reading reading = clock.read(course, today);
  const bool ends_a_use = request.kind == Kind::objection || request.kind == Kind::withdrawal;
  const auto opt_out = ends_a_use ? clock.opt_out_by(course.received) : std::nullopt;
  if (!opt_out) return reading;
  reading.due = *opt_out;
  reading.days_left = *opt_out - today;
  reading.extended_due.reset();
  return reading;
}

}  // namespace

Reading Requests::reading_of(const Context& context, const Request& request) const {
  const std::string& zone = context.input->time_zone;
  return read(clock_of(context, request), request, course_of(request, zone), day_of(request.ended_at.value_or(now()), zone));
}

void Requests::set_due(const Context& context, Request& request) const {
  const std::string& zone = context.input->time_zone;
  const Clock clock = clock_of(context, request);
  const Day today = day_of(now(), zone);
  const Reading reading = read(clock, request, course_of(request, zone), today);
  request.due_at = end_of(reading.due, zone);
  if (reading.acknowledge_by) request.acknowledge_by = end_of(*reading.acknowledge_by, zone);
  const auto asked = std::ranges::find_if(request.pauses, [](const Interval& each) { return !each.pause.until; });
  request.waits_until = request.awaits == Awaits::identity && asked != request.pauses.end() ? std::optional(end_of(clock.proof_by(asked->pause.from), zone)) : std::nullopt;
}

Result<Request> Requests::find(const Context& context, const Id& id) {
  std::optional<Request> found;
  const ByProgram requests(context, kRequest);
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(requests->tables->all, "_id", cell(id), [&](const Row& row) {
      if (row.null(meta::kDeletedAt)) found = request_in(*requests->entity, row);
      return false;
    }));
    return {};
  }));
  if (!found) return records::no_such_record(*requests->entity);
  return std::move(*found);
}

Result<Request> Requests::change(const Context& context, const Id& id, const Edit& edit) {
  const ByProgram requests(context, kRequest);
  const ByProgram steps(context, kStep);
  Request after;
  bool found_somebody = false;
  PROBITY_ASSIGN(const records::Written written, parts_.records.alter(requests.context(), id, records::Verb::update, {}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    if (!draft.live_before()) return records::no_such_record(*draft.entity);
    Request request = request_in(*draft.entity, CellRow(draft.before));
    const Id person = request.person;
    Notes notes;
    PROBITY_TRY(edit(request, notes));
    if (!is_over(request.state)) set_due(context, request);
    fill(request, draft);
    // What happened is kept also where the request stands as before.
    draft.always = !notes.empty();
    for (const Note& note : notes) {
      const Step step{.event = note.event, .at = now(), .by = context.access.actor, .message = note.message, .note = note.note};
      PROBITY_TRY(records::create_beside(parts_.records.hooks(), steps.context(), reader, {.allow_duplicate = true}, [&](store::Reader&, Draft& other) -> Result<> {
        Request concerned = request;
        if (note.about_nobody) concerned.person = Id{};
        fill(step, concerned, other);
        return {};
      }, draft));
    }
    found_somebody = person.is_nil() && !request.person.is_nil();
    after = std::move(request);
    return {};
  }));
  after.version = written.version;
  if (found_somebody) PROBITY_TRY(join_steps(parts_.records, context, after));
  parts_.jobs.look_again(context.workspace->slug(), kRequest);
  return after;
}

void Requests::alert(const Context& context, const std::string& text, const Id& request) const {
  if (!parts_.alert) return;
  const auto told = parts_.alert(context.workspace->slug(), text, request);
  if (!told) log::error("requests: the administrators of {} could not be told: {} {}", context.workspace->slug(), told.error().code, told.error().cause);
}

}  // namespace probity::requests
