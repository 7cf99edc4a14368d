#include "accounts/life_cycle/invitations.hpp"

#include "accounts/roles.hpp"
#include "accounts/seats.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/token_text.hpp"

namespace probity::life_cycle {
namespace {

constexpr std::string_view kPrefix = "";
constexpr std::size_t kMostOpen = 1'000;

std::unexpected<Error> unknown_link() {
  return fail(ErrorKind::not_found, "unknown_link", "This link leads nowhere: it was used, or its time is over. Ask whoever invited you to send another.");
}

std::unexpected<Error> no_such_invitation() { return fail(ErrorKind::not_found, "not_found", "There is nothing of that id here."); }

Result<> check_name(std::string_view name) {
  if (is_blank(name)) return invalid("required", "A name is needed; an alias will do.", "name");
  if (length_in_characters(name) > 200) return invalid("too_long", "A name has at most 200 characters.", "name");
  return {};
}

Invitation invitation_in(const meta::Entity& entity, const Id& id, const Row& row) {
  using namespace accounts;
  return {.id = id, .member = id_of(entity, "member", row), .workspace = id_of(entity, "workspace", row), .name = std::string(text_of(entity, "name", row)), .email = {},
          .role = std::string(text_of(entity, "role", row)), .sent_at = time_of(entity, "sent_at", row), .expires_at = time_of(entity, "expires_at", row)};
}

/// What stands before the @, where nobody said more.
std::string name_for(const NewInvitation& wish) { return std::string(is_blank(wish.name) ? trim(wish.email).substr(0, trim(wish.email).find('@')) : trim(wish.name)); }

}  // namespace

Result<Id> Invitations::find_or_add(const NewInvitation& wish) {
  auto existing = directory_.member_of_email(wish.email);
  if (!existing) {
    if (existing.error().kind == ErrorKind::invalid) existing.error().field = "email";
    return std::unexpected(existing.error());
  }
  if (*existing) return (*existing)->member.id;
  auto made = rows_.create("member", [&](const records::Context& context, records::Draft& draft) -> Result<> {
    PROBITY_TRY(set_text(context, draft, "name", name_for(wish)));
    PROBITY_TRY(set_text(context, draft, "email", wish.email));
    return set_text(context, draft, "state", "invited");
  });
  if (!made && made.error().kind == ErrorKind::invalid) made.error().field = "email";
  return made;
}

Result<Invitation> Invitations::invite(const NewInvitation& wish) {
  PROBITY_ASSIGN(const auto place, parts_.accounts.find_workspace(wish.workspace));
  PROBITY_ASSIGN(const auto role, parts_.accounts.seats().resolve(wish.workspace, wish.role));
  if (role.role == accounts::kSupport) return invalid("only_by_grant", "Support comes in by a grant of the owner for a time. Nothing was changed.", "role");
  if (role.role == accounts::kOwner && !wish.by_owner) return fail(ErrorKind::forbidden, "owners_only", "Only an owner invites another. Nothing was changed.");
  if (!is_blank(wish.name)) PROBITY_TRY(check_name(wish.name));
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(const auto open, of(wish.workspace));
  if (open.size() >= kMostOpen) return fail(ErrorKind::too_many, "too_many_invitations", "So many people are invited already that no more can be. Withdraw some first.");
  PROBITY_ASSIGN(const Id member, find_or_add(wish));
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_member(member));
  const bool seated = std::ranges::any_of(seats, [&](const accounts::Membership& seat) { return seat.workspace == place.id; });
  if (seated) return fail(ErrorKind::conflict, "already_member", "Somebody with this address is a member of the workspace already. Nothing was changed.", "email");
  const auto same = std::ranges::find(open, member, &Invitation::member);
  Invitation invitation{.id = same == open.end() ? Id{} : same->id, .member = member, .workspace = place.id, .name = name_for(wish), .email = std::string(trim(wish.email)), .role = wish.role};
  return renew(std::move(invitation), place.name, wish.inviter);
}

