#include "accounts/life_cycle/closing.hpp"

#include "accounts/roles.hpp"
#include "base/crypto.hpp"
#include "base/fault.hpp"

namespace probity::life_cycle {
namespace {

constexpr std::string_view kWatch = "workspaces.end";
/// Where the operator's policy sets no time, or says that it is as long as needed.
constexpr privacy::Period kUsual{.days = 90};

ClosedWorkspace closed_in(const meta::Entity& entity, const Id& id, const Row& row) {
  using namespace accounts;
  return {.id = id, .slug = std::string(text_of(entity, "slug", row)), .name = std::string(text_of(entity, "name", row)), .state = std::string(text_of(entity, "state", row)),
          .closed_at = time_of(entity, "closed_at", row), .destroy_at = time_of(entity, "destroy_at", row)};
}

bool is_closed(const ClosedWorkspace& one) { return one.state == "closed" || one.state == "destroying"; }

std::unexpected<Error> not_closed() { return fail(ErrorKind::conflict, "not_closed", "This workspace is open. Close it first; nothing was changed."); }

/// The same for the same event, so that a letter about it is written once, whatever happens in between.
Id letter_id(const Id& about, Timestamp at, const Id& to, std::string_view letter) {
  const Hash hash = sha256(fmt::format("{} {} {} {}", about.text(), at, to.text(), letter));
  return Id::from_raw(bytes_of(hash).substr(0, 16));
}

}  // namespace

Closing::Closing(Parts parts) : parts_(std::move(parts)), key_(parts_.secret), rows_(parts_.records), directory_(parts_.records) {
  parts_.jobs.watch(std::string(kWatch), {.ring = [this](const std::string& workspace) -> Result<std::optional<Timestamp>> {
                      if (workspace != records::kSystemWorkspace) return std::nullopt;
                      return ring();
                    }});
}

Result<std::optional<ClosedWorkspace>> Closing::find(std::string_view workspace) {
  std::optional<ClosedWorkspace> found;
  PROBITY_TRY(rows_.each("workspace", "slug", workspace, [&](const meta::Entity& entity, const Id& id, const Row& row) {
    ClosedWorkspace one = closed_in(entity, id, row);
    if (is_closed(one)) found = std::move(one);
  }));
  return found;
}

Result<std::optional<ClosedWorkspace>> Closing::one_of(const Id& workspace) {
  std::optional<ClosedWorkspace> found;
  PROBITY_TRY(rows_.one("workspace", workspace, [&](const meta::Entity& entity, const Id& id, const Row& row) {
    ClosedWorkspace one = closed_in(entity, id, row);
    if (is_closed(one)) found = std::move(one);
  }));
  return found;
}

Result<std::vector<ClosedWorkspace>> Closing::all() {
  std::vector<ClosedWorkspace> found;
  PROBITY_TRY(rows_.each("workspace", {}, {}, [&](const meta::Entity& entity, const Id& id, const Row& row) {
    ClosedWorkspace one = closed_in(entity, id, row);
    if (is_closed(one)) found.push_back(std::move(one));
  }));
  return found;
}

Result<std::vector<ClosedWorkspace>> Closing::owned_by(const Id& member) {
  std::vector<ClosedWorkspace> found;
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_member(member));
  for (const accounts::Membership& seat : seats) {
    if (seat.role != accounts::kOwner) continue;
    PROBITY_ASSIGN(auto one, one_of(seat.workspace));
    if (one) found.push_back(std::move(*one));
  }
  return found;
}

Result<> Closing::check_owner(std::string_view workspace, const Id& member) {
  PROBITY_ASSIGN(const auto place, directory_.workspace_of_slug(workspace));
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_member(member));
  const bool owns = place && std::ranges::any_of(seats, [&](const accounts::Membership& seat) { return seat.workspace == place->info.id && seat.role == accounts::kOwner; });
  if (!owns) return no_such_workspace();
  return {};
}

Result<Timestamp> Closing::end_of(Timestamp closed_at) {
  PROBITY_ASSIGN(const auto system, parts_.records.workspaces().find(records::kSystemWorkspace));
  for (const privacy::RetentionRule& rule : system->policy()->policy->retention) {
    if (rule.entity == "workspace" && rule.starts == privacy::Starts::account_closed && rule.keep) return rule.keep->after(closed_at);
  }
  return kUsual.after(closed_at);
}

Result<ClosedWorkspace> Closing::close(std::string_view workspace) {
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(const auto place, directory_.workspace_of_slug(workspace));
  if (!place) return no_such_workspace();
  if (place->state == "closed" || place->state == "destroying") return fail(ErrorKind::conflict, "closed_already", "This workspace is closed already. Nothing was changed.");
  if (!place->active()) return no_such_workspace();
  const Timestamp at = now();
  PROBITY_ASSIGN(const Timestamp end, end_of(at));
  PROBITY_TRY(rows_.alter("workspace", place->info.id, [&](const records::Context& context, records::Draft& draft) -> Result<> {
    set_time(context, draft, "closed_at", at);
    set_time(context, draft, "destroy_at", end);
    return set_text(context, draft, "state", "closed");
  }));
  fault_point("closing.locked");
  PROBITY_ASSIGN(const auto closed, one_of(place->info.id));
  if (!closed) return internal("a workspace was closed and is not");
  PROBITY_TRY(settle(*closed));
  parts_.jobs.look_again(records::kSystemWorkspace, kWatch);
  return *closed;
}

