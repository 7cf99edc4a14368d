#pragma once
// /.well-known/security.txt (RFC 9116): where to report a weakness.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace probity::privacy {

struct SecurityContact {
  std::string contact;        ///< "mailto:security@example.org", or an https address
  std::string canonical_url;  ///< where the file stands; empty: left out
  std::string policy_url;     ///< how reports are handled; empty: left out
};

/// How long before its end an alarm is given for a file that nobody makes anew.
inline constexpr Timestamp kSecurityTxtAlarm = 30 * kDay;

/// The file. It ends on the first of the month, five to six months ahead, so that it changes once a month and is never
/// out of date.
std::string write_security_txt(const SecurityContact& contact, Timestamp at);

/// When a file ends. "bad_security_txt" (invalid) where it has no Contact, not exactly one Expires, or one that
/// cannot be read, lies in the past or more than a year ahead.
Result<Timestamp> check_security_txt(std::string_view text, Timestamp at);

/// "ada@example.org" becomes "mailto:ada@example.org"; mailto: and https: stay. "bad_security_contact" (invalid).
Result<std::string> security_contact(std::string_view text);

}  // namespace probity::privacy
