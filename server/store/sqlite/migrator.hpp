#pragma once
// Carries out what store/migration.hpp found, keeps a journal of it, and takes the last one back.
#include "store/migration.hpp"
#include "store/sqlite/migration_journal.hpp"
#include "store/sqlite/workspace_file.hpp"

namespace probity::store::sqlite {

class Migrator {
 public:
  /// The writer of the file must be held for as long as this lives.
  Migrator(WorkspaceFile& file, Connection& connection) : file_(file), connection_(connection) {}

  /// Compares, and counts the rows that destructive steps concern.
  Result<MigrationPlan> plan(const Schema& wanted);
  struct Way {
    std::filesystem::path copy;  ///< made before, or empty
    bool to_undo;                ///< a change of the model, written down so that it can be taken back
  };
  /// Does the steps of `plan`.
  Result<> apply(const MigrationPlan& plan, const Schema& wanted, const Way& way);
  /// The last change of the model; nothing where there is none to take back.
  Result<std::optional<PastMigration>> last();
  /// Reverses what the last migration did. What holds values written since stays where it is.
  Result<std::vector<MigrationStep>> undo();

 private:
  Result<std::vector<RegisteredField>> registry();
  Result<> store_registry(const std::vector<RegisteredField>& registry);
  /// The step with what it takes to go back.
  Result<JournalStep> journal_step(const MigrationStep& step);
  Result<> apply_step(const MigrationStep& step, const Schema& wanted);
  Result<> rename_columns(const std::vector<MigrationStep>& steps);

  WorkspaceFile& file_;
  Connection& connection_;
};

}  // namespace probity::store::sqlite
