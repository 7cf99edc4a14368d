#pragma once
// What each role may do: the one table of it.
#include <memory>
#include <string_view>
#include <vector>

#include "privacy/access.hpp"

namespace probity::accounts {

inline constexpr std::string_view kOwner = "owner";
inline constexpr std::string_view kAdministrator = "administrator";
inline constexpr std::string_view kMember = "member";
inline constexpr std::string_view kReadOnly = "read-only";

/// The grants of a role, always the same object; null for a role that does not exist.
std::shared_ptr<const privacy::Grants> grants_of(std::string_view role);
/// The program's own: everything.
std::shared_ptr<const privacy::Grants> grants_of_program();
/// In order of power.
const std::vector<std::string_view>& role_names();

}  // namespace probity::accounts
