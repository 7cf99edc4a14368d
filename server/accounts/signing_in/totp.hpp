#pragma once
// Codes of authenticator apps: TOTP (RFC 6238) as those know it, HMAC-SHA-1, 30 seconds, six digits.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace probity::accounts {

inline constexpr std::size_t kSeedBytes = 20;
inline constexpr int kCodeDigits = 6;

/// Counted from 1970 (RFC 6238, 4.2).
std::int64_t totp_step(Timestamp at);
std::string totp_code(std::string_view seed, std::int64_t step);
/// The step of which it is the code, from one before now to one after (RFC 6238, 5.2, and a clock that runs ahead), and
/// later than `last`: no code is good twice. Nothing where there is none.
std::optional<std::int64_t> matching_step(std::string_view seed, std::string_view code, Timestamp at, std::int64_t last);

/// RFC 4648, without padding.
std::string base32(std::string_view bytes);
/// What a QR code shows to an app.
std::string otpauth_url(std::string_view issuer, std::string_view account, std::string_view seed);

}  // namespace probity::accounts
