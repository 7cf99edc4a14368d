#pragma once
// Looks for what should not stand in text: card and bank numbers, the numbers states give to people, words about
// health. Pure; immutable once made, so safe on every thread. One pass over a text, with bounded work at each place.
#include <string>
#include <string_view>
#include <vector>

#include "privacy/guard/find.hpp"
#include "privacy/guard/health_words.hpp"

namespace probity::privacy::guard {

class Guard {
 public:
  /// Without words about health.
  Guard() = default;
  explicit Guard(HealthWords health) : health_(std::move(health)) {}

  /// Every find of the wanted kinds in the order of the text; none overlaps another. `text` is valid UTF-8.
  std::vector<Find> look(std::string_view text, Kinds wanted) const;

 private:
  HealthWords health_;
};

/// The text with each find covered by "*", sign by sign; of a payment card the last four digits stay. What
/// separates the groups stays.
std::string mask(std::string_view text, const std::vector<Find>& finds);

}  // namespace probity::privacy::guard
