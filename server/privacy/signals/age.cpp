#include "privacy/signals/age.hpp"

#include <charconv>

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
