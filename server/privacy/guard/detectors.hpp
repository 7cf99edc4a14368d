#pragma once
// The detectors. Each looks at the groups that begin at one place and says what it found there; each looks
// at a bounded number of groups, so that no text takes long.
#include <optional>
#include <string_view>

#include "privacy/guard/find.hpp"
#include "privacy/guard/tokens.hpp"

namespace probity::privacy::guard {

/// A find, and the last group it takes.
struct Found {
  Find find;
  std::size_t last = 0;
};

/// Primary account numbers by issuer (ISO/IEC 7812), length, Luhn's check digit and how they are grouped.
std::optional<Found> payment_card_at(const Tokens& tokens, std::size_t first);

/// ISO 13616: the country's length and structure, and the sum by 97.
std::optional<Found> iban_at(const Tokens& tokens, std::size_t first);

/// US SSN, UK NINO and the numbers of other countries that have check digits. Those whose rules are weak count
/// only in their own grouping, or beside a word that names them.
std::optional<Found> national_id_at(const Tokens& tokens, std::size_t first, Kinds wanted);

}  // namespace probity::privacy::guard
