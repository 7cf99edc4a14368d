#include "store/sqlite/search.hpp"

#include <sqlite3.h>

#include <set>

namespace probity::store::sqlite {
namespace {

/// Documents to choose the best from: the latest that are found. Where there are more, whole words and
/// starts of words are asked for by themselves, or the best would be lost among them.
constexpr std::size_t kCandidates = 200;
/// Documents that are compared before a search that hardly finds anything gives up.
constexpr int kCompared = 50'000;
constexpr int kComparedForWords = 1'000;

void append_quoted(std::string& expression, std::string_view text) {
  expression.push_back('"');
  for (const char letter : text) {
    if (letter == '"') expression.push_back('"');
    expression.push_back(letter);
  }
  expression.push_back('"');
}

using Trigrams = std::set<std::string_view>;

/// What a document must have in the index to have all of one alternative.
Trigrams trigrams_of(const std::vector<std::string>& parts) {
  Trigrams trigrams;
  for (const std::string& part : parts) {
    for (const std::string_view trigram : lookup_trigrams(part)) trigrams.insert(trigram);
  }
  return trigrams;
}

/// For each alternative its trigrams, but for those that ask for all that another asks for and more: what they
/// find, the other finds too, and what is found is compared with the text anyway.
std::vector<Trigrams> trigrams_of(const SearchTerm& term) {
  std::vector<Trigrams> all;
  for (const auto& parts : term.alternatives) all.push_back(trigrams_of(parts));
  std::ranges::stable_sort(all, {}, &Trigrams::size);
  std::vector<Trigrams> needed;
  for (Trigrams& trigrams : all) {
    const bool found_anyway = std::ranges::any_of(needed, [&](const Trigrams& fewer) { return std::ranges::includes(trigrams, fewer); });
    if (!found_anyway) needed.push_back(std::move(trigrams));
  }
  return needed;
}

void append_all(std::string& expression, const Trigrams& trigrams) {
  bool first = true;
  for (const std::string_view trigram : trigrams) {
    if (!std::exchange(first, false)) expression += " AND ";
    append_quoted(expression, trigram);
  }
}

void append_term(std::string& expression, const SearchTerm& term) {
  expression += "((";
  bool first = true;
  for (const Trigrams& trigrams : trigrams_of(term)) {
    if (!std::exchange(first, false)) expression += ") OR (";
    append_all(expression, trigrams);
  }
  expression += "))";
}

void append_entities(std::string& expression, const std::vector<std::string>& entities) {
  for (std::size_t i = 0; i < entities.size(); ++i) {
    expression += i == 0 ? " AND (" : " OR ";
    append_quoted(expression, entity_mark(entities[i]));
  }
  if (!entities.empty()) expression += ")";
}

/// The same terms, each as one part that is at the start of a word or a whole word; nothing where a term
/// is no single word.
SearchTerms as_words(const SearchTerms& terms, std::string_view after) {
  SearchTerms words;
  for (const SearchTerm& term : terms.terms) {
    if (term.word.empty() || term.word.find(' ') != std::string::npos) return {};
    words.terms.push_back({.alternatives = {{"  " + term.word + std::string(after)}}, .word = term.word});
  }
  return words;
}

class Search {
 public:
  Search(Connection& connection, const SearchTerms& terms, const std::vector<std::string>& entities)
      : connection_(connection), terms_(terms), entities_(entities) {}

  /// Adds up to `most` documents, latest first, having compared up to `most_compared`. True: there are no more.
  Result<bool> collect(const SearchTerms& wanted, std::size_t most, int most_compared) {
    const std::string expression = match_expression(wanted, entities_);
    if (expression.empty()) return true;
    PROBITY_ASSIGN(Statement find,
                   connection_.statement("SELECT d.seq,d.entity,d.record,d.text FROM search_gram g CROSS JOIN search_doc d ON d.seq=g.rowid "
                                         "WHERE g.search_gram MATCH ? ORDER BY g.rowid"));
    find.bind(1, expression);
    std::size_t added = 0;
    for (int compared = 0; compared < most_compared; ++compared) {
      PROBITY_ASSIGN(const bool row, find.step());
      if (!row) return true;
      if (!consider(find, wanted)) continue;
      if (++added == most) return false;
    }
    return false;
  }

  std::vector<FoundDocument> best(std::size_t limit) {
    std::ranges::sort(found_, [](const FoundDocument& left, const FoundDocument& right) {
      return left.rank != right.rank ? left.rank > right.rank : left.sequence < right.sequence;
    });
    const auto repeated = std::ranges::unique(found_, {}, &FoundDocument::sequence);
    found_.erase(repeated.begin(), repeated.end());
    if (found_.size() > limit) found_.resize(limit);
    return std::move(found_);
  }

 private:
  bool consider(const Statement& row, const SearchTerms& wanted) {
    const std::string_view text = row.text(3);
    if (!is_found(wanted, text) || (&wanted != &terms_ && !is_found(terms_, text))) return false;
    const std::string entity(row.text(1));
    if (!entities_.empty() && std::ranges::find(entities_, entity) == entities_.end()) return false;
    found_.push_back({row.integer(0), rank_of(terms_, text), entity, Id::from_raw(row.text(2))});
    return true;
  }

  Connection& connection_;
  const SearchTerms& terms_;
  const std::vector<std::string>& entities_;
  std::vector<FoundDocument> found_;
};

/// The terms are kept by SQLite for as long as the statement's second argument stays the same.
void found_in(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
  const std::string_view document(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_value_bytes(arguments[0])));
  const auto* kept = static_cast<SearchTerms*>(sqlite3_get_auxdata(context, 1));
  if (kept) {
    sqlite3_result_int(context, is_found(*kept, document));
    return;
  }
  const auto* typed = static_cast<const char*>(sqlite3_value_blob(arguments[1]));
  auto* terms = new SearchTerms(parse_search({typed ? typed : "", static_cast<std::size_t>(sqlite3_value_bytes(arguments[1]))}));
  sqlite3_result_int(context, is_found(*terms, document));
  // Last, because SQLite may destroy it at once.
  sqlite3_set_auxdata(context, 1, terms, [](void* old) { delete static_cast<SearchTerms*>(old); });
}

}  // namespace

std::string match_expression(const SearchTerms& terms, const std::vector<std::string>& entities) {
  std::string expression;
  for (const SearchTerm& term : terms.terms) {
    if (!expression.empty()) expression += " AND ";
    append_term(expression, term);
  }
  if (!expression.empty()) append_entities(expression, entities);
  return expression;
}

Result<> add_search_functions(Connection& connection) {
  const int code = sqlite3_create_function_v2(connection.raw(), "found_in", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                              nullptr, found_in, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error_of(connection.raw(), code, "adding found_in()"));
  return {};
}

Result<std::vector<FoundDocument>> find_documents(Connection& connection, const SearchTerms& terms,
                                                  const std::vector<std::string>& entities, std::size_t limit) {
  const std::size_t candidates = std::max(limit, kCandidates);
  Search search(connection, terms, entities);
  PROBITY_ASSIGN(const bool complete, search.collect(terms, candidates, kCompared));
  if (!complete) {
    for (const std::string_view after : {"  ", ""}) PROBITY_TRY(search.collect(as_words(terms, after), candidates, kComparedForWords));
  }
  return search.best(limit);
}

}  // namespace probity::store::sqlite
