#include "accounts/seats.hpp"

#include "accounts/own_roles.hpp"
#include "accounts/roles.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr int kLongestSupport = 24 * 14;

std::unexpected<Error> no_such_member() { return fail(ErrorKind::not_found, "not_found", "There is no such member."); }

std::unexpected<Error> above_your_own() {
  return fail(ErrorKind::forbidden, "above_your_own", "Nobody can give or take a role above their own. Ask an owner; nothing was changed.");
}

bool is_over(const Membership& membership) { return membership.until && *membership.until <= now(); }

std::vector<Id> members_in(const meta::Entity& team, const Row& row) {
  const meta::Field& field = *team.field("members");
  return field.type->targets(field, row, field.first_column);
}

using VisitTeam = std::function<void(const Id& team, const std::vector<Id>& members)>;

/// A workspace whose model has no teams has none.
Result<> each_team(records::Records& records, std::string_view workspace, const VisitTeam& visit) {
  const privacy::Access program = program_access(workspace, "program");
  const auto context = records.enter(program, "team");
  if (!context) return context.error().code == "unknown_entity" ? Result<>{} : std::unexpected(context.error());
  return records.each(*context, "", [&](const Id& id, const Row& row) -> Result<> {
    visit(id, members_in(*context->entity, row));
    return {};
  });
}

Result<bool> is_role(records::Records& records, const privacy::Access& program, std::string_view field, std::string_view value, std::string& id) {
  const auto context = records.enter(program, "role");
  if (!context) return context.error().code == "unknown_entity" ? Result<bool>(false) : std::unexpected(context.error());
  PROBITY_TRY(records.each(*context, "", [&](const Id& own, const Row& row) -> Result<> {
    const bool same = field == "id" ? own.text() == value : fold(row.text(context->entity->field(field)->first_column)) == fold(value);
    if (same) id = own.text();
    return {};
  }));
  return !id.empty();
}

}  // namespace

Result<StoredWorkspace> Seats::workspace_of(std::string_view slug) {
  PROBITY_ASSIGN(const auto found, directory_.workspace_of_slug(slug));
  if (!found || !found->active()) return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace, or you are not a member of it.");
  return *found;
}

Result<std::shared_ptr<const privacy::Grants>> Seats::grants_of(std::string_view workspace, const Membership& membership) {
  if (membership.role != kOwnRole) return accounts::grants_of(membership.role);
  const privacy::Access program = program_access(workspace, "program");
  const auto id = Id::parse(membership.own_role);
  PROBITY_ASSIGN(const auto context, records_.enter(program, "role"));
  const auto cells = records_.cells(context, id.value_or(Id{}));
  if (!cells && cells.error().kind == ErrorKind::not_found) return nullptr;
  if (!cells) return std::unexpected(cells.error());
  const CellRow row(*cells);
  if (!row.null(meta::kDeletedAt)) return nullptr;
  const std::int64_t version = row.integer(meta::kVersion);
  const std::scoped_lock lock(mutex_);
  Compiled& compiled = compiled_[{std::string(workspace), membership.own_role}];
  if (compiled.grants && compiled.version == version) return compiled.grants;
  PROBITY_ASSIGN(const JsonDocument grants, parse_json(text_of(*context.entity, "grants", row)));
  compiled = {version, compile_own_role(text_of(*context.entity, "name", row), grants)};
  return compiled.grants;
}

Result<std::shared_ptr<const privacy::Teams>> Seats::teams_of(std::string_view workspace, const Id& member) {
  auto teams = std::make_shared<privacy::Teams>();
  PROBITY_TRY(each_team(records_, workspace, [&](const Id& team, const std::vector<Id>& members) {
    if (std::ranges::find(members, member) == members.end()) return;
    teams->teams.insert(team);
    teams->members.insert(members.begin(), members.end());
  }));
  if (teams->teams.empty()) return nullptr;
  return teams;
}

