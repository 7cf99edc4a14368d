#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace probity {

/// URL-safe alphabet without padding (RFC 4648, 5), as base64url() in crypto.hpp writes it; nothing for anything else.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace probity
