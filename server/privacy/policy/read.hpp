#pragma once
#include "privacy/policy/policy.hpp"
#include "privacy/policy/tree.hpp"

namespace probity::privacy {

/// The policy a finished tree without problems says.
Policy policy_of(const Tree& tree);

}  // namespace probity::privacy
