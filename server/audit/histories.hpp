#pragma once
// Whether what the histories tell is what was committed to when it was written.
#include <string>

#include "store/database.hpp"

namespace probity::audit {

/// Compares the values in a workspace's histories with the commitments in its audit log, which the log's own
/// check has found whole. The first difference in words; empty where there is none. A history that is missing was
/// removed, for none ever goes; values that are gone were erased only where the log tells of that: of the record itself, or,
/// where a part of them was taken out, of an erasure that came after. Values of creations are not kept and cannot differ.
Result<std::string> check_histories(store::Database& database);

}  // namespace probity::audit
