#pragma once
#include <memory>

#include "accounts/accounts.hpp"

namespace probity::accounts {

/// What of a role's grants a token of that scope has; the role's own where the scope leaves all open. A narrowed one
/// is never an administrator's. The same object for the same role and scope, since decisions are kept by it.
std::shared_ptr<const privacy::Grants> narrowed(const std::shared_ptr<const privacy::Grants>& grants, const TokenScope& scope);

}  // namespace probity::accounts
