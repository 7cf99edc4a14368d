#include "base/money.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace probity {
namespace {

constexpr int kMaximumDigits = kStoredDigits;

/// ISO 4217, active codes and those withdrawn since 2010, which older records still carry. Sorted.
constexpr std::string_view kTwoDigits[] = {
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BMD", "BND",
    "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CNY", "COP", "COU",
    "CRC", "CUC", "CUP", "CVE", "CZK", "DKK", "DOP", "DZD", "EEK", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP",
    "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD",
    "KES", "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LTL", "LVL", "MAD", "MDL", "MGA",
    "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK",
    "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SDG",
    "SEK", "SGD", "SHP", "SLE", "SLL", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP",
    "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "USN", "UYU", "UZS", "VED", "VES", "WST", "XCD", "XCG", "YER", "ZAR",
    "ZMW", "ZWG", "ZWL"};
constexpr std::string_view kNoDigits[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                          "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::string_view kThreeDigits[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
constexpr std::string_view kFourDigits[] = {"CLF", "UYW"};

constexpr std::int64_t kPowersOfTen[kMaximumDigits + 1] = {1, 10, 100, 1'000, 10'000};

bool is_digit(char character) { return character >= '0' && character <= '9'; }

}  // namespace

std::optional<int> minor_digits(std::string_view currency) {
  if (std::ranges::binary_search(kTwoDigits, currency)) return 2;
  if (std::ranges::binary_search(kNoDigits, currency)) return 0;
  if (std::ranges::binary_search(kThreeDigits, currency)) return 3;
  if (std::ranges::binary_search(kFourDigits, currency)) return 4;
  return std::nullopt;
}

std::int64_t stored_per_minor(int digits) { return kPowersOfTen[kStoredDigits - std::clamp(digits, 0, kStoredDigits)]; }

std::optional<std::int64_t> parse_minor_units(std::string_view text, int digits) {
  if (digits < 0 || digits > kMaximumDigits) return std::nullopt;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view{};
  const bool dangling_point = point < text.size() && fraction.empty();
  if (whole.empty() || dangling_point || fraction.size() > static_cast<std::size_t>(digits)) return std::nullopt;
  if (!std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit)) return std::nullopt;

  // Counted downwards, because the negative range is the larger one.
  std::int64_t minor = 0;
  const auto append = [&minor](int digit) {
    return !__builtin_mul_overflow(minor, 10, &minor) && !__builtin_sub_overflow(minor, digit, &minor);
  };
  for (const char digit : whole) {
    if (!append(digit - '0')) return std::nullopt;
  }
  for (std::size_t place = 0; place < static_cast<std::size_t>(digits); ++place) {
    if (!append(place < fraction.size() ? fraction[place] - '0' : 0)) return std::nullopt;
  }
  if (negative) return minor;
  if (minor == INT64_MIN) return std::nullopt;
  return -minor;
}

std::string format_minor_units(std::int64_t minor, int digits) {
  const int places = std::clamp(digits, 0, kMaximumDigits);
  const auto power = static_cast<std::uint64_t>(kPowersOfTen[places]);
  const std::uint64_t magnitude = minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
  const char* sign = minor < 0 ? "-" : "";
  if (places == 0) return fmt::format("{}{}", sign, magnitude);
  return fmt::format("{}{}.{:0{}}", sign, magnitude / power, magnitude % power, places);
}

}  // namespace probity
