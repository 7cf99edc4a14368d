#pragma once
// What a search document looks like and what a search text asks of it, the same for every backend.
//
// A document is one text: a mark of its entity, then every word and every address or number with two
// spaces before it, and two at the end: "###  ada  lovelace  ada@example.org  ". So "any part of a word"
// is a part of that text, "the start of a word" is that part with two spaces before it, "the whole word"
// has two spaces on both sides, and each of them, from one letter on, is three characters or longer: one
// index of trigrams finds them all. Chinese, Japanese and Korean characters are words of their own, so a
// run of them is a part of the text as well.
#include <string>
#include <string_view>
#include <vector>

namespace probity::store {

/// `words` are folded words and `exact` folded addresses and numbers, both separated by spaces.
std::string document_text(std::string_view entity, std::string_view words, std::string_view exact);

/// Three private characters that stand at the start of every document of an entity.
std::string entity_mark(std::string_view entity);

/// One thing that is looked for: found where all parts of one alternative are in the document. Every part
/// is three characters or longer.
struct SearchTerm {
  std::vector<std::vector<std::string>> alternatives;
  std::string word;  ///< as it would stand in a document as a word of its own, for ranking
};

/// All terms must be found. Of nothing that can be looked for: no terms, and nothing is found.
struct SearchTerms {
  std::vector<SearchTerm> terms;
};

/// Reads a search as it was typed: words, parts of addresses, and numbers in any format ("(202) 555-1234",
/// "+49 30 1234567", "030/1234567").
SearchTerms parse_search(std::string_view typed);

bool is_found(const SearchTerms& terms, std::string_view document);
/// How well a found document fits: whole words before starts of words before other parts, and the start
/// of the document, where the title stands, before the rest. Larger is better.
int rank_of(const SearchTerms& terms, std::string_view document);

/// Trigrams of a part that together stand in every document with the part, few enough to look up each.
std::vector<std::string_view> lookup_trigrams(std::string_view part);

}  // namespace probity::store
