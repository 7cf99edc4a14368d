#pragma once
// The sums by which numbers guard themselves. Every function takes digits '0'-'9' (and letters A-Z where it
// says so) and answers false for anything that is too short.
#include <string_view>

namespace probity::privacy::guard {

/// ISO/IEC 7812-1, Annex B: payment cards, and several national numbers.
bool luhn(std::string_view digits);
/// ISO 13616: country and check digits to the end, letters as 10 to 35, rest 1 by 97. Letters allowed.
bool iban_sum(std::string_view marks);
/// ISO 7064, MOD 11,10: the last digit checks the others.
bool mod_11_10(std::string_view digits);
/// Verhoeff's dihedral sum over all digits.
bool verhoeff(std::string_view digits);
/// The sum of digit times weight, by `modulus`.
int weighted(std::string_view digits, std::initializer_list<int> weights, int modulus);
/// All of them as a number, by `modulus`.
int remainder(std::string_view digits, int modulus);

/// A day of any year of a century that two digits leave open.
bool is_day(std::string_view two_digit_month, std::string_view two_digit_day);

}  // namespace probity::privacy::guard