/// Under a new link, whose hash alone is kept.
Result<Invitation> Invitations::renew(Invitation invitation, std::string_view workspace_name, std::string_view inviter) {
  std::string link;
  invitation.sent_at = now();
  invitation.expires_at = invitation.sent_at + parts_.lives;
  const Rows::Fill fill = [&](const records::Context& context, records::Draft& draft) -> Result<> {
    link = make_token_text(kPrefix, draft.id);
    set_id(context, draft, "member", invitation.member);
    set_id(context, draft, "workspace", invitation.workspace);
    draft.value(*context.entity->field("link_hash")) = cell(hash_of_link(link));
    set_time(context, draft, "sent_at", invitation.sent_at);
    set_time(context, draft, "expires_at", invitation.expires_at);
    PROBITY_TRY(set_text(context, draft, "name", invitation.name));
    return set_text(context, draft, "role", invitation.role);
  };
  if (invitation.id.is_nil()) {
    PROBITY_ASSIGN(invitation.id, rows_.create("invitation", fill));
  } else {
    PROBITY_TRY(rows_.alter("invitation", invitation.id, fill));
  }
  return send(invitation, link, workspace_name, inviter);
}

Result<Invitation> Invitations::send(const Invitation& invitation, const std::string& link, std::string_view workspace_name, std::string_view inviter) {
  mail::Letter letter{.workspace = std::string(records::kSystemWorkspace), .purpose = "service", .topic = {}, .to = invitation.email, .to_name = invitation.name};
  letter.person = mail::Recipient{"member", invitation.member};
  letter.template_name = "invitation";
  letter.values = {{"inviter", std::string(inviter)}, {"workspace", std::string(workspace_name)}, {"link", parts_.public_url + "/join/" + link},
                   {"until", format_timestamp(invitation.expires_at).substr(0, 10)}};
  PROBITY_TRY(parts_.send(letter));
  return invitation;
}

Result<std::vector<Invitation>> Invitations::of(std::string_view workspace) {
  PROBITY_ASSIGN(const auto place, parts_.accounts.find_workspace(workspace));
  std::vector<Invitation> found;
  PROBITY_TRY(rows_.each("invitation", "workspace", place.id.text(), [&](const meta::Entity& entity, const Id& id, const Row& row) { found.push_back(invitation_in(entity, id, row)); }));
  for (Invitation& one : found) {
    PROBITY_ASSIGN(const auto member, directory_.member(one.member));
    if (member) one.email = member->member.email;
  }
  return found;
}

Result<Invitation> Invitations::in(std::string_view workspace, const Id& invitation) {
  PROBITY_ASSIGN(const auto all, of(workspace));
  const auto found = std::ranges::find(all, invitation, &Invitation::id);
  if (found == all.end()) return no_such_invitation();
  return *found;
}

Result<Invitation> Invitations::send_again(std::string_view workspace, const Id& id, std::string_view inviter) {
  PROBITY_ASSIGN(const auto place, parts_.accounts.find_workspace(workspace));
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(Invitation invitation, in(workspace, id));
  return renew(std::move(invitation), place.name, inviter);
}

Result<> Invitations::withdraw(std::string_view workspace, const Id& id) {
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(const Invitation invitation, in(workspace, id));
  return drop(invitation);
}

Result<> Invitations::withdraw_all(std::string_view email) {
  const std::lock_guard lock(mutex_);
  const auto member = directory_.member_of_email(email);
  if (!member || !*member || (*member)->active) return {};
  std::vector<Invitation> all;
  PROBITY_TRY(rows_.each("invitation", "member", (*member)->member.id.text(), [&](const meta::Entity& entity, const Id& id, const Row& row) { all.push_back(invitation_in(entity, id, row)); }));
  for (const Invitation& one : all) PROBITY_TRY(drop(one));
  return {};
}

