#pragma once
// The table of numbers that states give to people: how each is built, written and checked.
#include <array>
#include <span>
#include <string_view>

#include "privacy/guard/find.hpp"

namespace probity::privacy::guard {

/// What makes a number with the right check digits count.
enum class Trust {
  never,
  beside_word,  ///< one of its words stands beside it
  alone         ///< its structure is enough
};

struct NationalId {
  Kind kind;
  std::string_view what;     ///< "a Belgian national number"
  std::string_view pattern;  ///< of its marks: n digit, a letter, x either
  Trust bare;                ///< written as one run
  std::string_view groups;   ///< the ways to group it, by sizes: "3-2-4 9"; empty: none
  std::string_view joints;   ///< what may stand between the groups
  Trust grouped;
  bool (*check)(std::string_view marks);
  std::span<const std::string_view> words;
};

std::span<const NationalId> national_ids();

// The rules of single countries; `marks` has the length and the kinds of its pattern.
bool is_us_ssn(std::string_view marks);
bool is_uk_nino(std::string_view marks);
bool is_german_tax_id(std::string_view marks);
bool is_french_nir(std::string_view marks);
bool is_spanish_dni(std::string_view marks);
bool is_spanish_nie(std::string_view marks);
bool is_italian_tax_code(std::string_view marks);
bool is_dutch_bsn(std::string_view marks);
bool is_belgian_number(std::string_view marks);
bool is_swedish_number(std::string_view marks);
bool is_swedish_long_number(std::string_view marks);
bool is_polish_pesel(std::string_view marks);
bool is_swiss_ahv(std::string_view marks);
bool is_finnish_number(std::string_view marks);
bool is_norwegian_number(std::string_view marks);
bool is_danish_cpr(std::string_view marks);
bool is_portuguese_nif(std::string_view marks);
bool is_austrian_number(std::string_view marks);
bool is_irish_pps(std::string_view marks);
bool is_czech_number(std::string_view marks);
bool is_canadian_sin(std::string_view marks);
bool is_brazilian_cpf(std::string_view marks);
bool is_indian_aadhaar(std::string_view marks);
bool is_mexican_curp(std::string_view marks);
bool is_chinese_id(std::string_view marks);
bool is_south_african_id(std::string_view marks);
bool is_korean_number(std::string_view marks);
bool is_turkish_number(std::string_view marks);
bool is_australian_tfn(std::string_view marks);

}  // namespace probity::privacy::guard
