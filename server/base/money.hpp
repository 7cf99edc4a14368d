#pragma once
// Money is an integer with its ISO 4217 currency; never a floating-point number.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace probity {

/// Amounts are kept in ten-thousandths of the major unit whatever the currency, so that they compare across
/// currencies as the numbers people read: 99 JPY is more than 5 EUR. No currency has more digits (ISO 4217).
inline constexpr int kStoredDigits = 4;
/// A unit of the stored amount goes so often into a minor unit: 1 for CLF, 100 for EUR, 10,000 for JPY.
std::int64_t stored_per_minor(int digits);

/// Digits after the point (EUR 2, JPY 0, KWD 3); nothing for an unknown currency.
std::optional<int> minor_digits(std::string_view currency);
/// "1234.5" in EUR -> 123450. Nothing where the text is no decimal number, has more digits than the
/// currency or does not fit.
std::optional<std::int64_t> parse_minor_units(std::string_view text, int digits);
/// 123450 with 2 digits -> "1234.50".
std::string format_minor_units(std::int64_t minor, int digits);

}  // namespace probity