/// With whoever is on record for it alone: erasing them takes the invitation along.
Result<> Invitations::drop(const Invitation& invitation) {
  bool waits = false;
  PROBITY_TRY(rows_.one("member", invitation.member, [&](const meta::Entity& entity, const Id&, const Row& row) { waits = accounts::text_of(entity, "state", row) == "invited"; }));
  PROBITY_ASSIGN(const auto all, rows_.ids("invitation", "member", invitation.member.text()));
  if (waits && all.size() <= 1 && parts_.erase) PROBITY_TRY(parts_.erase(invitation.member));
  return rows_.drop("invitation", invitation.id);
}

Result<HeldInvitation> Invitations::held(std::string_view link) {
  const auto token = read_token_text(kPrefix, link);
  if (!token) return unknown_link();
  HeldInvitation held;
  std::string hash;
  PROBITY_ASSIGN(const bool there, rows_.one("invitation", token->id, [&](const meta::Entity& entity, const Id& id, const Row& row) {
    held.invitation = invitation_in(entity, id, row);
    hash = accounts::text_of(entity, "link_hash", row);
  }));
  if (!there || !equal_in_constant_time(hash, hash_of_link(link)) || held.invitation.lapsed()) return unknown_link();
  PROBITY_ASSIGN(const auto member, directory_.member(held.invitation.member));
  PROBITY_ASSIGN(const auto workspace, directory_.workspace(held.invitation.workspace));
  if (!member || !workspace || !workspace->active()) return unknown_link();
  held.invitation.email = member->member.email;
  held.workspace = workspace->info.slug;
  held.workspace_name = workspace->info.name;
  held.has_account = member->active;
  return held;
}

/// Who was on record only because they were invited becomes a member who can sign in.
Result<> Invitations::let_in(const Invitation& invitation, std::string_view name, std::string_view password) {
  PROBITY_TRY(check_name(name));
  if (auto strong = accounts::check_password(password, fmt::format("{}\n{}", invitation.email, name)); !strong) {
    strong.error().field = "password";
    return strong;
  }
  PROBITY_ASSIGN(const std::string hash, work_.hash(password));
  return rows_.alter("member", invitation.member, [&](const records::Context& context, records::Draft& draft) -> Result<> {
    PROBITY_TRY(set_text(context, draft, "name", trim(name)));
    PROBITY_TRY(set_text(context, draft, "state", "active"));
    draft.value(*context.entity->field("password_hash")) = cell(hash);
    return {};
  });
}

Result<> Invitations::accept(std::string_view link, std::string_view name, std::string_view password) {
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(const HeldInvitation held, this->held(link));
  bool invited = false;
  PROBITY_TRY(rows_.one("member", held.invitation.member, [&](const meta::Entity& entity, const Id&, const Row& row) { invited = accounts::text_of(entity, "state", row) == "invited"; }));
  // Somebody who may not sign in does not come in by this door either.
  if (!invited && !held.has_account) return unknown_link();
  if (invited) PROBITY_TRY(let_in(held.invitation, name, password));
  PROBITY_TRY(parts_.accounts.add_member(held.workspace, {.email = held.invitation.email, .name = {}, .password = {}}, held.invitation.role));
  return rows_.drop("invitation", held.invitation.id);
}

Result<std::int64_t> Invitations::sweep() {
  const std::lock_guard lock(mutex_);
  std::vector<Invitation> over;
  PROBITY_TRY(rows_.each("invitation", {}, {}, [&](const meta::Entity& entity, const Id& id, const Row& row) {
    Invitation one = invitation_in(entity, id, row);
    if (one.expires_at + parts_.kept <= now()) over.push_back(std::move(one));
  }));
  for (const Invitation& one : over) PROBITY_TRY(drop(one));
  return static_cast<std::int64_t>(over.size());
}

Result<> Invitations::drop_all(const Id& workspace) {
  const std::lock_guard lock(mutex_);
  std::vector<Invitation> all;
  PROBITY_TRY(rows_.each("invitation", "workspace", workspace.text(), [&](const meta::Entity& entity, const Id& id, const Row& row) { all.push_back(invitation_in(entity, id, row)); }));
  for (const Invitation& one : all) PROBITY_TRY(drop(one));
  return {};
}

}  // namespace probity::life_cycle
