#include "store/sqlite/stored_schema.hpp"

namespace probity::store::sqlite {
namespace {

constexpr std::string_view kLive = " WHERE \"_deleted_at\" IS NULL";
constexpr std::string_view kBin = " WHERE \"_deleted_at\" IS NOT NULL";

meta::ColumnKind kind_named(std::string_view type) {
  if (type == "INTEGER") return meta::ColumnKind::integer;
  if (type == "REAL") return meta::ColumnKind::real;
  if (type == "TEXT") return meta::ColumnKind::text;
  return meta::ColumnKind::blob;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ",") + identifier(name);
  return list;
}

/// A table of which the only key is one integer is ordered by it as it is.
bool is_row_number(const Table& table) {
  if (table.primary_key.size() != 1) return false;
  const auto column = std::ranges::find(table.columns, table.primary_key.front(), &Column::name);
  return column != table.columns.end() && column->kind == meta::ColumnKind::integer;
}

std::string column_sql(const Column& column) {
  return fmt::format("{} {}{}", identifier(column.name), type_name(column.kind), column.required ? " NOT NULL" : "");
}

Result<> read_columns(Connection& connection, Table& table) {
  PROBITY_ASSIGN(Statement statement, connection.statement("SELECT name,type,\"notnull\",pk FROM pragma_table_info(?) ORDER BY cid"));
  statement.bind(1, table.name);
  std::map<std::int64_t, std::string> key;
  for (;;) {
    PROBITY_ASSIGN(const bool row, statement.step());
    if (!row) break;
    const std::string name(statement.text(0));
    if (statement.integer(3) > 0) key[statement.integer(3)] = name;
    if (name == "seq") continue;
    table.columns.push_back({name, kind_named(statement.text(1)), statement.integer(2) != 0});
  }
  table.keyed = !key.contains(1) || key[1] != "seq";
  if (table.keyed) {
    for (auto& [position, name] : key) table.primary_key.push_back(name);
  }
  return {};
}

Result<> read_index_columns(Connection& connection, Index& index) {
  PROBITY_ASSIGN(Statement statement, connection.statement("SELECT name FROM pragma_index_info(?) ORDER BY seqno"));
  statement.bind(1, index.name);
  for (;;) {
    PROBITY_ASSIGN(const bool row, statement.step());
    if (!row) return {};
    index.columns.emplace_back(statement.text(0));
  }
}

Result<> read_indexes(Connection& connection, Table& table) {
  PROBITY_ASSIGN(Statement statement,
                 connection.statement("SELECT l.name,l.\"unique\",l.origin,coalesce(s.sql,'') FROM pragma_index_list(?) l "
                                      "LEFT JOIN sqlite_schema s ON s.type='index' AND s.name=l.name ORDER BY l.name"));
  statement.bind(1, table.name);
  for (;;) {
    PROBITY_ASSIGN(const bool row, statement.step());
    if (!row) return {};
    Index index;
    index.name = statement.text(0);
    index.unique = statement.integer(1) != 0;
    index.live_only = statement.text(3).ends_with(kLive);
    index.bin_only = statement.text(3).ends_with(kBin);
    PROBITY_TRY(read_index_columns(connection, index));
    if (statement.text(2) == "c") table.indexes.push_back(std::move(index));
    else if (statement.text(2) == "u" && !table.keyed) table.primary_key = index.columns;
  }
}

Result<std::vector<std::string>> table_names(Connection& connection) {
  PROBITY_ASSIGN(Statement statement,
                 connection.statement("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
                                      "AND name NOT LIKE 'search\\_%' ESCAPE '\\' AND name NOT LIKE 'own\\_%' ESCAPE '\\' ORDER BY name"));
  std::vector<std::string> names;
  for (;;) {
    PROBITY_ASSIGN(const bool row, statement.step());
    if (!row) return names;
    names.emplace_back(statement.text(0));
  }
}

}  // namespace

std::string_view type_name(meta::ColumnKind kind) {
  switch (kind) {
    case meta::ColumnKind::integer: return "INTEGER";
    case meta::ColumnKind::real: return "REAL";
    case meta::ColumnKind::text: return "TEXT";
    case meta::ColumnKind::blob: return "BLOB";
  }
  return "BLOB";
}

std::string create_table_sql(const Table& table) {
  std::string sql = fmt::format("CREATE TABLE {} (", identifier(table.name));
  const bool row_number = table.keyed && is_row_number(table);
  if (!table.keyed) sql += "seq INTEGER PRIMARY KEY,";
  for (const Column& column : table.columns) sql += column_sql(column) + ",";
  sql += fmt::format("{} ({})) STRICT", table.keyed ? "PRIMARY KEY" : "UNIQUE", list_of(table.primary_key));
  return table.keyed && !row_number ? sql + ", WITHOUT ROWID" : sql;
}

std::string create_index_sql(const std::string& table, const Index& index) {
  return fmt::format("CREATE {}INDEX {} ON {} ({}){}", index.unique ? "UNIQUE " : "", identifier(index.name), identifier(table),
                     list_of(index.columns), index.live_only ? kLive : index.bin_only ? kBin : std::string_view());
}

std::string add_column_sql(const std::string& table, const Column& column) {
  return fmt::format("ALTER TABLE {} ADD COLUMN {} {}", identifier(table), identifier(column.name), type_name(column.kind));
}

Result<Schema> read_stored_schema(Connection& connection) {
  Schema schema;
  PROBITY_ASSIGN(const std::vector<std::string> names, table_names(connection));
  for (const std::string& name : names) {
    Table table;
    table.name = name;
    PROBITY_TRY(read_columns(connection, table));
    PROBITY_TRY(read_indexes(connection, table));
    schema.tables.push_back(std::move(table));
  }
  return schema;
}

}  // namespace probity::store::sqlite
