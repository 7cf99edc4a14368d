#pragma once
// Whether somebody is too young under a policy: the limit differs by profile and by country.
#include <optional>
#include <span>
#include <string_view>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

/// The years somebody in that country (ISO 3166-1 alpha-2, may be empty) must have lived; nothing where the policy
/// states no limit. The country's own limit goes before the general one.
std::optional<int> minimum_age(const Policy& policy, std::string_view country);

/// The same for who may be in any of these countries, as people write them: "Germany", "DEU" and "de" are Germany. The
/// strictest of their limits; where there is none, or one that is not known, the strictest of the policy.
std::optional<int> minimum_age_anywhere(const Policy& policy, std::span<const std::string> countries);

/// Full years lived on a day. Who was born on 29 February is a year older on 1 March of a year without one.
int age_on(Day born, Day today);

/// Whether who was born then is under the limit today.
bool is_too_young(const Policy& policy, std::string_view country, Day born, Day today);

}  // namespace probity::privacy
