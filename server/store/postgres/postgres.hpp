#pragma once
// The PostgreSQL backend (15 and later): a schema and a role per workspace.
#include <memory>
#include <string>

#include "store/database.hpp"

namespace probity::store {

struct PostgresOptions {
  std::string connection;  ///< libpq URL
  Keys keys;
};

Result<std::unique_ptr<Backend>> open_postgres(PostgresOptions options);

}  // namespace probity::store
