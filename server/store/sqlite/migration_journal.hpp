#pragma once
// What migrations did, kept in the workspace itself, so that the last one can be taken back.
#include <filesystem>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "store/migration.hpp"
#include "store/sqlite/connection.hpp"

namespace probity::store::sqlite {

struct JournalStep {
  MigrationStep step;
  /// What it takes to go back: SQL that makes a dropped table or index, the type of a dropped column.
  std::string before;
};

struct JournalEntry {
  std::int64_t id = 0;
  Timestamp at = 0;
  std::filesystem::path copy;  ///< made before; empty where there was none
  std::vector<JournalStep> steps;
  std::vector<RegisteredField> registry;  ///< as it was before
};

Result<> create_journal(Connection& connection);
Result<> write_journal(Connection& connection, const JournalEntry& entry);
/// The last change of a model that was not undone. Before the first there was nothing: that one made the
/// workspace, and is none.
Result<std::optional<JournalEntry>> last_migration(Connection& connection);
Result<> mark_undone(Connection& connection, std::int64_t id);

}  // namespace probity::store::sqlite
