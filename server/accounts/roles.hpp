#pragma once
// What each role may do: the one table of those that every workspace has. Roles of a workspace's own are data, see
// own_roles.hpp.
#include <memory>
#include <string_view>
#include <vector>

#include "privacy/access.hpp"

namespace probity::accounts {

inline constexpr std::string_view kOwner = "owner";
inline constexpr std::string_view kAdministrator = "administrator";
inline constexpr std::string_view kManager = "manager";
inline constexpr std::string_view kMember = "member";
inline constexpr std::string_view kReadOnly = "read-only";
/// Sees what the model says is for billing, and nothing else.
inline constexpr std::string_view kAccountant = "accountant";
/// Staff of the operator: only for a time the owner grants, and every request is written down.
inline constexpr std::string_view kSupport = "support";
/// What a membership says whose role is the workspace's own.
inline constexpr std::string_view kOwnRole = "own";

/// The grants of a role that every workspace has, always the same object; null for any other name.
std::shared_ptr<const privacy::Grants> grants_of(std::string_view role);
/// The program's own: everything.
std::shared_ptr<const privacy::Grants> grants_of_program();
/// In order of power.
const std::vector<std::string_view>& role_names();
/// In a sentence, for people.
std::string_view meaning_of(std::string_view role);

/// Whether a member of the first role may give the second to somebody, or take it away: nobody gives more than they have.
bool may_give(std::string_view giver, std::string_view role);

}  // namespace probity::accounts
