#include "records/visible_search.hpp"

#include "base/text.hpp"
#include "store/search_text.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kInsideWords = 3;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view word : split(text, ' ')) {
    if (!is_blank(word)) words.emplace_back(word);
  }
  return words;
}

bool holds(const std::string& document, const std::string& word) {
  return document.find("  " + word) != document.npos || (length_in_characters(word) >= kInsideWords && document.find(word) != document.npos);
}

bool holds_all(const std::string& document, const std::vector<std::string>& words) {
  return std::ranges::all_of(words, [&](const std::string& word) { return holds(document, word); });
}

}  // namespace

VisibleSearch::VisibleSearch(const Context& context, std::string_view text, bool indexed) : entity_(context.entity) {
  if (is_blank(text)) return;
  for (int position : context.tables->searched) {
    if (context.decision->readable[static_cast<std::size_t>(position)]) readable_.push_back(position);
  }
  must_look_ = !indexed || readable_.size() != context.tables->searched.size();
  if (!must_look_) return;
  typed_ = words_of(fold(text));
  words_ = words_of(fold_words(text));
}

bool VisibleSearch::found(const Row& row) const {
  meta::SearchText text;
  for (int position : readable_) {
    const meta::Field& field = entity_->fields[static_cast<std::size_t>(position)];
    if (!row.null(field.first_column)) field.type->search(field, row, field.first_column, text);
  }
  const std::string document = store::document_text(fold_words(text.words), fold(text.exact));
  return holds_all(document, typed_) || (!words_.empty() && holds_all(document, words_));
}

}  // namespace probity::records
