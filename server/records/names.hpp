#pragma once
// Names compared as people misspell them: words in any order, a letter or two apart.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace probity::records {

/// The words of a name that tell it from others, folded and sorted: single letters and what only says what
/// kind of company it is ("Ltd", "GmbH") are left out, unless nothing else is there.
std::vector<std::string> name_words(std::string_view name);

enum class Likeness { none, similar, same };

/// same: the same words in any order. similar: all words but one the same, and that one a slip away (one
/// letter inserted, left out, changed or swapped; two in words of eight letters or more), or two words
/// the same and one more on either side.
Likeness likeness(const std::vector<std::string>& left, const std::vector<std::string>& right);

/// The number of slips (insertion, omission, change, swap of neighbours) between two words of bytes; more than
/// `most` is told as most + 1.
int slips_between(std::string_view left, std::string_view right, int most);

}  // namespace probity::records
