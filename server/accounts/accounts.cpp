#include "accounts/accounts.hpp"

#include "accounts/credentials.hpp"
#include "accounts/directory.hpp"
#include "accounts/known.hpp"
#include "accounts/password.hpp"
#include "accounts/roles.hpp"
#include "accounts/slug.hpp"
#include "accounts/throttle.hpp"
#include "base/fault.hpp"
#include "base/log.hpp"
#include "base/money.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

/// The first workspace's reference, so that a first run that was cut off is finished, not doubled.
constexpr std::string_view kFirstRun = "first-run";
/// How often a session's last use is written down.
constexpr Timestamp kNoteEvery = kHour;
constexpr int kSlugAttempts = 1000;

std::unexpected<Error> bad_field(std::string_view field, std::string code, std::string message) {
  Error error{.kind = ErrorKind::invalid, .code = std::move(code), .message = std::move(message), .field = std::string(field)};
  error.fields.push_back({error.field, error.code, error.message});
  return fail(std::move(error));
}

/// The same complaint, told of one field of the input.
template <typename T>
Result<T> of_field(Result<T> result, std::string_view field) {
  if (result || result.error().kind != ErrorKind::invalid || !result.error().fields.empty()) return result;
  return bad_field(field, result.error().code, result.error().message);
}

std::unexpected<Error> sign_in_failed() {
  return fail(ErrorKind::unauthenticated, "sign_in_failed", "This address and password do not belong together. Check both and try again.");
}

std::unexpected<Error> sign_in_required() {
  return fail(ErrorKind::unauthenticated, "sign_in_required", "Sign in first. What you sent was not used.");
}

std::unexpected<Error> bad_token() {
  return fail(ErrorKind::unauthenticated, "bad_token", "This API token is not valid, or not any more. Nothing was changed.");
}

std::unexpected<Error> no_such_workspace() {
  return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace, or you are not a member of it.");
}

Result<> check_name(std::string_view field, std::string_view name) {
  if (is_blank(name)) return bad_field(field, "required", "A name is needed; an alias will do.");
  if (length_in_characters(name) > 200) return bad_field(field, "too_long", "A name has at most 200 characters.");
  return {};
}

/// Changes with every session, cannot be worked out from what is stored, and needs no storing itself.
std::string csrf_of(std::string_view cookie) { return base64url(bytes_of(keyed_hash(cookie, "probity csrf"))); }

privacy::Access access_as(const Id& member, std::string_view workspace, std::string_view role, std::string_view origin) {
  return {.actor = member, .workspace = std::string(workspace), .purpose = "service", .grants = grants_of(role), .origin = std::string(origin), .address = {}};
}

}  // namespace

privacy::Access program_access(std::string_view workspace, std::string_view origin) {
  return {.actor = {}, .workspace = std::string(workspace), .purpose = "service", .grants = grants_of_program(), .origin = std::string(origin), .address = {}};
}

Result<> check_input(const meta::InputContext& input) {
  const bool two_letters = input.country.size() == 2 && std::all_of(input.country.begin(), input.country.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!two_letters) return bad_field("country", "bad_country", "The country is an ISO 3166 code of two capital letters, such as DE.");
  if (!minor_digits(input.currency)) return bad_field("currency", "bad_currency", "The currency is an ISO 4217 code, such as EUR.");
  if (!is_time_zone(input.time_zone)) return bad_field("time_zone", "bad_time_zone", "The time zone is an IANA name, such as Europe/Berlin.");
  return {};
}

struct Accounts::Implementation {
  Implementation(records::Records& all, Limits chosen) : records(all), limits(chosen), directory(all), credentials(all), known(all.changes()) {}

  Result<StoredWorkspace> active_workspace(std::string_view slug);
  Result<std::string> free_slug(std::string_view name);
  Result<Id> ensure_member(const NewMember& member, bool take_password);
  Result<std::vector<Seat>> seats_of(const Id& member);
  Result<SignedIn> start_session(const Id& member, const Origin& origin);
  Result<KnownPointer> load_session(std::string_view cookie, const TokenText& token);
  Result<KnownPointer> load_token(const TokenText& token);
  bool is_over(const Known& one) const;
  void note_seen(const Id& id, Known& one);

