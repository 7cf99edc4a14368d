#include "domains/sales/linked.hpp"

namespace probity::sales {

Cell& value_of(records::Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }

Result<std::optional<std::vector<Cell>>> linked(const records::Context& context, store::Reader& reader, const meta::Entity& entity, const Cell& link) {
  std::optional<std::vector<Cell>> cells;
  if (is_null(link)) return cells;
  PROBITY_TRY(reader.one(context.catalog->tables(entity).all, "_id", link, [&](const Row& row) {
    cells = records::cells_of(entity, row);
    return false;
  }));
  return cells;
}

const Cell& cell_of(const meta::Entity& entity, const std::vector<Cell>& cells, std::string_view field) {
  return cells[static_cast<std::size_t>(entity.field(field)->first_column)];
}

}  // namespace probity::sales
