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

/// Calling codes with no prefix inside the country but 0 or 1, so that an international number that goes on with
/// another digit is taken as it stands. Elsewhere the library may take more away (Argentina's 9 and 15).
constexpr int kPlainCodes[] = {1, 30, 31, 32, 33, 34, 41, 43, 44, 45, 46, 47, 48, 49, 61, 64, 91, 351, 353, 358};

/// A number typed as "+" and digits needs none of the patterns by which the library takes others apart, which
/// cost most of the time of an import.
std::optional<library::PhoneNumber> as_it_stands(std::string_view typed) {
  constexpr std::size_t kMostDigits = 15;
  const std::string_view digits = typed.substr(typed.starts_with('+') ? 1 : 0);
  if (digits.size() == typed.size() || digits.empty() || digits.size() > kMostDigits) return std::nullopt;
  if (digits.find_first_not_of("0123456789") != digits.npos) return std::nullopt;
  const std::size_t length = calling_code_length(digits);
  const std::string national(digits.substr(length));
  if (length == 0 || national.size() < 2 || national.front() < '2') return std::nullopt;
  const int code = std::stoi(std::string(digits.substr(0, length)));
  if (std::ranges::find(kPlainCodes, code) == std::end(kPlainCodes)) return std::nullopt;
  library::PhoneNumber number;
  number.set_country_code(code);
  number.set_national_number(std::stoull(national));
  return number;
}

std::optional<library::PhoneNumber> taken_apart(std::string_view typed, std::string_view country) {
  library::PhoneNumber number;
  const auto outcome = numbers().Parse(std::string(typed), std::string(country), &number);
  if (outcome != library::PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  return number;
}

}  // namespace

std::optional<PhoneNumber> parse_phone_number(std::string_view typed, std::string_view country) {
  std::optional<library::PhoneNumber> parsed = as_it_stands(typed);
  if (!parsed) parsed = taken_apart(typed, country);
  if (!parsed || !numbers().IsValidNumber(*parsed)) return std::nullopt;
  const library::PhoneNumber& number = *parsed;
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

std::string significant_digits(std::string_view e164) {
  const std::string digits = digits_of(e164);
  return digits.substr(calling_code_length(digits));
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
