#include "records/masked_row.hpp"

#include "records/draft.hpp"

namespace probity::records {

MaskedRow::MaskedRow(const privacy::Decision& decision, const meta::Entity& entity, const Row& row) : row_(row) {
  const std::int64_t version = row.integer(meta::kPolicyVersion);
  for (const meta::Field& field : entity.fields) {
    if (decision.shows(field.position, version)) continue;
    for (std::size_t part = 0; part < field.type->columns().size(); ++part) hidden_.push_back(field.first_column + static_cast<int>(part));
    if (!field.sort_column.empty()) hidden_.push_back(entity.column(field.sort_column));
  }
  std::ranges::sort(hidden_);
}

std::vector<Cell> shown_cells(const Context& context, const Row& row) { return cells_of(*context.entity, *AsShown(context, row)); }

}  // namespace probity::records
