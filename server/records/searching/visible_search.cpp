#include "records/searching/visible_search.hpp"

#include "base/text.hpp"
#include "records/masked_row.hpp"

namespace probity::records {

VisibleSearch::VisibleSearch(const Context& context, std::string_view text, bool indexed) : entity_(context.entity), decision_(context.decision) {
  if (is_blank(text)) return;
  for (int position : context.tables->searched) {
    if (context.decision->readable[static_cast<std::size_t>(position)]) readable_.push_back(position);
  }
  must_look_ = !indexed || readable_.size() != context.tables->searched.size() || !decision_->shown_since.empty();
  if (must_look_) terms_ = store::parse_search(text);
}

bool VisibleSearch::found(const Row& row) const {
  const meta::SearchText text = search_text(*entity_, readable_, *AsShown(*decision_, *entity_, row));
  return store::is_found(terms_, store::document_text(entity_->name, fold_words(text.words), fold(text.exact)));
}

meta::SearchText search_text(const meta::Entity& entity, std::span<const int> fields, const Row& row) {
  meta::SearchText text;
  for (int position : fields) {
    const meta::Field& field = entity.fields[static_cast<std::size_t>(position)];
    if (!row.null(field.first_column)) field.type->search(field, row, field.first_column, text);
  }
  return text;
}

}  // namespace probity::records
