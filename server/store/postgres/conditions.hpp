#pragma once
// The one place where conditions become SQL.
#include "store/postgres/sql.hpp"
#include "store/query.hpp"

namespace probity::store::postgres {

/// Writes a condition that check_supported() passed, on the columns of the innermost table.
void write_condition(Sql& sql, const Condition& condition);

}  // namespace probity::store::postgres
