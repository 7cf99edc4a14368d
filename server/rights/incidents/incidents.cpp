#include "rights/incidents/incidents.hpp"

#include "base/text.hpp"
#include "records/beside.hpp"
#include "records/record_json.hpp"
#include "rights/incidents/rows.hpp"

namespace probity::incidents {
namespace {

using records::Context;
using store::Condition;

constexpr const char* kClock = "breach_clock";
constexpr const char* kTell = "breach_letters";
/// A clock that is a little ahead is not yet the future.
constexpr Timestamp kTolerance = 5 * kMinute;

Result<> keep_clock(const Context&, store::Reader&, records::Draft& draft) {
  if (draft.after.empty()) return {};
  const Timestamp aware_at = time_in(draft, "aware_at");
  if (aware_at > now() + kTolerance) return invalid("aware_in_future", "Nobody can know of it before it is known: name a time that is past.", "aware_at");
  if (aware_at != 0) cell_of(draft, "due_at") = aware_at + kReportWithin;
  if (text_in(draft, "state").empty()) cell_of(draft, "state") = cell("open");
  if (text_in(draft, "people_state").empty()) cell_of(draft, "people_state") = cell("undecided");
  return {};
}

void write_texts(std::string_view name, const std::vector<std::string>& texts, JsonWriter& writer) {
  key(writer, name);
  writer.StartArray();
  for (const std::string& text : texts) put(writer, text);
  writer.EndArray();
}

/// The alert that is due, if one is, and when the next will be. Once it is overdue there is one a day.
struct Ringing {
  std::string use;
  std::optional<Timestamp> next;
};
Ringing ringing_of(const Breach& breach, Timestamp at) {
  if (at < breach.due_at - kWarnBefore) return {{}, breach.due_at - kWarnBefore};
  if (at <= breach.due_at) return {"last day", breach.due_at + 1};
  const Timestamp days = (at - breach.due_at - 1) / kDay;
  return {fmt::format("overdue {}", days), breach.due_at + 1 + (days + 1) * kDay};
}

Result<std::vector<Breach>> open_ones(const Context& breaches) {
  std::vector<Breach> open;
  const store::Query query{.columns = breaches.tables->all, .where = Condition::all_of({Condition::equals("state", cell("open")), Condition::is_null("_deleted_at")}), .order = store::Order{.column = "_id"}, .limit = INT_MAX};
  PROBITY_TRY(breaches.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      open.push_back(breach_in(breaches, row));
      return true;
    });
  }));
  return open;
}

const meta::Field* email_of(const meta::Entity& entity) {
  const auto found = std::ranges::find_if(entity.fields, [](const meta::Field& field) { return field.type->name() == "email"; });
  return found == entity.fields.end() ? nullptr : &*found;
}

}  // namespace

void add_hooks(records::Hooks& hooks) { hooks.add_hook("incidents.breach", keep_clock); }

Incidents::Incidents(Parts parts) : parts_(std::move(parts)) {
  parts_.jobs.watch(kClock, {.ring = [this](const std::string& workspace) { return ring(workspace); }});
  parts_.jobs.handle(kTell, [this](jobs::Running& running) { return tell_all(running); });
  listener_ = parts_.records.changes().listen([this](const records::Change& change) {
    if (change.entity == kBreach) parts_.jobs.look_again(change.workspace, kClock);
  });
}

Incidents::~Incidents() { parts_.records.changes().forget(listener_); }

Result<Breach> Incidents::find(const Context& breaches, const Id& id) {
  PROBITY_ASSIGN(const auto cells, parts_.records.cells(breaches, id));
  return breach_in(breaches, CellRow(cells));
}

Result<> Incidents::take_step(const Context& breaches, const Id& id, const Step& step) {
  if (step.step == "tell") return invalid("unknown_step", "Telling people takes whom to tell.", "step");
  return carry_out(parts_.records, breaches, id, step, {.by = breaches.access.actor});
}

Result<Id> Incidents::tell_people(const Context& breaches, const Id& id, const Context& people, const std::string& filter) {
  if (people.entity->subject.kind != meta::Subject::Kind::self || !email_of(*people.entity)) return invalid("not_people", "Letters go to records that are people and have an address.", "entity");
  PROBITY_ASSIGN(const Breach breach, find(breaches, id));
  if (breach.state == "closed") return fail(ErrorKind::conflict, "breach_closed", "It is closed. Open it again first.");
  if (breach.people_state == "told") return fail(ErrorKind::conflict, "already_told", "They were told already.");
  const auto missing = missing_for_people(breach);
  if (!missing.empty()) return fail(ErrorKind::conflict, "notice_incomplete", fmt::format("Write down first, in plain words: {}.", fmt::join(missing, ", ")));
  // A filter that cannot be read is told now, not by the job.
  JsonBuffer unused;
  JsonWriter discarded(unused);
  records::ListOptions first;
  first.limit = 1;
  first.filter = filter;
  PROBITY_TRY(parts_.records.list(people, first, discarded));
  JsonBuffer payload;
  JsonWriter writer(payload);
  writer.StartObject();
  key(writer, "breach");
  records::write_id(writer, id);
  key(writer, "entity");
  put(writer, people.entity->name);
  key(writer, "filter");
  put(writer, filter);
  writer.EndObject();
  return parts_.jobs.enqueue(breaches.access.workspace, kTell, std::string(text(payload)), breaches.access.actor);
}

