#pragma once
// Whether something stands against erasing a person at all.
#include "rights/reach/reach.hpp"

namespace probity::erasure {

/// "held" (conflict) where a hold stands on the person or on what would go with them, in words with its reason and end.
Result<> check_not_held(const records::Context& context, store::Reader& reader, const reach::Reach& reach);

}  // namespace probity::erasure
