#include "store/sqlite/migration_journal.hpp"
#include "store/sqlite/stored_schema.hpp"

namespace probity::store::sqlite {

Result<> create_own_tables(Connection& connection) {
  PROBITY_ASSIGN(const std::int64_t there, connection.integer("SELECT count(*) FROM sqlite_schema WHERE name='search_gram'"));
  if (there > 0) return {};
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(connection));
  PROBITY_TRY(create_journal(connection));
  PROBITY_TRY(connection.run(
      "CREATE TABLE search_doc (seq INTEGER PRIMARY KEY, entity TEXT NOT NULL, record BLOB NOT NULL UNIQUE, text TEXT NOT NULL) STRICT"));
  PROBITY_TRY(connection.run(
      "CREATE VIRTUAL TABLE search_gram USING fts5(text, content='search_doc', content_rowid='seq', detail=none, columnsize=0, "
      "tokenize=\"trigram case_sensitive 1\")"));
  return transaction.commit();
}

}  // namespace probity::store::sqlite