/// Taken up again after a kill it writes to nobody twice: the ids of letters and of the step are made of the breach.
Result<std::string> Incidents::tell_all(jobs::Running& running) {
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(running.job().payload));
  const auto id = Id::parse(view(payload["breach"]));
  if (!id) return internal("a job about a breach without its id");
  const privacy::Access access = program_in(running.workspace());
  PROBITY_ASSIGN(const Context workspace, parts_.records.enter(access));
  PROBITY_ASSIGN(const Breach breach, find(at(workspace, kBreach), *id));
  const Context people = at(workspace, view(payload["entity"]));
  const meta::Field& email = *email_of(*people.entity);
  const std::string advice = is_blank(breach.advice) ? "Nothing needs to be done by you." : breach.advice;
  std::int64_t letters = 0, without_address = 0;
  PROBITY_TRY(parts_.records.each(people, view(payload["filter"]), [&](const Id& person, const Row& row) -> Result<> {
    if (running.should_stop()) return fail(ErrorKind::unavailable, "stopped", "It was stopped, and goes on from there.");
    const auto addresses = email.type->keys(email, row, email.first_column);
    if (addresses.empty()) {
      ++without_address;
      return {};
    }
    mail::Letter letter{.workspace = running.workspace(), .purpose = std::string(privacy::kLegalObligation), .to = addresses.front(), .to_name = records::display_of(people, row), .person = mail::Recipient{people.entity->name, person},
                        .template_name = "breach"};
    letter.values = {{"what_happened", breach.description}, {"consequences", breach.consequences}, {"measures", breach.measures}, {"advice", advice}, {"contact", contact_of(breach, workspace.policy->policy->controller)}};
    letter.id = records::derived_id(person, "breach " + id->text());
    const auto sent = parts_.send(letter);
    // An address that cannot be one is this person's affair; anything else is tried again.
    if (!sent && sent.error().kind != ErrorKind::invalid) return std::unexpected(sent.error());
    sent ? ++letters : ++without_address;
    running.progress(letters, 0);
    return {};
  }));
  const Step told{.step = "tell", .why = without_address ? fmt::format("{} could not be written to: no address.", without_address) : ""};
  PROBITY_TRY(carry_out(parts_.records, workspace, *id, told, {.by = running.job().created_by, .id = records::derived_id(running.job().id, "told"), .people = letters}));
  return fmt::format(R"({{"letters":{},"without_address":{}}})", letters, without_address);
}

Result<> Incidents::write_story(const Context& breaches, const Id& id, JsonWriter& writer) {
  PROBITY_ASSIGN(const Breach breach, find(breaches, id));
  const Timestamp at_now = now();
  writer.StartObject();
  key(writer, "in_words");
  put(writer, clock_in_words(breach, at_now));
  key(writer, "next_step");
  put(writer, next_step(breach, at_now));
  key(writer, "due_at");
  records::write_time(writer, breach.due_at);
  key(writer, "overdue");
  writer.Bool(breach.overdue(at_now));
  key(writer, "hours_left");
  breach.waits_for_report() ? (void)writer.Int64((breach.due_at - at_now) / kHour) : (void)writer.Null();
  write_texts("undecided", undecided(breach), writer);
  key(writer, "steps");
  writer.StartArray();
  const Context steps = at(breaches, kStep);
  const records::Shown shown = records::everything_readable(steps);
  PROBITY_TRY(breaches.database->read([&](store::Reader& reader) {
    return reader.each({.columns = steps.tables->all, .where = Condition::equals("breach", cell(id)), .order = store::Order{.column = "_id", .descending = true}, .limit = INT_MAX}, [&](const Row& row) {
      records::write_record(*steps.entity, shown, row, writer);
      return true;
    });
  }));
  writer.EndArray();
  writer.EndObject();
  return {};
}

Result<> Incidents::write_notice(const Context& breaches, const Id& id, JsonWriter& writer) {
  PROBITY_ASSIGN(const Breach breach, find(breaches, id));
  const privacy::Policy& policy = *breaches.policy->policy;
  writer.StartObject();
  key(writer, "authority");
  put(writer, notice_to_authority(breach, policy.controller, breach.authority.empty() ? policy.rights.overseer : breach.authority));
  key(writer, "people");
  put(writer, notice_to_people(breach, policy.controller));
  write_texts("missing_for_authority", missing_for_authority(breach), writer);
  write_texts("missing_for_people", missing_for_people(breach), writer);
  writer.EndObject();
  return {};
}

Result<std::optional<Timestamp>> Incidents::ring(const std::string& workspace) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  if (!context.model().find(kBreach)) return std::nullopt;
  PROBITY_ASSIGN(const auto open, open_ones(at(context, kBreach)));
  std::optional<Timestamp> next;
  for (const Breach& breach : open) {
    const Ringing ringing = ringing_of(breach, now());
    next = std::min(next.value_or(INT64_MAX), ringing.next.value_or(INT64_MAX));
    if (ringing.use.empty() || !parts_.alert) continue;
    PROBITY_TRY(parts_.alert({.workspace = workspace, .id = records::derived_id(breach.id, ringing.use), .breach = breach.id, .title = breach.title, .clock = clock_in_words(breach, now()), .next_step = next_step(breach, now())}));
  }
  return next;
}

}  // namespace probity::incidents
