#include "meta/columns.hpp"

namespace probity::meta {
namespace {

std::string column_name(const Field& field, std::string_view suffix) {
  return suffix.empty() ? field.name : fmt::format("{}__{}", field.name, suffix);
}

void add_sort_column(Entity& entity, Field& field) {
  const Shape shape = field.type->shape();
  const bool sorts_by_itself = shape == Shape::ordered || shape == Shape::exact;
  if (sorts_by_itself) {
    const int part = field.first_column + field.type->comparable_column();
    field.sort_column = entity.columns[static_cast<std::size_t>(part)].name;
  } else if (shape == Shape::text && field.indexed) {
    field.sort_column = column_name(field, "sort");
    entity.columns.push_back({field.sort_column, ColumnKind::text, field.position});
  }
}

}  // namespace

void lay_out_columns(Entity& entity) {
  entity.columns = record_columns();
  for (int position = 0; Field& field : entity.fields) {
    field.position = position++;
    field.first_column = static_cast<int>(entity.columns.size());
    for (const FieldType::ColumnPart& part : field.type->columns()) {
      entity.columns.push_back({column_name(field, part.suffix), part.kind, field.position});
    }
    add_sort_column(entity, field);
  }
  for (const Field& field : entity.fields) entity.field_by_name.emplace(field.name, field.position);
  const auto owner = std::ranges::find(entity.fields, entity.owned_by, &Field::name);
  entity.owner_column = owner == entity.fields.end() ? static_cast<int>(kCreatedBy) : owner->first_column;
}

}  // namespace probity::meta
