#include "accounts/implementation.hpp"

#include "accounts/roles.hpp"
#include "accounts/slug.hpp"
#include "base/fault.hpp"
#include "base/money.hpp"

namespace probity::accounts {
namespace {

/// The first workspace's reference, so that a first run that was cut off is finished, not doubled.
constexpr std::string_view kFirstRun = "first-run";
constexpr int kSlugAttempts = 1000;

}  // namespace

Result<> check_input(const meta::InputContext& input) {
  const bool two_letters = input.country.size() == 2 && std::all_of(input.country.begin(), input.country.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!two_letters) return bad_field("country", "bad_country", "The country is an ISO 3166 code of two capital letters, such as DE.");
  if (!minor_digits(input.currency)) return bad_field("currency", "bad_currency", "The currency is an ISO 4217 code, such as EUR.");
  if (!is_time_zone(input.time_zone)) return bad_field("time_zone", "bad_time_zone", "The time zone is an IANA name, such as Europe/Berlin.");
  return {};
}

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
  PROBITY_TRY(own.seats.seat(member, made.id, {std::string(kOwner), {}}));
  own.secret.clear();
  return own.start_session({.member = member, .method = "password", .origin = origin});
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

}  // namespace probity::accounts
