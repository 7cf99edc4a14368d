#pragma once
// What an email address may look like.
#include <string_view>

namespace probity::meta {

/// The practical part of RFC 5321 and, for addresses beyond ASCII, RFC 6531: at most 254 bytes, a local
/// part of at most 64 without quotes, and a domain of at least two labels. `text` is trimmed.
bool is_email_address(std::string_view text);

}  // namespace probity::meta
