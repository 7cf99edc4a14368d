#pragma once
// A text taken apart once, for every detector: runs of letters and digits, and what stands between them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace probity::privacy::guard {

/// Letters and digits that stand together.
struct Group {
  std::uint32_t begin = 0;   ///< bytes of the text
  std::uint32_t end = 0;
  std::uint32_t mark = 0;    ///< where its marks begin in Tokens::marks
  std::uint32_t size = 0;    ///< how many
  bool digits = true;        ///< all of them are
  bool letters = true;
  /// What leads to the next group: one of " -./" (with spaces around it or not), or 0 where they do not hang
  /// together.
  char joint = 0;
  /// The one sign that leads to the next group, where it is one that separates other things as well: one of "/,_|:;*",
  /// ")" for a pair of brackets, or "\n" for lines. Only a card number is followed over these.
  char loose = 0;
  bool after_plus = false;   ///< "+" stands before it, as before a phone number
};

struct Tokens {
  std::string marks;         ///< digits of any script as 0-9, letters as A-Z without accents, others as "?"
  std::vector<Group> groups;

  std::string_view marks_of(const Group& group) const { return std::string_view(marks).substr(group.mark, group.size); }
};

/// Valid UTF-8. Characters that are not seen (zero-width spaces and the like) count as nothing. Writing that
/// needs no spaces between words (Chinese, Japanese, Korean) holds no groups together. Marks of HTML count as nothing
/// within a line, and as the end of a line else.
Tokens take_apart(std::string_view text);

/// Whether there can be a number of `least` digits at all.
bool has_digits(std::string_view text, std::size_t least);

}  // namespace probity::privacy::guard
