#pragma once
// Whether what the histories tell is what was committed to when it was written.
#include <string>

#include "store/database.hpp"

namespace probity::audit {

/// Compares the values in a workspace's histories with the commitments in its audit log, which the log's own
/// check has found whole. The first difference in words; empty where there is none. Values that were erased,
/// and those of creations, which are not kept, cannot differ.
Result<std::string> check_histories(store::Database& database);

}  // namespace probity::audit
