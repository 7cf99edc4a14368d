#pragma once
// Counts of requests that several checks look at.
#include "promises/situation.hpp"

namespace probity::promises {

/// Requests of these kinds (empty: all) whose clock runs and is over.
Result<std::int64_t> requests_overdue(const Situation& situation, const std::vector<std::string>& kinds);

}  // namespace probity::promises
