#include "store/sqlite/copies.hpp"
#include "store/sqlite/index_merge.hpp"
#include "store/sqlite/migrator.hpp"
#include "store/sqlite/page_sweep.hpp"
#include "store/sqlite/workspace.hpp"

namespace probity::store::sqlite {

Result<MigrationPlan> Workspace::plan_migration(const Schema& wanted) {
  PROBITY_ASSIGN(const auto open, file());
  const WorkspaceFile::Writer writer = open->writer();
  return Migrator(*open, writer.connection).plan(wanted);
}

Result<MigrationPlan> Workspace::migrate(const Schema& wanted, bool allow_destructive, bool copy_first) {
  PROBITY_ASSIGN(const auto open, file());
  const WorkspaceFile::Writer writer = open->writer();
  Migrator migrator(*open, writer.connection);
  PROBITY_ASSIGN(MigrationPlan plan, migrator.plan(wanted));
  if (!allow_destructive) std::erase_if(plan.steps, &MigrationStep::destructive);
  PROBITY_TRY(remove_old_copies(shared_->copies(), name_, now()));
  std::filesystem::path copy;
  if (copy_first && !plan.steps.empty() && !open->schema()->tables.empty()) {
    PROBITY_ASSIGN(copy, copy_before_migration(*open));
  }
  PROBITY_TRY(migrator.apply(plan, wanted, {.copy = copy, .to_undo = copy_first}));
  PROBITY_TRY(open->schema_changed());
  return plan;
}

Result<std::optional<PastMigration>> Workspace::last_migration() {
  PROBITY_ASSIGN(const auto open, file());
  const WorkspaceFile::Writer writer = open->writer();
  return Migrator(*open, writer.connection).last();
}

Result<std::vector<MigrationStep>> Workspace::undo_migration() {
  PROBITY_ASSIGN(const auto open, file());
  const WorkspaceFile::Writer writer = open->writer();
  PROBITY_ASSIGN(auto steps, Migrator(*open, writer.connection).undo());
  PROBITY_TRY(open->schema_changed());
  return steps;
}

Result<std::filesystem::path> Workspace::copy_before_migration(WorkspaceFile& open) {
  std::error_code failed;
  std::filesystem::create_directories(shared_->copies(), failed);
  if (!failed) std::filesystem::permissions(shared_->copies(), std::filesystem::perms::owner_all, failed);
  if (failed) return internal("cannot make the folder of copies: " + failed.message());
  const std::filesystem::path copy = copy_path(shared_->copies(), name_, now());
  PROBITY_TRY(copy_database(open.connection_options(true), copy));
  return copy;
}

Result<AuditCheck> Workspace::verify_audit() {
  PROBITY_ASSIGN(const auto open, file());
  // A connection of its own: it may take minutes, in one view of a file that is written to meanwhile.
  PROBITY_ASSIGN(const auto connection, Connection::open(open->connection_options(true)));
  PROBITY_TRY(connection->run("BEGIN"));
  return sqlite::verify_audit(*connection, open->options().seal);
}

Result<> Workspace::copy_to(const std::filesystem::path& target) {
  PROBITY_ASSIGN(const auto open, file());
  return copy_database(open->connection_options(true), target);
}

Result<> Workspace::scrub() {
  PROBITY_ASSIGN(const auto open, file());
  PROBITY_TRY(merge_index(*open, [] { return true; }));
  PROBITY_TRY(sweep_pages(*open));
  PROBITY_TRY(open->empty_log());
  open->forget_answers();
  return remove_copies(shared_->copies(), name_);
}

Result<std::int64_t> Workspace::size_in_bytes() {
  std::int64_t bytes = 0;
  for (const char* part : {"", "-wal"}) {
    std::error_code failed;
    const auto size = std::filesystem::file_size(shared_->file_of(name_).string() + part, failed);
    if (!failed) bytes += static_cast<std::int64_t>(size);
  }
  return bytes;
}

Result<std::string> Workspace::check_integrity() {
  PROBITY_ASSIGN(const auto open, file());
  PROBITY_ASSIGN(const auto connection, Connection::open(open->connection_options(true)));
  PROBITY_ASSIGN(const std::string answer, connection->text("PRAGMA integrity_check(1)"));
  return answer == "ok" ? std::string() : answer;
}

}  // namespace probity::store::sqlite
