#pragma once
// The shape of a workspace as the database itself tells it.
#include "store/schema.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/sql.hpp"

namespace probity::store::sqlite {

/// Tables and indexes there are, the backend's own (search, journal of migrations) left out.
/// `field_ids` come from the registry of fields.
Result<Schema> read_stored_schema(Connection& connection);

std::string create_table_sql(const Table& table);
std::string create_index_sql(const std::string& table, const Index& index);
std::string add_column_sql(const std::string& table, const Column& column);
std::string_view type_name(meta::ColumnKind kind);

/// Tables that are the backend's own: made once with the file.
Result<> create_own_tables(Connection& connection);

}  // namespace probity::store::sqlite
