#pragma once
// Words that speak of somebody's health, from one list per language.
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "privacy/guard/find.hpp"
#include "privacy/guard/tokens.hpp"

namespace probity::privacy::guard {

class HealthWords {
 public:
  HealthWords() = default;
  /// One entry a line; "#" begins a comment. "diabet*" stands for every word that begins so; an entry may have
  /// several words.
  void add(std::string_view list);
  /// Every file "health.LANGUAGE.txt" of a folder. "bad_guard_words" (invalid) where there is none.
  static Result<HealthWords> load(const std::filesystem::path& folder);

  /// Adds a find for each place.
  void find(const Tokens& tokens, std::vector<Find>& finds) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::vector<std::string> words;  ///< as marks
    bool prefix = false;             ///< the last word goes on
  };
  bool matches(const Entry& entry, const Tokens& tokens, std::size_t first) const;
  const Entry* entry_at(const Tokens& tokens, std::size_t first) const;

  static constexpr std::size_t kBeginnings = 26 * 26;   ///< pairs of first letters
  std::vector<Entry> entries_;                          ///< sorted
  std::array<std::uint16_t, kBeginnings + 1> starts_{}; ///< where the entries of each pair begin
};

}  // namespace probity::privacy::guard
