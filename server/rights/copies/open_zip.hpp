#pragma once
// Reads a ZIP again, for checks and tests: what somebody who has the password finds in it.
#include <filesystem>
#include <map>
#include <string>

namespace probity::copies {

/// Bytes by name; empty where it cannot be read whole with that password.
std::map<std::string, std::string> open_zip(const std::filesystem::path& file, const std::string& password);

}  // namespace probity::copies
