#pragma once
// The versions of a policy for people: when each counted, and what it changed.
#include <string_view>
#include <vector>

#include "privacy/policy/publish/publish.hpp"

namespace probity::privacy {

/// Newest first, each with what it changed against the one before.
Document history_of(const std::vector<PolicyPointer>& versions, const Publishing& publishing);

/// Says at the top of a version's text that it is not the one that counts now.
void mark_as_not_in_force(Document& document, const PolicyInForce& version, std::string_view suffix);

}  // namespace probity::privacy
