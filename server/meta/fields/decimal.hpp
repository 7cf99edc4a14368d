#pragma once
// Decimal numbers as scaled integers: 12.5 with 2 digits is 1250. Never a floating-point sum.
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "meta/entity.hpp"

namespace probity::meta {

inline constexpr int kMaximumDigits = 9;
/// Fifteen digits: as many as every JSON client keeps of any decimal number (RFC 8259, section 6: numbers
/// are doubles).
inline constexpr std::int64_t kMaximumScaled = 999'999'999'999'999;

/// What becomes of more decimals than are kept.
enum class Excess { refuse, round };

/// A JSON number exactly, but for what binary arithmetic leaves behind it: 0.30000000000000004 is 0.3.
/// Codes "wrong_type", "too_many_decimals", "out_of_range".
Result<std::int64_t> scaled_number(const JsonValue& value, int digits, Excess excess = Excess::refuse);

/// A number as people write it: "1,234.50", "1.234,50", "1 234,50", "1'234.50", "1,23,456", "(5)", "5-",
/// "12 %". One separator before exactly three digits ("1.234") is read as `country` writes numbers.
/// Codes "invalid_number", "too_many_decimals", "out_of_range".
Result<std::int64_t> scaled_in_text(std::string_view text, int digits, std::string_view country,
                                    Excess excess = Excess::refuse);

/// Whether min and max of a declaration are in order and can be kept with that many digits.
Result<> check_bounds(const Field& field, int digits);
/// Whether a scaled number lies between them. Code "out_of_range".
Result<> check_within_bounds(const Field& field, std::int64_t scaled, int digits);

/// "12.5": without needless zeros.
std::string scaled_text(std::int64_t scaled, int digits);
/// "12.50": with all of them.
std::string scaled_text_padded(std::int64_t scaled, int digits);
/// As scaled_text(), or padded, but never with exactly three decimals behind one to three digits, which
/// half the world would read as thousands; one more zero makes them decimals everywhere.
std::string unmistakable(std::string text);

}  // namespace probity::meta
