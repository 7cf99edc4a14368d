#pragma once
// Passwords that are guessed first: a list of common ones, and what people make of them to be long enough.
#include <string_view>

namespace probity::accounts {

/// One a line, from most to least common; put in by the build.
std::string_view common_passwords_text();

/// Whether it is on the list, or is an entry (or a part of the person's own address or name) with nothing but digits,
/// signs or repetition added, or one run of the keyboard or the alphabet. `own`: address and name.
bool is_common_password(std::string_view password, std::string_view own);

}  // namespace probity::accounts
