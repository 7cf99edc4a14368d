#include "base/text.hpp"
#include "store/sqlite/migration_journal.hpp"
#include "store/sqlite/migrator.hpp"
#include "store/sqlite/stored_schema.hpp"

namespace probity::store::sqlite {
namespace {

using Kind = MigrationStep::Kind;

/// The copy made before a migration, attached while this lives.
class AttachedCopy {
 public:
  explicit AttachedCopy(Connection& connection) : connection_(connection) {}
  ~AttachedCopy() {
    if (attached_) (void)connection_.run("DETACH \"before\"");
  }
  Result<> attach(const std::filesystem::path& copy, const std::string& key) {
    std::error_code failed;
    if (copy.empty() || !std::filesystem::exists(copy, failed)) {
      return fail(ErrorKind::conflict, "copy_gone",
                  "The copy made before this migration is gone (copies are kept for seven days), so what was dropped cannot "
                  "be brought back. Nothing was changed.");
    }
    PROBITY_TRY(connection_.attach(copy, key, "before"));
    attached_ = true;
    return {};
  }

 private:
  Connection& connection_;
  bool attached_ = false;
};

/// Takes one step back. Steps that would lose what was written since are left as they are.
class StepBack {
 public:
  explicit StepBack(Connection& connection) : connection_(connection) {}

  /// True: it was taken back.
  Result<bool> take(const JournalStep& journal) {
    const MigrationStep& step = journal.step;
    switch (step.kind) {
      case Kind::add_table: return drop_table_if_empty(step.table);
      case Kind::add_column: return drop_column_if_empty(step.table, step.name);
      case Kind::add_index: return run(fmt::format("DROP INDEX IF EXISTS {}", identifier(step.name)));
      case Kind::drop_index: return run(journal.before);
      case Kind::drop_column: return bring_back_column(step, journal.before);
      case Kind::drop_table: return bring_back_table(step.table, journal.before);
      case Kind::change_kind:
        PROBITY_TRY(run(fmt::format("ALTER TABLE {} DROP COLUMN {}", identifier(step.table), identifier(step.name))));
        return bring_back_column(step, journal.before);
      case Kind::rename_column:
      case Kind::rename_table: return true;
    }
    return false;
  }

 private:
  Result<bool> run(const std::string& sql) {
    PROBITY_TRY(connection_.run(sql));
    return true;
  }

  Result<bool> drop_table_if_empty(const std::string& table) {
    PROBITY_ASSIGN(const std::int64_t rows, connection_.integer(fmt::format("SELECT EXISTS(SELECT 1 FROM {})", identifier(table))));
    if (rows > 0) return false;
    return run(fmt::format("DROP TABLE {}", identifier(table)));
  }

  Result<bool> drop_column_if_empty(const std::string& table, const std::string& column) {
    PROBITY_ASSIGN(const std::int64_t rows, connection_.integer(fmt::format("SELECT EXISTS(SELECT 1 FROM {} WHERE {} IS NOT NULL)",
                                                                            identifier(table), identifier(column))));
    if (rows > 0) return false;
    return run(fmt::format("ALTER TABLE {} DROP COLUMN {}", identifier(table), identifier(column)));
  }

  /// Rows that were changed since keep what they have; the column gets its values of then.
  Result<bool> bring_back_column(const MigrationStep& step, const std::string& type) {
    const std::string table = identifier(step.table);
    const std::string column = identifier(step.name);
    PROBITY_TRY(run(fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table, column, type)));
    return run(fmt::format("UPDATE main.{0} AS n SET {1}=o.{1} FROM \"before\".{0} AS o WHERE o.\"_id\"=n.\"_id\"", table, column));
  }

  /// `create_sql`: a statement a line, the table's first, then those of its indexes.
  Result<bool> bring_back_table(const std::string& table, const std::string& create_sql) {
    for (const std::string_view statement : split(create_sql, '\n')) PROBITY_TRY(run(std::string(statement)));
    return run(fmt::format("INSERT INTO main.{0} SELECT * FROM \"before\".{0}", identifier(table)));
  }

  Connection& connection_;
};

/// Whether a step gave the field its column.
bool made(const MigrationStep& step, const RegisteredField& field) {
  if (step.table != field.entity) return false;
  return step.kind == Kind::add_table || (step.kind == Kind::add_column && (step.name == field.name || step.name.starts_with(field.name + "__")));
}

/// What stays of the registry: as it was, and fields since whose columns are still there.
std::vector<RegisteredField> registry_after_undo(const std::vector<RegisteredField>& before, const std::vector<RegisteredField>& current,
                                                 const std::vector<MigrationStep>& undone) {
  std::vector<RegisteredField> registry = before;
  for (const RegisteredField& field : current) {
    const bool was_there = std::ranges::any_of(before, [&](const RegisteredField& old) { return old.entity == field.entity && old.id == field.id; });
    const bool gone = std::ranges::any_of(undone, [&](const MigrationStep& step) { return made(step, field); });
    if (!was_there && !gone) registry.push_back(field);
  }
  return registry;
}

std::vector<MigrationStep> renames_back(const std::vector<JournalStep>& steps) {
  std::vector<MigrationStep> back;
  for (const JournalStep& journal : steps) {
    if (journal.step.kind != Kind::rename_column) continue;
    back.push_back(journal.step);
    std::swap(back.back().name, back.back().old_name);
  }
  return back;
}

bool needs_copy(const std::vector<JournalStep>& steps) {
  return std::ranges::any_of(steps, [](const JournalStep& journal) { return journal.step.destructive; });
}

}  // namespace

Result<std::optional<PastMigration>> Migrator::last() {
  PROBITY_ASSIGN(const auto entry, last_migration(connection_));
  if (!entry) return std::nullopt;
  PastMigration past{.at = entry->at, .steps = {}};
  for (const JournalStep& journal : entry->steps) past.steps.push_back(journal.step);
  return past;
}

Result<std::vector<MigrationStep>> Migrator::undo() {
  PROBITY_ASSIGN(const auto entry, last_migration(connection_));
  if (!entry) return fail(ErrorKind::conflict, "nothing_to_undo", "There is no migration to take back.");
  AttachedCopy copy(connection_);
  if (needs_copy(entry->steps)) PROBITY_TRY(copy.attach(entry->copy, file_.options().key));
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(connection_));
  StepBack back(connection_);
  std::vector<MigrationStep> undone;
  bool renamed = false;
  for (auto journal = entry->steps.rbegin(); journal != entry->steps.rend(); ++journal) {
    // All renames at once, where the first of them stands: two fields may have exchanged their names.
    if (journal->step.kind == Kind::rename_column && !std::exchange(renamed, true)) PROBITY_TRY(rename_columns(renames_back(entry->steps)));
    PROBITY_ASSIGN(const bool taken, back.take(*journal));
    if (taken) undone.push_back(journal->step);
  }
  PROBITY_ASSIGN(const auto current, registry());
  PROBITY_TRY(store_registry(registry_after_undo(entry->registry, current, undone)));
  PROBITY_TRY(mark_undone(connection_, entry->id));
  PROBITY_TRY(transaction.commit());
  return undone;
}

}  // namespace probity::store::sqlite
