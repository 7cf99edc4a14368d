#pragma once
// The PostgreSQL backend (15 and later): a schema and a role per workspace. The role that signs in needs
// LOGIN, CREATEROLE and NOINHERIT, and CREATE on the database; it has no rights on any workspace, and takes
// on the workspace's role for one transaction at a time. What is not done yet is in unsupported.cpp.
#include <memory>
#include <string>

#include "store/database.hpp"

namespace probity::store {

struct PostgresOptions {
  std::string connection;  ///< libpq URL
  Keys keys;               ///< `encryption` is not asked: encrypting its files is the server's task
};

/// Errors: "database_unreachable" (unavailable), "old_postgresql" and "encoding" (unsupported).
Result<std::unique_ptr<Backend>> open_postgres(PostgresOptions options);

}  // namespace probity::store
