#include "accounts/implementation.hpp"

#include "accounts/roles.hpp"
#include "base/text.hpp"

namespace probity::accounts {

Result<Id> Accounts::Implementation::ensure_member(const NewMember& member, bool take_password) {
  PROBITY_ASSIGN(const auto existing, of_field(directory.member_of_email(member.email), "email"));
  if (existing && !take_password) return existing->member.id;
  PROBITY_TRY(check_name("name", member.name));
  PROBITY_TRY(of_field(check_password(member.password, member.email + "\n" + member.name), "password"));
  PROBITY_ASSIGN(const std::string hash, work.hash(member.password));
  if (!existing) return of_field(directory.create_member(member, hash), "email");
  PROBITY_TRY(directory.set_password(existing->member.id, hash));
  return existing->member.id;
}

Result<AddedMember> Accounts::add_member(std::string_view workspace, const NewMember& member, std::string_view role) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  PROBITY_ASSIGN(const Seats::RoleOf role_of, own.seats.resolve(workspace, role));
  if (role_of.role == kSupport) return bad_field("role", "only_by_grant", "Support comes in by a grant of the owner for a time. Nothing was changed.");
  const std::lock_guard lock(own.provisioning);
  PROBITY_ASSIGN(const auto before, of_field(own.directory.member_of_email(member.email), "email"));
  PROBITY_ASSIGN(const Id id, own.ensure_member(member, false));
  PROBITY_ASSIGN(const std::string former_role, own.seats.seat(id, place.info.id, role_of));
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

Result<privacy::Access> Accounts::access_of_member(std::string_view workspace, const Id& member, std::string_view purpose) {
  Implementation& own = *implementation_;
  if (member.is_nil()) return program_access(workspace, "job");
  PROBITY_ASSIGN(const auto stored, own.directory.member(member));
  PROBITY_ASSIGN(const auto seats, own.seats.of_member(member));
  const auto seat = std::find_if(seats.begin(), seats.end(), [&](const Seat& one) { return one.slug == workspace; });
  if (!stored || !stored->active || seat == seats.end()) {
    return fail(ErrorKind::forbidden, "forbidden", "Whoever asked for this is no longer a member of the workspace.");
  }
  privacy::Access access = access_as(member, *seat, "job");
  access.purpose = purpose;
  return access;
}

}  // namespace probity::accounts
