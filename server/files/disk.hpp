#pragma once
// Writing to disk so that what was acknowledged survives a kill of the program or of the machine.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::files {

/// A folder of mode 700, with those above it.
Result<> make_folder(const std::filesystem::path& folder);
/// An empty file of mode 600; it must not exist yet.
Result<> make_file(const std::filesystem::path& file);
/// Writes at `offset` and waits until it is on disk. "storage_full" (unavailable) where there is no room:
/// the file is then cut back to `offset`.
Result<> write_at(const std::filesystem::path& file, std::int64_t offset, std::string_view bytes);
/// The whole file at once: after a kill it is either the old one or the new one.
Result<> replace_file(const std::filesystem::path& file, std::string_view bytes);
/// Nothing where the file cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& file);

}  // namespace probity::files
