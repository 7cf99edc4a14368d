#pragma once
// Files that only their owner may read, written whole or not at all.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::installation {

/// Nothing where it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

/// Mode 600, and on the disk with its name when this returns. "cannot_write": what stood there still does.
Result<> write_private_file(const std::filesystem::path& path, std::string_view content);

/// Takes it away for good; no error where there is none.
Result<> remove_file(const std::filesystem::path& path);

/// Whether databases are kept in this data folder already, so that nothing that belongs to them may be made anew.
bool holds_data(const std::filesystem::path& folder);

}  // namespace probity::installation
