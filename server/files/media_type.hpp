#pragma once
// What a file really is, by its content.
#include <filesystem>
#include <string>

namespace probity::files {

/// "image/png"; "application/octet-stream" where nothing is recognised.
std::string media_type_of(const std::filesystem::path& file);

}  // namespace probity::files
