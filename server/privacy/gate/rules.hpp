#pragma once
// What the policy says of one departure, rule by rule; the people concerned are asked after these.
#include <optional>

#include "privacy/gate/gate.hpp"

namespace probity::privacy {

/// The processor that the policy lists for an integration of this program, or null.
const Processor* processor_for(const Policy& policy, std::string_view integration);

/// The first rule that stands against it.
std::optional<Error> refusal_of(const Policy& policy, const Processor* processor, const Departure& departure, const Destination& destination);

}  // namespace probity::privacy
