#include "store/postgres/migrator.hpp"

#include "store/postgres/stored_schema.hpp"
#include "store/postgres/unsupported.hpp"
#include "store/tables.hpp"

namespace probity::store::postgres {
namespace {

using Kind = MigrationStep::Kind;

}  // namespace

Result<MigrationPlan> Migrator::plan(const Schema& wanted) {
  PROBITY_TRY(check_supported(wanted));
  PROBITY_ASSIGN(const Schema stored, read_stored_schema(connection_, schema_));
  PROBITY_ASSIGN(const auto registry, read_registry(connection_, schema_, stored));
  PROBITY_ASSIGN(MigrationPlan plan, compare(stored, registry, wanted));
  for (MigrationStep& step : plan.steps) {
    if (step.destructive) PROBITY_TRY(count_rows(step));
  }
  return plan;
}

Result<> Migrator::count_rows(MigrationStep& step) {
  Sql sql(schema_);
  sql.add("SELECT count(*) FROM ").table(step.table);
  if (step.kind != Kind::drop_table) sql.add(" WHERE ").name(step.name).add(" IS NOT NULL");
  PROBITY_ASSIGN(const Answer answer, connection_.ask(sql));
  step.rows_concerned = AnswerRow(answer, 0).integer(0);
  return {};
}

Result<> Migrator::apply(const MigrationPlan& plan, const Schema& wanted) {
  PROBITY_TRY(check_supported(plan));
  PROBITY_ASSIGN(const Schema stored, read_stored_schema(connection_, schema_));
  PROBITY_ASSIGN(auto registry, read_registry(connection_, schema_, stored));
  bool renamed = false;
  for (const MigrationStep& step : plan.steps) {
    // All renames at once, where the first of them stands: two fields may exchange their names.
    if (step.kind == Kind::rename_column && !std::exchange(renamed, true)) PROBITY_TRY(rename_columns(plan.steps));
    PROBITY_TRY(apply_step(step, wanted));
  }
  return store_registry(registry_after(std::move(registry), wanted, plan.steps));
}

Result<> Migrator::apply_step(const MigrationStep& step, const Schema& wanted) {
  const Table* table = wanted.find(step.table);
  switch (step.kind) {
    case Kind::add_table:
      PROBITY_TRY(connection_.run(create_table_sql(schema_, *table)));
      for (const Index& index : table->indexes) PROBITY_TRY(connection_.run(create_index_sql(schema_, table->name, index)));
      return {};
    case Kind::add_column:
      return connection_.run(add_column_sql(schema_, step.table, *std::ranges::find(table->columns, step.name, &Column::name)));
    case Kind::add_index:
      return connection_.run(create_index_sql(schema_, step.table, *std::ranges::find(table->indexes, step.name, &Index::name)));
    case Kind::drop_index: return connection_.run(fmt::format("DROP INDEX {}.{}", identifier(schema_), identifier(step.name)));
    case Kind::rename_column: return {};
    default: return unsupported("change what is stored in that way");
  }
}

Result<> Migrator::rename_columns(const std::vector<MigrationStep>& steps) {
  // By way of names that nothing has, so that two fields may exchange theirs.
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == Kind::rename_column) PROBITY_TRY(rename_column(steps[i], steps[i].old_name, fmt::format("~{}", i)));
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kind == Kind::rename_column) PROBITY_TRY(rename_column(steps[i], fmt::format("~{}", i), steps[i].name));
  }
  return {};
}

Result<> Migrator::rename_column(const MigrationStep& step, std::string_view from, std::string_view to) {
  return connection_.run(fmt::format("ALTER TABLE {}.{} RENAME COLUMN {} TO {}", identifier(schema_), identifier(step.table),
                                     identifier(from), identifier(to)));
}

Result<> Migrator::store_registry(const std::vector<RegisteredField>& registry) {
  PROBITY_TRY(connection_.run(fmt::format("DELETE FROM {}.{}", identifier(schema_), identifier(kFieldRegistry))));
  for (const RegisteredField& field : registry) {
    Sql sql(schema_);
    sql.add("INSERT INTO ").table(kFieldRegistry).add("(entity,field,name,type,retired) VALUES(").made_value(field.entity);
    sql.add(",").made_value(std::int64_t{field.id}).add(",").made_value(field.name).add(",").made_value(field.type);
    sql.add(",").made_value(std::int64_t{field.retired}).add(")");
    PROBITY_TRY(connection_.ask(sql));
  }
  return {};
}

}  // namespace probity::store::postgres
