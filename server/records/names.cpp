#include "records/names.hpp"

#include "base/text.hpp"

namespace probity::records {
namespace {

constexpr std::string_view kLegalForms[] = {"ag",  "bv",  "co",   "company", "corp", "corporation", "eg", "ev", "gmbh", "inc", "incorporated", "kg",
                                            "kgaa", "limited", "llc", "llp", "ltd", "nv", "oy", "plc", "pty", "sa", "sarl", "se", "spa", "srl", "ug"};

bool tells_little(const std::string& word) { return word.size() < 2 || std::ranges::find(kLegalForms, word) != std::end(kLegalForms); }

bool has_digit(const std::string& word) { return word.find_first_of("0123456789") != word.npos; }

/// Whether one word may be the other misspelt. "Branch 1" is not "Branch 2" misspelt.
bool is_slip(const std::string& left, const std::string& right) {
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kFirstLetterMatters = 6;
  constexpr std::size_t kLong = 8;
  const std::size_t shorter = std::min(left.size(), right.size());
  if (has_digit(left) || has_digit(right)) return false;
  if (shorter < kShortest || (shorter < kFirstLetterMatters && left.front() != right.front())) return false;
  const int most = shorter >= kLong ? 2 : 1;
  return slips_between(left, right, most) <= most;
}

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  const std::string folded = fold_words(name);
  std::vector<std::string> all;
  for (const std::string_view word : split(folded, ' ')) {
    if (!word.empty()) all.emplace_back(word);
  }
  std::vector<std::string> telling = all;
  std::erase_if(telling, tells_little);
  std::vector<std::string>& words = telling.empty() ? all : telling;
  std::ranges::sort(words);
  return std::move(words);
}

Likeness likeness(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  if (left.empty() || right.empty()) return Likeness::none;
  if (left == right) return Likeness::same;
  std::vector<std::string> only_left;
  std::vector<std::string> only_right;
  std::ranges::set_difference(left, right, std::back_inserter(only_left));
  std::ranges::set_difference(right, left, std::back_inserter(only_right));
  const std::size_t shared = left.size() - only_left.size();
  const bool one_more = only_left.size() + only_right.size() == 1;
  if (one_more) return shared >= 2 ? Likeness::similar : Likeness::none;
  const bool one_differs = only_left.size() == 1 && only_right.size() == 1;
  const bool enough = shared >= 1 || std::min(left.front().size(), right.front().size()) >= 5;
  return one_differs && enough && is_slip(only_left.front(), only_right.front()) ? Likeness::similar : Likeness::none;
}

int slips_between(std::string_view left, std::string_view right, int most) {
  const std::size_t difference = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (difference > static_cast<std::size_t>(most)) return most + 1;
  // Optimal string alignment, three rows at a time.
  const std::size_t width = right.size() + 1;
  std::vector<int> before_last(width);
  std::vector<int> last(width);
  std::vector<int> row(width);
  for (std::size_t column = 0; column < width; ++column) last[column] = static_cast<int>(column);
  for (std::size_t line = 1; line <= left.size(); ++line) {
    row[0] = static_cast<int>(line);
    for (std::size_t column = 1; column < width; ++column) {
      const bool equal = left[line - 1] == right[column - 1];
      row[column] = std::min({last[column] + 1, row[column - 1] + 1, last[column - 1] + (equal ? 0 : 1)});
      const bool swapped = line > 1 && column > 1 && left[line - 1] == right[column - 2] && left[line - 2] == right[column - 1];
      if (swapped) row[column] = std::min(row[column], before_last[column - 2] + 1);
    }
    if (*std::ranges::min_element(row) > most) return most + 1;
    before_last.swap(last);
    last.swap(row);
  }
  return std::min(last[width - 1], most + 1);
}

}  // namespace probity::records
