#pragma once
// Looks up std::string keys by string_view without making a string.
#include <functional>
#include <string_view>

namespace probity::store {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};

}  // namespace probity::store
