#include "meta/fields/phone_number.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <list>

#include "base/text.hpp"

namespace probity::meta {
namespace {

namespace library = i18n::phonenumbers;

constexpr int kCallingCodes = 1'000;

const library::PhoneNumberUtil& numbers() { return *library::PhoneNumberUtil::GetInstance(); }

/// What is dialled before a national number inside the country ("0" in Germany), by calling code.
struct CallingCode {
  bool known = false;
  std::string trunk_prefix;
};

const std::array<CallingCode, kCallingCodes>& calling_codes() {
  static const auto table = [] {
    std::array<CallingCode, kCallingCodes> codes;
    std::set<int> supported;
    numbers().GetSupportedCallingCodes(&supported);
    for (const int code : supported) {
      std::string region;
      numbers().GetRegionCodeForCountryCode(code, &region);
      CallingCode& entry = codes[static_cast<std::size_t>(code)];
      entry.known = true;
      numbers().GetNddPrefixForRegion(region, true, &entry.trunk_prefix);
    }
    return codes;
  }();
  return table;
}

/// Digits of the calling code at the start of an international number; calling codes are prefix-free.
std::size_t calling_code_length(std::string_view digits) {
  int code = 0;
  for (std::size_t length = 1; length <= 3 && length <= digits.size(); ++length) {
    code = code * 10 + (digits[length - 1] - '0');
    if (calling_codes()[static_cast<std::size_t>(code)].known) return length;
  }
  return 0;
}

}  // namespace

std::optional<PhoneNumber> parse_phone_number(std::string_view typed, std::string_view country) {
  library::PhoneNumber number;
  const auto outcome = numbers().Parse(std::string(typed), std::string(country), &number);
  if (outcome != library::PhoneNumberUtil::NO_PARSING_ERROR || !numbers().IsValidNumber(number)) return std::nullopt;
  std::string national;
  numbers().GetNationalSignificantNumber(number, &national);
  return PhoneNumber{.e164 = fmt::format("+{}{}", number.country_code(), national), .extension = number.extension()};
}

std::string international_digits(std::string_view e164) { return digits_of(e164); }

std::string national_digits(std::string_view e164) {
  const std::string digits = digits_of(e164);
  const std::size_t length = calling_code_length(digits);
  if (length == 0) return digits;
  const auto code = static_cast<std::size_t>(std::stoi(digits.substr(0, length)));
  return calling_codes()[code].trunk_prefix + digits.substr(length);
}

std::string beginning_of_e164(std::string_view typed, std::string_view country) {
  const std::string digits = digits_of(typed);
  if (trim(typed).starts_with('+')) return "+" + digits;
  const int code = numbers().GetCountryCodeForRegion(std::string(country));
  if (code == 0) return "+" + digits;
  const std::string& trunk = calling_codes()[static_cast<std::size_t>(code)].trunk_prefix;
  const bool has_trunk = !trunk.empty() && digits.starts_with(trunk);
  return fmt::format("+{}{}", code, std::string_view(digits).substr(has_trunk ? trunk.size() : 0));
}

}  // namespace probity::meta
