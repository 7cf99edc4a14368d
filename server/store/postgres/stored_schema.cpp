#include "store/postgres/stored_schema.hpp"

#include "store/tables.hpp"

namespace probity::store::postgres {
namespace {

/// Texts compare byte by byte, as everywhere else in the program.
constexpr std::string_view type_of(meta::ColumnKind kind) {
  switch (kind) {
    case meta::ColumnKind::integer: return "bigint";
    case meta::ColumnKind::real: return "double precision";
    case meta::ColumnKind::text: return "text COLLATE \"C\"";
    case meta::ColumnKind::blob: return "bytea";
  }
  return "bytea";
}

meta::ColumnKind kind_named(std::string_view type) {
  if (type == "int8") return meta::ColumnKind::integer;
  if (type == "float8") return meta::ColumnKind::real;
  if (type == "text") return meta::ColumnKind::text;
  return meta::ColumnKind::blob;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ",") + identifier(name);
  return list;
}

Table& last_table(Schema& schema, std::string_view name) {
  if (schema.tables.empty() || schema.tables.back().name != name) schema.tables.emplace_back().name = name;
  return schema.tables.back();
}

Result<Schema> read_columns(Connection& connection, std::string_view schema) {
  Sql sql(schema);
  sql.add("SELECT c.relname,a.attname,t.typname,a.attnotnull FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace "
          "JOIN pg_attribute a ON a.attrelid=c.oid JOIN pg_type t ON t.oid=a.atttypid "
          "WHERE c.relkind='r' AND a.attnum>0 AND NOT a.attisdropped AND c.relname NOT LIKE 'search\\_%' "
          "AND c.relname NOT LIKE 'own\\_%' AND n.nspname=")
      .made_value(std::string(schema))
      .add(" ORDER BY c.relname,a.attnum");
  PROBITY_ASSIGN(const Answer answer, connection.ask(sql));
  Schema stored;
  for (int i = 0; i < answer.rows(); ++i) {
    const AnswerRow row(answer, i);
    last_table(stored, row.text(0)).columns.push_back({std::string(row.text(1)), kind_named(row.text(2)), row.integer(3) != 0});
  }
  return stored;
}

void add_index_column(Table& table, const Row& row) {
  const std::string column(row.text(5));
  if (row.integer(3) != 0) {
    table.primary_key.push_back(column);
    return;
  }
  if (table.indexes.empty() || table.indexes.back().name != row.text(1)) {
    Index& index = table.indexes.emplace_back();
    index.name = row.text(1);
    index.unique = row.integer(2) != 0;
    index.live_only = row.text(4).ends_with("IS NULL)");
    index.bin_only = row.text(4).ends_with("IS NOT NULL)");
  }
  table.indexes.back().columns.push_back(column);
}

Result<> read_indexes(Connection& connection, std::string_view schema, Schema& stored) {
  Sql sql(schema);
  sql.add("SELECT t.relname,i.relname,x.indisunique,x.indisprimary,coalesce(pg_get_expr(x.indpred,x.indrelid),''),a.attname "
          "FROM pg_index x JOIN pg_class i ON i.oid=x.indexrelid JOIN pg_class t ON t.oid=x.indrelid "
          "JOIN pg_namespace n ON n.oid=t.relnamespace CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(number,place) "
          "JOIN pg_attribute a ON a.attrelid=t.oid AND a.attnum=k.number WHERE n.nspname=")
      .made_value(std::string(schema))
      .add(" ORDER BY t.relname,i.relname,k.place");
  PROBITY_ASSIGN(const Answer answer, connection.ask(sql));
  for (int i = 0; i < answer.rows(); ++i) {
    const AnswerRow row(answer, i);
    const auto table = std::ranges::find(stored.tables, row.text(0), &Table::name);
    if (table != stored.tables.end()) add_index_column(*table, row);
  }
  return {};
}

}  // namespace

std::string create_own_tables_sql(std::string_view schema) {
  return fmt::format(
      "CREATE TABLE {}.search_doc (record bytea PRIMARY KEY,entity text COLLATE \"C\" NOT NULL,text text COLLATE \"C\" NOT NULL)",
      identifier(schema));
}

std::string create_table_sql(std::string_view schema, const Table& table) {
  std::string sql = fmt::format("CREATE TABLE {}.{} (", identifier(schema), identifier(table.name));
  for (const Column& column : table.columns) {
    sql += fmt::format("{} {}{},", identifier(column.name), type_of(column.kind), column.required ? " NOT NULL" : "");
  }
  return sql + fmt::format("PRIMARY KEY ({}))", list_of(table.primary_key));
}

std::string create_index_sql(std::string_view schema, std::string_view table, const Index& index) {
  const std::string_view rows = index.live_only  ? " WHERE \"_deleted_at\" IS NULL"
                                : index.bin_only ? " WHERE \"_deleted_at\" IS NOT NULL"
                                                 : "";
  return fmt::format("CREATE {}INDEX {} ON {}.{} ({}){}", index.unique ? "UNIQUE " : "", identifier(index.name), identifier(schema),
                     identifier(table), list_of(index.columns), rows);
}

std::string add_column_sql(std::string_view schema, std::string_view table, const Column& column) {
  return fmt::format("ALTER TABLE {}.{} ADD COLUMN {} {}", identifier(schema), identifier(table), identifier(column.name), type_of(column.kind));
}

Result<Schema> read_stored_schema(Connection& connection, std::string_view schema) {
  PROBITY_ASSIGN(Schema stored, read_columns(connection, schema));
  PROBITY_TRY(read_indexes(connection, schema, stored));
  return stored;
}

Result<std::vector<RegisteredField>> read_registry(Connection& connection, std::string_view schema, const Schema& stored) {
  std::vector<RegisteredField> registry;
  if (!stored.find(kFieldRegistry)) return registry;
  Sql sql(schema);
  sql.add("SELECT entity,field,name,type,retired FROM ").table(kFieldRegistry).add(" ORDER BY 1,2");
  PROBITY_ASSIGN(const Answer answer, connection.ask(sql));
  for (int i = 0; i < answer.rows(); ++i) {
    const AnswerRow row(answer, i);
    registry.push_back({std::string(row.text(0)), static_cast<int>(row.integer(1)), std::string(row.text(2)), std::string(row.text(3)),
                        row.integer(4) != 0});
  }
  return registry;
}

}  // namespace probity::store::postgres