/// What follows from a workspace being closed; done again it changes nothing.
Result<> Closing::settle(const ClosedWorkspace& closed) {
  parts_.jobs.rest(closed.slug, {std::string("export")});
  PROBITY_TRY(note_closed(closed.id, closed.closed_at));
  const std::string until = format_timestamp(closed.destroy_at).substr(0, 10);
  return tell_owners(closed, "workspace-closed", {{"workspace", closed.name}, {"until", until}, {"link", parts_.public_url + "/signin"}});
}

/// Members whose only workspaces are closed: their accounts are, since then. Their sessions end, but for those of the
/// owners, who may open it again.
Result<> Closing::note_closed(const Id& workspace, Timestamp closed_at) {
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_workspace(workspace));
  for (const accounts::Membership& seat : seats) {
    PROBITY_ASSIGN(const auto elsewhere, directory_.memberships_of_member(seat.member));
    bool has_another = false;
    for (const accounts::Membership& other : elsewhere) {
      PROBITY_ASSIGN(const auto place, directory_.workspace(other.workspace));
      has_another |= place && place->active();
    }
    PROBITY_TRY(rows_.alter("member", seat.member, [&](const records::Context& context, records::Draft& draft) -> Result<> {
      set_time(context, draft, "closed_at", has_another ? 0 : closed_at);
      return {};
    }));
    if (seat.role != accounts::kOwner) PROBITY_TRY(parts_.departures.end_sessions_without_seat(seat.member));
  }
  return {};
}

Result<> Closing::tell_owners(const ClosedWorkspace& closed, std::string_view letter_name, std::map<std::string, std::string, std::less<>> values) {
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_workspace(closed.id));
  for (const accounts::Membership& seat : seats) {
    PROBITY_ASSIGN(const auto owner, seat.role == accounts::kOwner ? directory_.member(seat.member) : std::nullopt);
    if (!owner) continue;
    mail::Letter letter{.workspace = std::string(records::kSystemWorkspace), .purpose = "service", .topic = {}, .to = owner->member.email, .to_name = owner->member.name};
    letter.person = mail::Recipient{"member", seat.member};
    letter.template_name = letter_name;
    letter.values = values;
    letter.id = letter_id(closed.id, closed.closed_at, seat.member, letter_name);
    PROBITY_TRY(parts_.send(letter));
  }
  return {};
}

Result<> Closing::resume() {
  PROBITY_ASSIGN(const auto closed, all());
  for (const ClosedWorkspace& one : closed) {
    if (one.state == "closed") PROBITY_TRY(settle(one));
    else parts_.jobs.rest(one.slug, {});
  }
  return {};
}

Result<> Closing::restore(std::string_view workspace) {
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(const auto place, directory_.workspace_of_slug(workspace));
  if (!place) return no_such_workspace();
  PROBITY_ASSIGN(const auto closed, one_of(place->info.id));
  if (!closed) return not_closed();
  if (closed->state == "destroying") return fail(ErrorKind::conflict, "too_late", "This workspace is being destroyed, and that cannot be taken back.");
  PROBITY_TRY(rows_.alter("workspace", closed->id, [&](const records::Context& context, records::Draft& draft) -> Result<> {
    set_time(context, draft, "closed_at", 0);
    set_time(context, draft, "destroy_at", 0);
    return set_text(context, draft, "state", "active");
  }));
  PROBITY_TRY(note_closed(closed->id, 0));
  parts_.jobs.wake(closed->slug);
  return tell_owners(*closed, "workspace-restored", {{"workspace", closed->name}, {"link", parts_.public_url + "/signin"}});
}

Result<privacy::Access> Closing::enter(std::string_view workspace, const Id& member, bool to_take_along) {
  PROBITY_TRY(check_owner(workspace, member));
  PROBITY_ASSIGN(const auto closed, find(workspace));
  if (!closed) return no_such_workspace();
  if (to_take_along && closed->state == "closed") {
    return privacy::Access{.actor = member, .workspace = closed->slug, .purpose = "service", .grants = accounts::grants_of(accounts::kOwner), .origin = "web", .address = {}};
  }
  const std::string until = format_timestamp(closed->destroy_at);
  const std::string message = closed->state == "closed"
                                  ? fmt::format("This workspace is closed, and nothing in it can be changed. Until {} you may open it again, take everything along by exports, or have it destroyed at once.", until.substr(0, 10))
                                  : std::string("This workspace is being destroyed.");
  return fail(Error{.kind = ErrorKind::conflict, .code = "workspace_closed", .message = message,
                    .extras = fmt::format(R"({{"closed_at":"{}","destroy_at":"{}"}})", format_timestamp(closed->closed_at), until)});
}

Result<> Closing::destroy_due(const Id& workspace) {
  PROBITY_ASSIGN(const auto closed, one_of(workspace));
  if (!closed || (closed->state == "closed" && closed->destroy_at > now())) return fail(ErrorKind::conflict, "not_due", "The time that its owners were told is not over.");
  PROBITY_TRY(destroy(closed->slug, Ground::time_over));
  return {};
}

/// Destroys what is due, and tells when the next is.
Result<std::optional<Timestamp>> Closing::ring() {
  PROBITY_ASSIGN(const auto closed, all());
  std::optional<Timestamp> next;
  for (const ClosedWorkspace& one : closed) {
    if (one.state == "destroying" || one.destroy_at <= now()) {
      PROBITY_TRY(destroy(one.slug, Ground::time_over));
    } else {
      next = next ? std::min(*next, one.destroy_at) : one.destroy_at;
    }
  }
  return next;
}

}  // namespace probity::life_cycle
