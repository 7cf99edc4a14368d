#include "privacy/signals/age.hpp"

#include <algorithm>
#include <charconv>

#include "privacy/countries.hpp"

namespace probity::privacy {
namespace {

constexpr std::size_t kMonthAndDay = 6;  // of "-01-31" at the end of a date

int year_of(std::string_view date) {
  int year = 0;
  std::from_chars(date.data(), date.data() + date.size() - kMonthAndDay, year);
  return year;
}

}  // namespace

std::optional<int> minimum_age(const Policy& policy, std::string_view country) {
  const auto own = policy.age.by_country.find(std::string(country));
  return own == policy.age.by_country.end() ? policy.age.years : own->second;
}

std::optional<int> minimum_age_anywhere(const Policy& policy, std::span<const std::string> countries) {
  std::optional<int> limit;
  const auto at_least = [&](std::optional<int> years) {
    if (years) limit = std::max(limit.value_or(0), *years);
  };
  const bool known = !countries.empty() && std::ranges::all_of(countries, [&](const std::string& name) {
    const auto code = country_code(name);
    if (code) at_least(minimum_age(policy, *code));
    return code.has_value();
  });
  if (known) return limit;
  at_least(policy.age.years);
  for (const auto& [country, years] : policy.age.by_country) at_least(years);
  return limit;
}

int age_on(Day born, Day today) {
  const std::string birth = format_day(born);
  const std::string date = format_day(today);
  const bool had_birthday = date.substr(date.size() - kMonthAndDay) >= birth.substr(birth.size() - kMonthAndDay);
  return year_of(date) - year_of(birth) - (had_birthday ? 0 : 1);
}

bool is_too_young(const Policy& policy, std::string_view country, Day born, Day today) {
  const auto limit = minimum_age(policy, country);
  return limit && age_on(born, today) < *limit;
}

}  // namespace probity::privacy
