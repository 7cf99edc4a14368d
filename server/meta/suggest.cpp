#include "meta/suggest.hpp"

#include <numeric>

namespace probity::meta {
namespace {

/// Levenshtein distance.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i - 1] != right[j - 1]);
      diagonal = std::exchange(row[j], std::min({replaced, row[j] + 1, row[j - 1] + 1}));
    }
  }
  return row.back();
}

}  // namespace

std::string suggestion(std::string_view typed, const std::vector<std::string_view>& known) {
  constexpr std::size_t kLongestTyped = 100;
  if (typed.size() > kLongestTyped) return {};
  const auto nearest = std::ranges::min_element(known, {}, [&](std::string_view name) { return distance(typed, name); });
  const bool is_near = nearest != known.end() && distance(typed, *nearest) <= 1 + typed.size() / 4;
  return is_near ? fmt::format("; did you mean \"{}\"?", *nearest) : std::string();
}

}  // namespace probity::meta
