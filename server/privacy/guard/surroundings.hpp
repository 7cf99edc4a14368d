#pragma once
// What stands around a candidate: words that say what a number is, and signs that it is part of something else.
#include <span>
#include <string_view>
#include <vector>

#include "privacy/guard/tokens.hpp"

namespace probity::privacy::guard {

/// One of the words (upper case, without accents) stands shortly before, or right behind.
bool is_beside(const Tokens& tokens, std::size_t first, std::size_t last, std::span<const std::string_view> words);

/// "+49 ...", "Tel. ...", "Fax: ...".
bool is_phone_number(const Tokens& tokens, std::size_t first);

/// For each group, whether it is part of a UUID (RFC 9562, 8-4-4-4-12 hexadecimal digits). Empty where there is none.
std::vector<bool> find_uuids(const Tokens& tokens);

}  // namespace probity::privacy::guard
