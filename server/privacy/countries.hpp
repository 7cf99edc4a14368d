#pragma once
// Where European data protection law holds of itself.
#include <algorithm>
#include <string_view>

namespace probity::privacy {

/// Of the European Economic Area, by ISO 3166-1; "EU" stands for any of the Union.
inline bool is_european(std::string_view country) {
  constexpr std::string_view kArea[] = {"EU", "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
                                        "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO"};
  return std::ranges::find(kArea, country) != std::end(kArea);
}

}  // namespace probity::privacy
