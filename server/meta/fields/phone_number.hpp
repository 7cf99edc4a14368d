#pragma once
// Phone numbers: the one place that knows libphonenumber. Thread-safe; keeps nothing of what it reads.
#include <optional>
#include <string>
#include <string_view>

namespace probity::meta {

struct PhoneNumber {
  std::string e164;       ///< "+12025551234" (ITU-T E.164)
  std::string extension;  ///< digits, or empty
};

/// A number as typed: international ones anywhere, national ones in `country` (ISO 3166-1 alpha-2).
/// Nothing where it is not a number in use there.
std::optional<PhoneNumber> parse_phone_number(std::string_view typed, std::string_view country);

/// "12025551234", and the digits of the national form where they differ ("030123456" in Germany):
/// what people may type of it, without punctuation.
std::string international_digits(std::string_view e164);
std::string national_digits(std::string_view e164);
/// The same without what is dialled before it: what is left of it in every form.
std::string significant_digits(std::string_view e164);

/// The beginning of an E.164 number of which `typed` is the beginning: "0301" in DE is "+49301".
std::string beginning_of_e164(std::string_view typed, std::string_view country);

}  // namespace probity::meta
