#include "meta/entity.hpp"

namespace probity::meta {

const Field* Entity::field(std::string_view name) const {
  const auto found = field_by_name.find(name);
  return found == field_by_name.end() ? nullptr : &fields[static_cast<std::size_t>(found->second)];
}

int Entity::column(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &Column::name);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

const std::vector<Column>& record_columns() {
  static const std::vector<Column> columns = {
      {"_id", ColumnKind::blob},
      {"_version", ColumnKind::integer},
      {"_created_at", ColumnKind::integer},
      {"_created_by", ColumnKind::blob},
      {"_updated_at", ColumnKind::integer},
      {"_updated_by", ColumnKind::blob},
      {"_deleted_at", ColumnKind::integer},
      {"_deleted_by", ColumnKind::blob},
      {"_subject_state", ColumnKind::integer},
      {"_policy_version", ColumnKind::integer},
      {"_origin", ColumnKind::text},
  };
  return columns;
}

}  // namespace probity::meta
