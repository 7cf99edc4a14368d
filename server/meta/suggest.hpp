#pragma once
// "Did you mean ...?"
#include <string>
#include <string_view>
#include <vector>

namespace probity::meta {

/// "; did you mean \"category\"?" for the nearest of the known names, or nothing where none is near.
std::string suggestion(std::string_view typed, const std::vector<std::string_view>& known);

template <typename Names>
std::string suggestion_among(std::string_view typed, const Names& names) {
  return suggestion(typed, std::vector<std::string_view>(names.begin(), names.end()));
}

}  // namespace probity::meta
