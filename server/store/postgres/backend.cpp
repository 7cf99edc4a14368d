#include "store/postgres/postgres.hpp"

namespace probity::store {

Result<std::unique_ptr<Backend>> open_postgres(PostgresOptions) {
  return fail(ErrorKind::unsupported, "unsupported",
              "This build cannot keep workspaces in PostgreSQL yet. Nothing was written; leave out --database to use SQLite.");
}

}  // namespace probity::store