  records::Records& records;
  const Limits limits;
  Directory directory;
  Credentials credentials;
  KnownOnes known;
  PasswordWork work;
  Throttle throttle;
  Furnish furnish;
  std::mutex provisioning;  ///< one workspace or member is made at a time
  std::mutex first_run;
  std::string secret;
};

Result<StoredWorkspace> Accounts::Implementation::active_workspace(std::string_view slug) {
  PROBITY_ASSIGN(const auto found, directory.workspace_of_slug(slug));
  if (!found || !found->active()) return no_such_workspace();
  return *found;
}

Result<std::string> Accounts::Implementation::free_slug(std::string_view name) {
  for (int attempt = 1; attempt <= kSlugAttempts; ++attempt) {
    std::string slug = slug_of(name, attempt);
    PROBITY_ASSIGN(const auto taken, directory.workspace_of_slug(slug));
    if (!taken && !records.workspaces().find(slug)) return slug;
  }
  return bad_field("workspace_name", "name_taken", "Too many workspaces have this name. Choose another.");
}

Result<Id> Accounts::Implementation::ensure_member(const NewMember& member, bool take_password) {
  PROBITY_ASSIGN(const auto existing, of_field(directory.member_of_email(member.email), "email"));
  if (existing && !take_password) return existing->member.id;
  PROBITY_TRY(check_name("name", member.name));
  PROBITY_TRY(of_field(check_password(member.password), "password"));
  PROBITY_ASSIGN(const std::string hash, work.hash(member.password));
  if (!existing) return of_field(directory.create_member(member, hash), "email");
  PROBITY_TRY(directory.set_password(existing->member.id, hash));
  return existing->member.id;
}

Result<std::vector<Seat>> Accounts::Implementation::seats_of(const Id& member) {
  PROBITY_ASSIGN(const auto memberships, directory.memberships_of_member(member));
  std::vector<Seat> seats;
  for (const Membership& one : memberships) {
    PROBITY_ASSIGN(const auto workspace, directory.workspace(one.workspace));
    if (!workspace || !workspace->active() || !grants_of(one.role)) continue;
    seats.push_back({.workspace = one.workspace, .slug = workspace->info.slug, .workspace_name = workspace->info.name, .role = one.role});
  }
  std::sort(seats.begin(), seats.end(), [](const Seat& left, const Seat& right) { return fold(left.workspace_name) < fold(right.workspace_name); });
  return seats;
}

Result<SignedIn> Accounts::Implementation::start_session(const Id& member, const Origin& origin) {
  PROBITY_ASSIGN(std::string cookie, credentials.create_session(member, now() + limits.session_absolute, origin));
  PROBITY_TRY(directory.note_sign_in(member));
  PROBITY_ASSIGN(const auto loaded, load_session(cookie, *read_token_text(kSessionPrefix, cookie)));
  return SignedIn{std::move(cookie), loaded->session};
}

Result<KnownPointer> Accounts::Implementation::load_session(std::string_view cookie, const TokenText& token) {
  const std::uint64_t generation = known.generation();
  PROBITY_ASSIGN(const auto stored, credentials.session(token.id));
  if (!stored || !equal_in_constant_time(stored->token_hash, hex(bytes_of(token.hash)))) return sign_in_required();
  PROBITY_ASSIGN(const auto member, directory.member(stored->member));
  if (!member || !member->active) return sign_in_required();
  PROBITY_ASSIGN(auto seats, seats_of(stored->member));
  auto one = std::make_shared<Known>();
  one->hash = token.hash;
  one->expires_at = stored->expires_at;
  one->session = std::make_shared<const Session>(Session{stored->id, member->member, std::move(seats), csrf_of(cookie)});
  one->seen_at = stored->last_seen_at;
  one->noted_at = stored->last_seen_at;
  known.put(token.id, one, generation);
  return one;
}

