#pragma once
// What tells a person, read from their records before they go.
#include "rights/erasure/needles.hpp"
#include "rights/reach/reach.hpp"

namespace probity::erasure {

/// Adds what the records of a reach say of the person: addresses, numbers and names of the people themselves, those they
/// had before (their histories) among them, texts of what concerned nobody else, the ids of all of it and the files they hold.
Result<> collect(const records::Context& context, store::Reader& reader, const reach::Reach& reach, Needles& needles);

/// Takes back texts that stand word for word in the same field of a record that is none of theirs: what a template, the
/// program or a habit writes ("Left a message") tells nobody apart, and what others' records say is theirs. A name that
/// somebody else bears as well tells nobody apart either. Reads the tables of these fields through.
Result<> forget_common(const records::Context& context, store::Reader& reader, const reach::Reach& reach, Needles& needles);

}  // namespace probity::erasure
