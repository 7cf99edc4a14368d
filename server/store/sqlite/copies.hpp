#pragma once
// Copies of a workspace's file, encrypted under its key: those asked for, and those made before a
// migration, which are kept for seven days.
#include <filesystem>
#include <string_view>

#include "base/time.hpp"
#include "store/sqlite/connection.hpp"

namespace probity::store::sqlite {

/// Copies the file of `source` to `target`, which must not exist. Writes may go on meanwhile. A copy that
/// could not be completed is removed.
Result<> copy_database(const ConnectionOptions& source, const std::filesystem::path& target);

/// Where a copy made now goes.
std::filesystem::path copy_path(const std::filesystem::path& folder, std::string_view name, Timestamp at);
Result<> remove_copies(const std::filesystem::path& folder, std::string_view name);
Result<> remove_old_copies(const std::filesystem::path& folder, std::string_view name, Timestamp now);

}  // namespace probity::store::sqlite