Result<KnownPointer> Accounts::Implementation::load_token(const TokenText& token) {
  const std::uint64_t generation = known.generation();
  PROBITY_ASSIGN(const auto stored, credentials.token(token.id));
  if (!stored || !equal_in_constant_time(stored->hash, hex(bytes_of(token.hash)))) return bad_token();
  PROBITY_ASSIGN(const auto member, directory.member(stored->member));
  PROBITY_ASSIGN(const auto seats, seats_of(stored->member));
  const auto seat = std::find_if(seats.begin(), seats.end(), [&](const Seat& one) { return one.workspace == stored->workspace; });
  if (!member || !member->active || seat == seats.end()) return bad_token();
  auto one = std::make_shared<Known>();
  one->hash = token.hash;
  one->expires_at = stored->expires_at;
  one->access = access_as(stored->member, seat->slug, seat->role, "api");
  known.put(token.id, one, generation);
  return one;
}

bool Accounts::Implementation::is_over(const Known& one) const {
  const Timestamp at = now();
  const bool expired = one.expires_at != 0 && one.expires_at <= at;
  return expired || (one.session && one.seen_at + limits.session_idle <= at);
}

void Accounts::Implementation::note_seen(const Id& id, Known& one) {
  const Timestamp at = now();
  one.seen_at = at;
  Timestamp noted = one.noted_at;
  if (at - noted < kNoteEvery || !one.noted_at.compare_exchange_strong(noted, at)) return;
  const auto written = credentials.note_seen(id, at);
  if (!written) log::warning("last use of a session not noted: {} {}", written.error().code, written.error().cause);
}

Accounts::Accounts(records::Records& records, Limits limits) : implementation_(std::make_unique<Implementation>(records, limits)) {}
Accounts::~Accounts() = default;

Result<bool> Accounts::needs_owner() {
  PROBITY_ASSIGN(const bool owned, implementation_->directory.has_owner());
  return !owned;
}

std::string Accounts::first_run_secret() {
  const std::lock_guard lock(implementation_->first_run);
  if (implementation_->secret.empty()) implementation_->secret = random_token(24);
  return implementation_->secret;
}

Result<SignedIn> Accounts::set_up(std::string_view secret, const NewMember& owner, const NewWorkspace& workspace, const Origin& origin) {
  Implementation& own = *implementation_;
  const std::lock_guard lock(own.first_run);
  PROBITY_ASSIGN(const bool needed, needs_owner());
  if (!needed) return fail(ErrorKind::conflict, "setup_done", "The owner's account exists already. Sign in instead.");
  if (own.secret.empty() || !equal_in_constant_time(own.secret, secret)) {
    return fail(ErrorKind::forbidden, "wrong_secret", "The secret in the address is not right, or was used. Take the address that the program printed when it started.");
  }
  PROBITY_TRY(check_name("name", owner.name));
  PROBITY_TRY(check_name("workspace_name", workspace.name));
  PROBITY_TRY(check_input(workspace.input));
  PROBITY_ASSIGN(const Id member, own.ensure_member(owner, true));
  NewWorkspace first = workspace;
  first.reference = kFirstRun;
  PROBITY_ASSIGN(const WorkspaceInfo made, create_workspace(first));
  PROBITY_TRY(own.directory.set_role(member, made.id, kOwner));
  own.secret.clear();
  return own.start_session(member, origin);
}

void Accounts::furnish_with(Furnish furnish) { implementation_->furnish = std::move(furnish); }