Result<std::vector<Seat>> Seats::of_member(const Id& member) {
  PROBITY_ASSIGN(const auto memberships, directory_.memberships_of_member(member));
  std::vector<Seat> seats;
  for (const Membership& one : memberships) {
    PROBITY_ASSIGN(const auto workspace, directory_.workspace(one.workspace));
    if (!workspace || !workspace->active() || is_over(one)) continue;
    PROBITY_ASSIGN(auto grants, grants_of(workspace->info.slug, one));
    if (!grants) continue;
    PROBITY_ASSIGN(auto teams, teams_of(workspace->info.slug, member));
    seats.push_back({.workspace = one.workspace, .slug = workspace->info.slug, .workspace_name = workspace->info.name, .role = grants->role,
                     .grants = std::move(grants), .teams = std::move(teams), .until = one.until});
  }
  std::ranges::sort(seats, {}, [](const Seat& seat) { return fold(seat.workspace_name); });
  return seats;
}

Result<std::vector<SeatedMember>> Seats::of_workspace(std::string_view slug) {
  PROBITY_ASSIGN(const StoredWorkspace place, workspace_of(slug));
  PROBITY_ASSIGN(const auto memberships, directory_.memberships_of_workspace(place.info.id));
  std::map<Id, std::vector<Id>> teams;
  PROBITY_TRY(each_team(records_, slug, [&](const Id& team, const std::vector<Id>& members) {
    for (const Id& member : members) teams[member].push_back(team);
  }));
  std::vector<SeatedMember> seated;
  for (const Membership& one : memberships) {
    PROBITY_ASSIGN(const auto stored, directory_.member(one.member));
    if (!stored || is_over(one)) continue;
    PROBITY_ASSIGN(const auto grants, grants_of(slug, one));
    seated.push_back({stored->member, one.role, one.own_role, grants ? grants->role : std::string(), one.until, teams[one.member]});
  }
  std::ranges::sort(seated, {}, [](const SeatedMember& member) { return std::pair(fold(member.name), member.id); });
  return seated;
}

Result<Seats::RoleOf> Seats::resolve(std::string_view workspace, std::string_view role) {
  if (accounts::grants_of(role)) return RoleOf{std::string(role), {}};
  const privacy::Access program = program_access(workspace, "program");
  RoleOf own{.role = std::string(kOwnRole), .own_role = {}};
  for (const std::string_view field : {"id", "name"}) {
    PROBITY_ASSIGN(const bool found, is_role(records_, program, field, role, own.own_role));
    if (found) return own;
  }
  Error error{.kind = ErrorKind::invalid, .code = "unknown_role", .message = fmt::format("There is no role of this name. Use {}, or one of the workspace's own.", fmt::join(role_names(), ", ")), .field = "role"};
  error.fields.push_back({error.field, error.code, error.message});
  return fail(std::move(error));
}

Result<bool> Seats::in_use(std::string_view workspace, const Id& role) {
  PROBITY_ASSIGN(const auto place, directory_.workspace_of_slug(workspace));
  if (!place) return false;
  PROBITY_ASSIGN(const auto memberships, directory_.memberships_of_workspace(place->info.id));
  return std::ranges::any_of(memberships, [&](const Membership& one) { return one.role == kOwnRole && one.own_role == role.text(); });
}

Result<> Seats::keep_an_owner(const Membership& membership, std::string_view role) {
  if (membership.role != kOwner || role == kOwner) return {};
  PROBITY_ASSIGN(const auto all, directory_.memberships_of_workspace(membership.workspace));
  for (const Membership& one : all) {
    if (one.id == membership.id || one.role != kOwner) continue;
    PROBITY_ASSIGN(const auto other, directory_.member(one.member));
    if (other && other->active) return {};
  }
  return fail(ErrorKind::conflict, "last_owner", "This is the workspace's last owner. Make somebody else an owner first; nothing was changed.");
}

Result<std::string> Seats::seat(const Id& member, const Id& workspace, const RoleOf& role, std::optional<Timestamp> until) {
  const std::scoped_lock lock(changing_);
  PROBITY_ASSIGN(const auto memberships, directory_.memberships_of_member(member));
  for (const Membership& one : memberships) {
    if (one.workspace == workspace) PROBITY_TRY(keep_an_owner(one, role.role));
  }
  return directory_.set_role(member, workspace, role.role, role.own_role, until);
}

