#pragma once
// Deleted rows are overwritten where they stood (PRAGMA secure_delete), but a row that had moved before,
// because its page was split or put in order, leaves a copy behind in the unused middle of a page. The
// sweep goes over all pages and clears what is unused.
#include <cstdint>
#include <span>

#include "store/sqlite/workspace_file.hpp"

namespace probity::store::sqlite {

/// Clears the unused bytes of one page of a table or index, in place; `first` is the file's first page.
/// True: there was something to clear. Pages of another kind are left as they are.
bool clear_unused(std::span<std::uint8_t> page, bool first);

/// Sweeps the whole file, some pages at a time, letting writes pass in between.
Result<> sweep_pages(WorkspaceFile& file);

}  // namespace probity::store::sqlite