Result<WorkspaceInfo> Accounts::create_workspace(const NewWorkspace& workspace) {
  Implementation& own = *implementation_;
  PROBITY_TRY(check_name("workspace_name", workspace.name));
  PROBITY_TRY(check_input(workspace.input));
  const std::lock_guard lock(own.provisioning);
  std::optional<StoredWorkspace> existing;
  if (!workspace.reference.empty()) {
    PROBITY_ASSIGN(existing, own.directory.workspace_of_reference(workspace.reference));
  }
  if (existing && existing->active()) return existing->info;
  if (!existing) {
    PROBITY_ASSIGN(const std::string slug, own.free_slug(workspace.name));
    PROBITY_ASSIGN(const Id id, own.directory.create_workspace(workspace, slug));
    existing = StoredWorkspace{.info = {id, slug, workspace.name}, .state = "creating"};
    fault_point("provisioning.recorded");
  }
  PROBITY_TRY(own.records.workspaces().create(existing->info.slug, workspace.input));
  fault_point("provisioning.made");
  if (own.furnish) PROBITY_TRY(own.furnish(program_access(existing->info.slug, "setup")));
  PROBITY_TRY(own.directory.activate_workspace(existing->info.id));
  return existing->info;
}

Result<WorkspaceInfo> Accounts::find_workspace(std::string_view slug) {
  PROBITY_ASSIGN(const auto found, implementation_->active_workspace(slug));
  return found.info;
}

Result<std::vector<WorkspaceInfo>> Accounts::list_workspaces() {
  PROBITY_ASSIGN(const auto all, implementation_->directory.workspaces());
  std::vector<WorkspaceInfo> active;
  for (const StoredWorkspace& one : all) {
    if (one.active()) active.push_back(one.info);
  }
  return active;
}

Result<WorkspaceInfo> Accounts::change_workspace(std::string_view slug, const std::string& name, const meta::InputContext& input) {
  Implementation& own = *implementation_;
  PROBITY_TRY(check_name("name", name));
  PROBITY_TRY(check_input(input));
  PROBITY_ASSIGN(const auto place, own.active_workspace(slug));
  PROBITY_TRY(own.directory.change_workspace(place.info.id, name, input));
  PROBITY_ASSIGN(const auto workspace, own.records.workspaces().find(slug));
  PROBITY_TRY(own.records.workspaces().configure(*workspace, input));
  return find_workspace(slug);
}

Result<AddedMember> Accounts::add_member(std::string_view workspace, const NewMember& member, std::string_view role) {
  Implementation& own = *implementation_;
  if (!grants_of(role)) return bad_field("role", "unknown_role", fmt::format("There is no role of this name. Use {}.", fmt::join(role_names(), ", ")));
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  const std::lock_guard lock(own.provisioning);
  PROBITY_ASSIGN(const auto before, of_field(own.directory.member_of_email(member.email), "email"));
  PROBITY_ASSIGN(const Id id, own.ensure_member(member, false));
  PROBITY_ASSIGN(const std::string former_role, own.directory.set_role(id, place.info.id, role));
  PROBITY_ASSIGN(const auto stored, own.directory.member(id));
  if (!stored) return internal("a member was added and is not there");
  return AddedMember{stored->member, before.has_value(), former_role};
}

Result<std::vector<Member>> Accounts::members(std::string_view workspace) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  PROBITY_ASSIGN(const auto memberships, own.directory.memberships_of_workspace(place.info.id));
  std::vector<Member> members;
  for (const Membership& one : memberships) {
    PROBITY_ASSIGN(const auto stored, own.directory.member(one.member));
    if (stored) members.push_back(stored->member);
  }
  std::sort(members.begin(), members.end(), [](const Member& left, const Member& right) {
    return std::pair(fold(left.name), left.id) < std::pair(fold(right.name), right.id);
  });
  return members;
}

Result<std::vector<records::Colleague>> Accounts::colleagues(std::string_view workspace) {
  PROBITY_ASSIGN(auto all, members(workspace));
  std::vector<records::Colleague> colleagues;
  for (Member& member : all) colleagues.push_back({member.id, std::move(member.name), std::move(member.email)});
  return colleagues;
}

std::string Accounts::name_of(const Id& member) {
  const auto stored = implementation_->directory.member(member);
  return stored && *stored ? (*stored)->member.name : std::string();
}

