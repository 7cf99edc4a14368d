// What happens by itself: agreements and requests that run out, and people whose state follows from events that
// came by other ways than this service.
#include "base/log.hpp"
#include "records/beside.hpp"
#include "records/links.hpp"
#include "rights/consent/rows.hpp"

namespace probity::rights {
namespace {

using privacy::consent::State;
using records::Context;

constexpr const char* kExpiredThrough = "consent.expired_through";
constexpr int kAtOnce = 500;

struct Due {
  Recorded recorded;
  Id person;
};

store::Condition between(std::optional<Timestamp> after, std::optional<Timestamp> until) {
  std::vector<store::Condition> all{store::Condition::is_null("_deleted_at")};
  if (after) all.push_back(store::Condition::compare_with("expires_at", store::Comparison::greater, Cell{*after}));
  if (until) all.push_back(store::Condition::compare_with("expires_at", store::Comparison::less_or_equal, Cell{*until}));
  return store::Condition::all_of(std::move(all));
}

/// The soonest that run out in that span.
Result<std::vector<Due>> running_out(const Context& consents, std::optional<Timestamp> after, std::optional<Timestamp> until, int most) {
  std::vector<Due> due;
  PROBITY_TRY(consents.database->read([&](store::Reader& reader) {
    return reader.each({.columns = consents.tables->all, .where = between(after, until), .order = store::Order{.column = "expires_at"}, .tie_column = "_id", .limit = most},
                       [&](const Row& row) {
                         due.push_back({recorded_in(*consents.entity, row), id_in(*consents.entity, row, "person")});
                         return true;
                       });
  }));
  return due;
}

/// Whether it was this event that was in force when its time came.
bool ended_by_time(const std::vector<Recorded>& events, const Recorded& recorded) {
  const privacy::consent::Question question{.purpose = recorded.event.purpose, .channel = recorded.event.channel, .topic = recorded.event.topic, .address = recorded.event.address};
  const auto before = privacy::consent::standing(events_of(events), question, *recorded.event.expires_at - 1);
  return before.decided_by == recorded.event.id;
}

}  // namespace

void Consents::watch() {
  parts_.jobs.watch(std::string(kConsent), {.ring = [this](const std::string& workspace) { return ring(workspace); }});
}

Result<> Consents::settle_pending(const std::string& workspace) {
  std::set<Id> pending;
  {
    std::lock_guard lock(mutex_);
    std::swap(pending, pending_[workspace]);
  }
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  const ByProgram consents(context, kConsent);
  std::set<Id> people;
  std::map<Id, const meta::Entity*> entities;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const Id& id : pending) {
      PROBITY_ASSIGN(const bool consent, reader.one(consents->tables->all, "_id", cell(id), [&](const Row& row) {
        people.insert(id_in(*consents->entity, row, "person"));
        return false;
      }));
      if (!consent) people.insert(id);
    }
    for (const Id& person : people) {
      PROBITY_ASSIGN(entities[person], person.is_nil() ? Result<const meta::Entity*>(nullptr) : records::entity_of(context, reader, person));
    }
    return {};
  }));
  for (const auto& [person, entity] : entities) {
    if (entity && entity->subject.kind == meta::Subject::Kind::self) PROBITY_TRY(settle(by_program(context, *entity), person));
  }
  return {};
}

Result<std::optional<Timestamp>> Consents::ring(const std::string& workspace) {
  if (workspace == records::kSystemWorkspace) return std::nullopt;
  PROBITY_TRY(settle_pending(workspace));
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  const ByProgram consents(context, kConsent);
  PROBITY_ASSIGN(const auto marker, records::read_setting(*context.database, kExpiredThrough));
  const Timestamp through = marker ? parse_timestamp(*marker).value_or(0) : 0;
  const Timestamp until = now();
  PROBITY_ASSIGN(const auto due, running_out(consents.context(), through - 1, until, kAtOnce));
  for (const Due& each : due) {
    if (each.person.is_nil()) continue;
    const meta::Entity* entity = nullptr;
    std::vector<Recorded> events;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(entity, records::entity_of(context, reader, each.person));
      PROBITY_ASSIGN(events, read_events(consents.context(), reader, each.person));
      return {};
    }));
    if (!entity) continue;
    if (!ended_by_time(events, each.recorded)) {
      PROBITY_TRY(settle(by_program(context, *entity), each.person));
      continue;
    }
    const privacy::consent::Event& event = each.recorded.event;
    const Statement ran_out{.state = State::expired, .purpose = event.purpose, .channel = event.channel, .topic = event.topic, .at = *event.expires_at,
                            .method = "time", .source = "Its time was over", .address = each.recorded.address, .address_hash = event.address};
    PROBITY_TRY(keep(by_program(context, *entity), each.person, {.statement = ran_out, .by = {}, .id = records::derived_id(event.id, "expired")}));
  }
  const bool more = static_cast<int>(due.size()) == kAtOnce;
  const Timestamp done = more ? *due.back().recorded.event.expires_at : until;
  if (!due.empty()) PROBITY_TRY(records::write_setting(*context.database, kExpiredThrough, format_timestamp(done)));
  if (more) return now();
  PROBITY_ASSIGN(const auto next, running_out(consents.context(), until, {}, 1));
  return next.empty() ? std::nullopt : std::optional(*next.front().recorded.event.expires_at);
}

}  // namespace probity::rights
