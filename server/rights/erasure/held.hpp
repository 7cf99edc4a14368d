#pragma once
// Whether something stands against erasing a person at all.
#include "rights/reach/reach.hpp"

namespace probity::erasure {

/// "held" (conflict) where a hold stands on the person, in words with its reason and end.
Result<> check_not_held(const records::Context& context, store::Reader& reader, const reach::Reach& reach);
/// What concerns them and is held on account of somebody else is kept, with that reason and end: only its links to them go.
Result<> keep_held(const records::Context& context, store::Reader& reader, reach::Reach& reach);

}  // namespace probity::erasure
