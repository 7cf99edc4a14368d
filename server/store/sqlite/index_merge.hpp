#pragma once
// The full-text index grows by segments. Merging them makes searches faster, and makes what was removed
// from the index really go: until then a segment says of it "no longer".
#include "store/sqlite/workspace_file.hpp"

namespace probity::store::sqlite {

/// Merges all segments into one, a step at a time, letting writes pass in between. Stops early, where
/// `go_on` says so; true: there is nothing left to merge.
Result<bool> merge_index(WorkspaceFile& file, const std::function<bool()>& go_on);

}  // namespace probity::store::sqlite
