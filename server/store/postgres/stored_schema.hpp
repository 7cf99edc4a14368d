#pragma once
// The shape of a workspace as PostgreSQL keeps it, read and written.
#include "store/migration.hpp"
#include "store/postgres/connection.hpp"

namespace probity::store::postgres {

/// Tables that the model knows nothing of, made with the workspace.
std::string create_own_tables_sql(std::string_view schema);
std::string create_table_sql(std::string_view schema, const Table& table);
std::string create_index_sql(std::string_view schema, std::string_view table, const Index& index);
std::string add_column_sql(std::string_view schema, std::string_view table, const Column& column);

/// Without the own tables. Inside a transaction of the workspace's role.
Result<Schema> read_stored_schema(Connection& connection, std::string_view schema);
Result<std::vector<RegisteredField>> read_registry(Connection& connection, std::string_view schema, const Schema& stored);

}  // namespace probity::store::postgres
