#pragma once
// What a search document looks like and what a search text asks of it, the same for every backend.
//
// A document is one text: every word and every address or number with two spaces before it, and two at
// the end: "  ada  lovelace  ada@example.org  ". So "any part of a word" is a part of that text, "the
// start of a word" is that part with two spaces before it, "the whole word" has spaces on both sides,
// and every one of them, from one letter on, is three characters or longer: one index of trigrams
// finds them all.
#include <string>
#include <string_view>

namespace probity::store {

/// `words` are folded words and `exact` folded addresses and numbers, both separated by spaces.
std::string document_text(std::string_view words, std::string_view exact);

}  // namespace probity::store
