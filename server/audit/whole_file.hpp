#pragma once
// Files that are there whole or not at all.
#include <filesystem>
#include <functional>
#include <ostream>

#include "base/result.hpp"

namespace probity::audit {

/// Writes beside it and puts it in its place when all is written; makes the folder. "cannot_write" (unavailable).
Result<> write_whole(const std::filesystem::path& file, const std::function<Result<>(std::ostream&)>& write);
/// "cannot_read" (invalid).
Result<std::string> read_whole(const std::filesystem::path& file);
/// "cannot_write" (unavailable), with why.
std::unexpected<Error> cannot_write(const std::filesystem::path& file, std::string_view why);

}  // namespace probity::audit
