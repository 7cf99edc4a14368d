#include "store/sqlite/migrator.hpp"

#include "store/sqlite/stored_schema.hpp"

namespace probity::store::sqlite {
namespace {

using Kind = MigrationStep::Kind;

const Column& column_of(const Table& table, std::string_view name) {
  return *std::ranges::find(table.columns, name, &Column::name);
}

const Index& index_of(const Table& table, std::string_view name) { return *std::ranges::find(table.indexes, name, &Index::name); }

/// The value as the new kind where it says the same there, and nothing where it does not.
std::string converted(const std::string& column, meta::ColumnKind kind) {
  const std::string name = identifier(column);
  return fmt::format("CASE WHEN CAST(CAST({0} AS {1}) AS TEXT)=CAST({0} AS TEXT) THEN CAST({0} AS {1}) END", name, type_name(kind));
}

}  // namespace

Result<std::vector<RegisteredField>> Migrator::registry() {
  std::vector<RegisteredField> registry;
  PROBITY_ASSIGN(const std::int64_t there, connection_.integer("SELECT count(*) FROM sqlite_schema WHERE name='field_registry'"));
  if (there == 0) return registry;
  PROBITY_ASSIGN(Statement statement, connection_.prepare_once("SELECT entity,field,name,type,retired FROM field_registry ORDER BY 1,2"));
  for (;;) {
    PROBITY_ASSIGN(const bool row, statement.step());
    if (!row) return registry;
    registry.push_back({std::string(statement.text(0)), static_cast<int>(statement.integer(1)), std::string(statement.text(2)),
                        std::string(statement.text(3)), statement.integer(4) != 0});
  }
}

Result<> Migrator::store_registry(const std::vector<RegisteredField>& registry) {
  PROBITY_TRY(connection_.run("DELETE FROM field_registry"));
  PROBITY_ASSIGN(Statement insert, connection_.prepare_once("INSERT INTO field_registry(entity,field,name,type,retired) VALUES(?,?,?,?,?)"));
  for (const RegisteredField& field : registry) {
    insert.bind(1, field.entity);
    insert.bind(2, field.id);
    insert.bind(3, field.name);
    insert.bind(4, field.type);
    insert.bind(5, std::int64_t{field.retired});
    PROBITY_TRY(insert.run());
  }
  return {};
}

Result<MigrationPlan> Migrator::plan(const Schema& wanted) {
  PROBITY_ASSIGN(const Schema stored, read_stored_schema(connection_));
  PROBITY_ASSIGN(const auto known, registry());
  PROBITY_ASSIGN(MigrationPlan plan, compare(stored, known, wanted));
  for (MigrationStep& step : plan.steps) {
    if (!step.destructive) continue;
    const std::string where = step.kind == Kind::drop_table ? std::string() : fmt::format(" WHERE {} IS NOT NULL", identifier(step.name));
    PROBITY_ASSIGN(step.rows_concerned, connection_.integer(fmt::format("SELECT count(*) FROM {}{}", identifier(step.table), where)));
  }
  return plan;
}

Result<> Migrator::rename_columns(const std::vector<MigrationStep>& steps) {
  // By way of names that nothing has, so that two fields may exchange theirs.
  std::vector<const MigrationStep*> renames;
  for (const MigrationStep& step : steps) {
    if (step.kind == Kind::rename_column) renames.push_back(&step);
  }
  for (std::size_t i = 0; i < renames.size(); ++i) {
    PROBITY_TRY(connection_.run(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO \"~{}\"", identifier(renames[i]->table), identifier(renames[i]->old_name), i)));
  }
  for (std::size_t i = 0; i < renames.size(); ++i) {
    PROBITY_TRY(connection_.run(fmt::format("ALTER TABLE {} RENAME COLUMN \"~{}\" TO {}", identifier(renames[i]->table), i, identifier(renames[i]->name))));
  }
  return {};
}

Result<JournalStep> Migrator::journal_step(const MigrationStep& step) {
  JournalStep journal{step, {}};
  const char* sql = nullptr;
  switch (step.kind) {
    case Kind::drop_index: sql = "SELECT sql FROM sqlite_schema WHERE tbl_name=?1 AND name=?2"; break;
    case Kind::drop_table:
      sql = "SELECT group_concat(sql,char(10)) FROM (SELECT sql FROM sqlite_schema WHERE tbl_name=?1 AND ?2='' AND sql<>'' ORDER BY type DESC)";
      break;
    case Kind::drop_column:
    case Kind::change_kind: sql = "SELECT type FROM pragma_table_info(?1) WHERE name=?2"; break;
    default: return journal;
  }
  PROBITY_ASSIGN(Statement statement, connection_.prepare_once(sql));
  statement.bind(1, step.table);
  statement.bind(2, step.name);
  PROBITY_ASSIGN(const bool found, statement.step());
  if (found) journal.before = statement.text(0);
  return journal;
}

Result<> Migrator::apply_step(const MigrationStep& step, const Schema& wanted) {
  const Table* table = wanted.find(step.table);
  switch (step.kind) {
    case Kind::add_table:
      PROBITY_TRY(connection_.run(create_table_sql(*table)));
      for (const Index& index : table->indexes) PROBITY_TRY(connection_.run(create_index_sql(table->name, index)));
      return {};
    case Kind::add_column: return connection_.run(add_column_sql(step.table, column_of(*table, step.name)));
    case Kind::add_index: return connection_.run(create_index_sql(step.table, index_of(*table, step.name)));
    case Kind::drop_index: return connection_.run(fmt::format("DROP INDEX {}", identifier(step.name)));
    case Kind::drop_column: return connection_.run(fmt::format("ALTER TABLE {} DROP COLUMN {}", identifier(step.table), identifier(step.name)));
    case Kind::drop_table: return connection_.run(fmt::format("DROP TABLE {}", identifier(step.table)));
    case Kind::change_kind: {
      const Column& column = column_of(*table, step.name);
      PROBITY_TRY(connection_.run(add_column_sql(step.table, {"~kind", column.kind, false})));
      PROBITY_TRY(connection_.run(fmt::format("UPDATE {} SET \"~kind\"={}", identifier(step.table), converted(step.name, column.kind))));
      PROBITY_TRY(connection_.run(fmt::format("ALTER TABLE {} DROP COLUMN {}", identifier(step.table), identifier(step.name))));
      return connection_.run(fmt::format("ALTER TABLE {} RENAME COLUMN \"~kind\" TO {}", identifier(step.table), identifier(step.name)));
    }
    case Kind::rename_column:
    case Kind::rename_table: return {};
  }
  return {};
}

Result<> Migrator::apply(const MigrationPlan& plan, const Schema& wanted, const Way& way) {
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(connection_));
  JournalEntry entry;
  entry.copy = way.copy;
  PROBITY_ASSIGN(entry.registry, registry());
  bool renamed = false;
  for (const MigrationStep& step : plan.steps) {
    // All renames at once, where the first of them stands: two fields may exchange their names.
    if (step.kind == Kind::rename_column && !std::exchange(renamed, true)) PROBITY_TRY(rename_columns(plan.steps));
    PROBITY_ASSIGN(JournalStep journal, journal_step(step));
    entry.steps.push_back(std::move(journal));
    PROBITY_TRY(apply_step(step, wanted));
  }
  PROBITY_TRY(store_registry(registry_after(entry.registry, wanted, plan.steps)));
  if (way.to_undo && !plan.steps.empty()) PROBITY_TRY(write_journal(connection_, entry));
  return transaction.commit();
}

}  // namespace probity::store::sqlite
