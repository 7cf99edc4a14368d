#include "accounts/life_cycle/departures.hpp"

#include "accounts/roles.hpp"
#include "base/json.hpp"

namespace probity::life_cycle {
namespace {

constexpr std::string_view kHandOn = "members.hand_on";

/// Fields that say whose a record is. What somebody did stays theirs: such fields are read-only.
bool says_whose(const meta::Field& field) { return field.type->name() == "user" && (!field.read_only || field.name == "owner" || field.name == "assignee"); }

std::string payload_of(const Departure& departure) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const auto& [name, id] : {std::pair<std::string_view, const Id&>{"from", departure.member}, {"to", departure.heir}}) {
    key(writer, name);
    put(writer, id.text());
  }
  writer.EndObject();
  return std::string(text(buffer));
}

Result<Id> id_in(const JsonValue& payload, std::string_view name) {
  const JsonValue* value = find(payload, name);
  const auto id = value && value->IsString() ? Id::parse(view(*value)) : std::nullopt;
  if (!id) return internal("a job that hands records on names nobody");
  return *id;
}

Result<std::vector<Id>> records_of(records::Records& records, const records::Context& context, const meta::Field& field, const Id& member) {
  std::vector<Id> found;
  PROBITY_TRY(records.each(context, fmt::format(R"({{"field":"{}","op":"eq","value":"{}"}})", field.name, member.text()), [&](const Id& id, const Row&) -> Result<> {
    found.push_back(id);
    return {};
  }));
  return found;
}

/// Again and again the same: what is handed on already is left alone.
Result<> hand_over(records::Records& records, const records::Context& context, const meta::Field& field, const Id& record, const Id& from, const Id& to) {
  const auto altered = records.alter(context, record, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    if (CellRow(draft.after).id(field.first_column) == from) draft.value(field) = cell(to);
    return {};
  });
  if (!altered && altered.error().kind != ErrorKind::not_found) return std::unexpected(altered.error());
  return {};
}

}  // namespace

Departures::Departures(records::Records& records, accounts::Accounts& accounts, jobs::Jobs& jobs) : rows_(records), directory_(records), accounts_(accounts), jobs_(jobs) {
  jobs_.handle(std::string(kHandOn), [this](jobs::Running& running) { return hand_on(running); });
}

Result<Id> Departures::dismiss(const Departure& departure) {
  PROBITY_ASSIGN(const auto place, accounts_.find_workspace(departure.workspace));
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_workspace(place.id));
  const auto seat = std::ranges::find(seats, departure.member, &accounts::Membership::member);
  if (seat == seats.end()) return fail(ErrorKind::not_found, "not_found", "There is nothing of that id here.");
  const auto owners = std::ranges::count(seats, std::string(accounts::kOwner), &accounts::Membership::role);
  const bool is_owner = seat->role == accounts::kOwner;
  if (is_owner && !departure.by_owner) return fail(ErrorKind::forbidden, "owners_only", "Only an owner takes an owner's seat. Nothing was changed.");
  if (is_owner && owners == 1) return fail(ErrorKind::conflict, "last_owner", "A workspace has at least one owner. Give it another first, or close it; nothing was changed.");
  const bool heir_is_here = departure.heir != departure.member && std::ranges::find(seats, departure.heir, &accounts::Membership::member) != seats.end();
  if (!heir_is_here) return invalid("bad_heir", "Name another member of the workspace, who gets their records. Nothing was changed.", "hand_on_to");
  PROBITY_ASSIGN(const Id job, jobs_.enqueue(departure.workspace, std::string(kHandOn), payload_of(departure), departure.by));
  std::vector<Id> tokens;
  PROBITY_TRY(rows_.each("token", "member", departure.member.text(), [&](const meta::Entity& entity, const Id& id, const Row& row) {
    if (accounts::id_of(entity, "workspace", row) == place.id) tokens.push_back(id);
  }));
  for (const Id& token : tokens) PROBITY_TRY(rows_.drop("token", token));
  PROBITY_TRY(rows_.drop("membership", seat->id));
  PROBITY_TRY(end_sessions_without_seat(departure.member));
  return job;
}

Result<> Departures::end_sessions_without_seat(const Id& member) {
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_member(member));
  for (const accounts::Membership& seat : seats) {
    PROBITY_ASSIGN(const auto workspace, directory_.workspace(seat.workspace));
    if (workspace && workspace->active()) return {};
  }
  PROBITY_ASSIGN(const auto sessions, rows_.ids("session", "member", member.text()));
  for (const Id& session : sessions) PROBITY_TRY(rows_.drop("session", session));
  return {};
}

Result<std::string> Departures::hand_on(jobs::Running& running) {
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(running.job().payload));
  PROBITY_ASSIGN(const Id from, id_in(payload, "from"));
  PROBITY_ASSIGN(const Id to, id_in(payload, "to"));
  const privacy::Access access = accounts::program_access(running.workspace(), "departure");
  records::Records& records = rows_.records();
  PROBITY_ASSIGN(const records::Context workspace, records.enter(access));
  std::int64_t done = 0;
  for (const auto& entity : workspace.model().entities()) {
    if (entity->system) continue;
    const records::Context context = records::by_program(records::at_entity(workspace, *entity), *entity);
    for (const meta::Field& field : entity->fields) {
      if (!says_whose(field)) continue;
      PROBITY_ASSIGN(const auto found, records_of(records, context, field, from));
      for (const Id& record : found) {
        if (running.should_stop()) return fail(ErrorKind::unavailable, "stopped", "It goes on later.");
        PROBITY_TRY(hand_over(records, context, field, record, from, to));
        ++done;
        running.progress(done, done);
      }
    }
  }
  return fmt::format(R"({{"handed_on":{}}})", done);
}

}  // namespace probity::life_cycle
