#pragma once
// The countries of ISO 3166-1, and where European data protection law holds of itself.
#include <algorithm>
#include <optional>
#include <string_view>

namespace probity::privacy {

/// The code (alpha-2) of a country by its code, its code of three letters or its name in English or in its own language;
/// capitals and accents do not matter. Nothing for a name that is not known.
std::optional<std::string_view> country_code(std::string_view name);

/// Whether it is the code of a country, in capitals.
bool is_country(std::string_view code);

/// Of the European Economic Area, by ISO 3166-1; "EU" stands for any of the Union.
inline bool is_european(std::string_view country) {
  constexpr std::string_view kArea[] = {"EU", "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
                                        "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO"};
  return std::ranges::find(kArea, country) != std::end(kArea);
}

}  // namespace probity::privacy