Result<> Seats::change(const privacy::Access& by, const Id& member, const SeatChange& change) {
  PROBITY_ASSIGN(const StoredWorkspace place, workspace_of(by.workspace));
  PROBITY_ASSIGN(const auto memberships, directory_.memberships_of_workspace(place.info.id));
  const auto own = std::ranges::find(memberships, member, &Membership::member);
  if (own == memberships.end() || is_over(*own)) return no_such_member();
  if (change.role) {
    PROBITY_ASSIGN(const RoleOf role, resolve(by.workspace, *change.role));
    if (role.role == kSupport || own->role == kSupport) {
      return fail(ErrorKind::forbidden, "only_by_grant", "Support comes in by a grant of the owner for a time, and goes with it. Nothing was changed.");
    }
    const std::string& giver = by.grants->role;
    if (!may_give(giver, role.role) || !may_give(giver, own->role)) return above_your_own();
    PROBITY_TRY(seat(member, place.info.id, role));
  }
  return change.teams ? change_teams(by, member, *change.teams) : Result<>{};
}

Result<> Seats::change_teams(const privacy::Access& by, const Id& member, const std::vector<Id>& wanted) {
  std::map<Id, std::vector<Id>> now_in;
  PROBITY_TRY(each_team(records_, by.workspace, [&](const Id& team, const std::vector<Id>& members) { now_in[team] = members; }));
  for (const Id& team : wanted) {
    if (!now_in.contains(team)) return invalid("unknown_team", "There is no such team. Nothing was changed.", "teams");
  }
  PROBITY_ASSIGN(const auto context, records_.enter(by, "team"));
  PROBITY_TRY(records::may(context, records::Verb::update));
  const meta::Field& field = *context.entity->field("members");
  for (const auto& [team, members] : now_in) {
    const bool shall = std::ranges::find(wanted, team) != wanted.end();
    const bool is = std::ranges::find(members, member) != members.end();
    if (shall == is) continue;
    PROBITY_TRY(records_.alter(context, team, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
      std::vector<Id> ids = members_in(*context.entity, CellRow(draft.after));
      std::erase(ids, member);
      if (shall) ids.push_back(member);
      JsonDocument list(rapidjson::kArrayType);
      for (const Id& id : ids) list.PushBack(text_value(id.text(), list.GetAllocator()), list.GetAllocator());
      draft.clear(field);
      return ids.empty() ? Result<>{} : field.type->read(field, list, *context.input, draft.cells(field));
    }));
  }
  return {};
}

Result<SeatedMember> Seats::grant_support(const privacy::Access& by, std::string_view email, int hours) {
  if (by.grants->role != kOwner) return fail(ErrorKind::forbidden, "owners_only", "Only an owner lets support in. Nothing was changed.");
  if (hours < 1 || hours > kLongestSupport) return invalid("bad_hours", fmt::format("\"hours\" is a number from 1 to {}.", kLongestSupport), "hours");
  PROBITY_ASSIGN(const StoredWorkspace place, workspace_of(by.workspace));
  PROBITY_ASSIGN(const auto member, directory_.member_of_email(email));
  if (!member) return fail(ErrorKind::not_found, "no_such_account", "Nobody with this address has an account here. Ask the operator whom to let in; nothing was changed.");
  PROBITY_ASSIGN(const auto memberships, directory_.memberships_of_member(member->member.id));
  for (const Membership& one : memberships) {
    if (one.workspace == place.info.id && one.role != kSupport) return fail(ErrorKind::conflict, "is_member", "This person is a member of the workspace already. Nothing was changed.");
  }
  const Timestamp until = now() + hours * kHour;
  PROBITY_TRY(seat(member->member.id, place.info.id, {std::string(kSupport), {}}, until));
  return SeatedMember{member->member, std::string(kSupport), {}, std::string(kSupport), until, {}};
}

Result<> Seats::end_support(const privacy::Access& by, const Id& member) {
  if (by.grants->role != kOwner) return fail(ErrorKind::forbidden, "owners_only", "Only an owner ends what was granted to support. Nothing was changed.");
  PROBITY_ASSIGN(const StoredWorkspace place, workspace_of(by.workspace));
  PROBITY_ASSIGN(const auto memberships, directory_.memberships_of_workspace(place.info.id));
  const auto own = std::ranges::find(memberships, member, &Membership::member);
  if (own == memberships.end() || own->role != kSupport || is_over(*own)) return no_such_member();
  PROBITY_TRY(seat(member, place.info.id, {std::string(kSupport), {}}, now()));
  return {};
}

}  // namespace probity::accounts
