#pragma once
// Guesses where the columns of a file go, from their names and from what is in them.
#include <vector>

#include "records/context.hpp"
#include "records/importing/spec.hpp"

namespace probity::records::importing {

/// Sets target and confidence of every column; at most one column goes to a field of one value, and a
/// column whose samples do not fit a field does not go there.
void propose_targets(const Context& context, std::vector<Column>& columns);

}  // namespace probity::records::importing