Result<SignedIn> Accounts::sign_in(std::string_view email, std::string_view password, const Origin& origin) {
  Implementation& own = *implementation_;
  const std::string account = fold(trim(email));
  PROBITY_TRY(own.throttle.admit(origin.address, account));
  const auto found = own.directory.member_of_email(email);
  if (!found && found.error().kind != ErrorKind::invalid) return std::unexpected(found.error());
  const StoredMember member = found && *found ? **found : StoredMember{};
  PROBITY_ASSIGN(const bool right, own.work.verify(password, member.password_hash));
  if (!right || !member.active) return sign_in_failed();
  own.throttle.succeeded(origin.address, account);
  return own.start_session(member.member.id, origin);
}

Result<> Accounts::sign_out(const Session& session) { return implementation_->credentials.end_session(session.id); }

Result<std::string> Accounts::create_token(std::string_view workspace, std::string_view email, std::string_view name) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  PROBITY_ASSIGN(const auto member, of_field(own.directory.member_of_email(email), "email"));
  const auto seats = member ? own.seats_of(member->member.id) : Result<std::vector<Seat>>(std::vector<Seat>{});
  if (!seats) return std::unexpected(seats.error());
  const bool belongs = std::any_of(seats->begin(), seats->end(), [&](const Seat& seat) { return seat.workspace == place.info.id; });
  if (!belongs) return fail(ErrorKind::not_found, "no_such_member", "Nobody with this address is a member of the workspace. Add them first.");
  return own.credentials.create_token(member->member.id, place.info.id, name);
}

Result<SessionPointer> Accounts::session(std::string_view cookie) {
  Implementation& own = *implementation_;
  const auto token = read_token_text(kSessionPrefix, cookie);
  if (!token) return sign_in_required();
  KnownPointer one = own.known.find(token->id);
  if (!one) {
    PROBITY_ASSIGN(one, own.load_session(cookie, *token));
  }
  if (!one->session || !equal_in_constant_time(bytes_of(one->hash), bytes_of(token->hash)) || own.is_over(*one)) return sign_in_required();
  own.note_seen(token->id, *one);
  return one->session;
}

Result<privacy::Access> Accounts::enter(const Session& session, std::string_view workspace) const {
  const auto seat = std::find_if(session.seats.begin(), session.seats.end(), [&](const Seat& one) { return one.slug == workspace; });
  if (seat == session.seats.end()) return no_such_workspace();
  return access_as(session.member.id, seat->slug, seat->role, "web");
}

Result<privacy::Access> Accounts::access_of_token(std::string_view text) {
  Implementation& own = *implementation_;
  const auto token = read_token_text(kTokenPrefix, text);
  if (!token) return bad_token();
  KnownPointer one = own.known.find(token->id);
  if (!one) {
    PROBITY_ASSIGN(one, own.load_token(*token));
  }
  if (!one->access || !equal_in_constant_time(bytes_of(one->hash), bytes_of(token->hash)) || own.is_over(*one)) return bad_token();
  return *one->access;
}

Result<privacy::Access> Accounts::access_of_member(std::string_view workspace, const Id& member, std::string_view purpose) {
  Implementation& own = *implementation_;
  if (member.is_nil()) return program_access(workspace, "job");
  PROBITY_ASSIGN(const auto stored, own.directory.member(member));
  PROBITY_ASSIGN(const auto seats, own.seats_of(member));
  const auto seat = std::find_if(seats.begin(), seats.end(), [&](const Seat& one) { return one.slug == workspace; });
  if (!stored || !stored->active || seat == seats.end()) {
    return fail(ErrorKind::forbidden, "forbidden", "Whoever asked for this is no longer a member of the workspace.");
  }
  privacy::Access access = access_as(member, workspace, seat->role, "job");
  access.purpose = purpose;
  return access;
}

Result<std::int64_t> Accounts::sweep() {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto ended, own.credentials.ended_sessions(now() - own.limits.session_idle - kNoteEvery));
  for (const Id& id : ended) PROBITY_TRY(own.credentials.end_session(id));
  return static_cast<std::int64_t>(ended.size());
}

}  // namespace probity::accounts
