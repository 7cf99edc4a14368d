#pragma once
// What tells a person, read from their records before they go.
#include "rights/erasure/needles.hpp"
#include "rights/reach/reach.hpp"

namespace probity::erasure {

/// Adds what the records of a reach say of the person: addresses, numbers and names of the people themselves, texts of
/// what concerned nobody else, the ids of all of it and the files they hold.
Result<> collect(const records::Context& context, store::Reader& reader, const reach::Reach& reach, Needles& needles);

}  // namespace probity::erasure
