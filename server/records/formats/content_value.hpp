#pragma once
// What the values of vCard and iCalendar lines mean as text.
#include <string>
#include <string_view>

#include "records/formats/content_line.hpp"

namespace probity::formats {

/// Quoted-printable, base64 and the charset undone; valid UTF-8 without NUL, still escaped.
std::string decoded_value(const ContentLine& line);
/// Valid UTF-8 without NUL.
std::string decoded_parameter(std::string_view bytes);
/// Every line break is "\n".
std::string with_simple_breaks(std::string text);
/// "mailto:a%40b" without the scheme is "a@b"; as it is where the scheme (lower case, with its colon) is
/// another.
std::string without_scheme(std::string value, std::string_view scheme);

}  // namespace probity::formats
