#pragma once
// Search over the index of trigrams.
#include <functional>
#include <string>
#include <vector>

#include "store/search_text.hpp"
#include "store/sqlite/connection.hpp"

namespace probity::store::sqlite {

/// The full-text expression that finds every document with these terms, and some others: what it finds is
/// compared with the document itself. Empty where there is nothing to look for.
std::string match_expression(const SearchTerms& terms, const std::vector<std::string>& entities);

/// found_in(text, typed): whether a document's text has everything a search asks for.
Result<> add_search_functions(Connection& connection);

struct FoundDocument {
  std::int64_t sequence = 0;  ///< less is later
  int rank = 0;
  std::string entity;
  Id record;
};

/// The best `limit` documents, best first.
Result<std::vector<FoundDocument>> find_documents(Connection& connection, const SearchTerms& terms,
                                                  const std::vector<std::string>& entities, std::size_t limit);

}  // namespace probity::store::sqlite
