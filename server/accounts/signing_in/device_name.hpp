#pragma once
#include <string>
#include <string_view>

namespace probity::accounts {

/// "Firefox on Windows", of a User-Agent; for people who look for their own devices, nothing hangs on it.
std::string device_name(std::string_view user_agent);

}  // namespace probity::accounts
