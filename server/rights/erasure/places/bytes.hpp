#pragma once
// Looks through the bytes of a file.
#include <filesystem>

#include "rights/erasure/needles.hpp"

namespace probity::erasure {

/// Whether a file holds a strong needle, in UTF-8 or in UTF-16. Read a piece at a time. False where there is no such file.
bool file_holds(const std::filesystem::path& file, const Needles& needles);

}  // namespace probity::erasure
