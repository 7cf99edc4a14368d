#include "store/schema.hpp"

#include <atomic>
#include <span>

#include "store/tables.hpp"

namespace probity::store {
namespace {

constexpr std::string_view kBin = "_deleted_at";

/// The column that an indexed field is found and sorted by; empty where it has none of its own.
std::string indexed_column(const meta::Entity& entity, const meta::Field& field) {
  if (!field.sort_column.empty()) return field.sort_column;
  const int comparable = field.type->comparable_column();
  const bool elsewhere = field.type->shape() == meta::Shape::keys || field.type->shape() == meta::Shape::links ||
                         field.type->shape() == meta::Shape::opaque;
  if (comparable < 0 || elsewhere) return {};
  return entity.columns[static_cast<std::size_t>(field.first_column + comparable)].name;
}

Index live_index(const meta::Entity& entity, const std::string& column) {
  return {.name = entity.name + "_by_" + column, .columns = {column, "_id"}, .live_only = true};
}

Table record_table(const meta::Entity& entity) {
  Table table;
  table.name = entity.name;
  table.entity = entity.name;
  table.primary_key = {"_id"};
  for (const meta::Column& column : entity.columns) {
    table.columns.push_back({column.name, column.kind, column.name == "_id"});
    table.field_ids.push_back(column.field < 0 ? 0 : entity.fields[static_cast<std::size_t>(column.field)].id);
  }
  for (const std::string& column : {std::string("_created_at"), std::string("_updated_at")}) {
    table.indexes.push_back(live_index(entity, column));
  }
  table.indexes.push_back({.name = entity.name + "_bin", .columns = {std::string(kBin), "_id"}, .bin_only = true});
  for (const meta::Field& field : entity.fields) {
    table.fields.push_back({field.id, field.name, std::string(field.type->name()), field.file, field.line});
    const std::string column = field.indexed ? indexed_column(entity, field) : std::string();
    if (!column.empty()) table.indexes.push_back(live_index(entity, column));
  }
  return table;
}

}  // namespace

const Table* Schema::find(std::string_view name) const {
  const auto found = std::ranges::find(tables, name, &Table::name);
  return found == tables.end() ? nullptr : &*found;
}

Schema schema_of(const meta::Model& model, bool system) {
  Schema schema;
  schema.model_version = model.version();
  for (const auto& entity : model.entities()) {
    if (entity->system == system) schema.tables.push_back(record_table(*entity));
  }
  const std::vector<Table>& house = house_tables();
  schema.tables.insert(schema.tables.end(), house.begin(), house.end());
  return schema;
}

std::shared_ptr<const Projection> Projection::make(std::string table, std::vector<std::string> columns) {
  static std::atomic<std::uint64_t> next{1};
  return std::make_shared<const Projection>(
      Projection{next.fetch_add(1, std::memory_order_relaxed), std::move(table), std::move(columns)});
}

}  // namespace probity::store
