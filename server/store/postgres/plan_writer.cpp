#include "store/postgres/plan_writer.hpp"

#include "store/search_text.hpp"

namespace probity::store::postgres {
namespace {

constexpr std::string_view kDocuments = "search_doc";

void add_equalities(Sql& sql, const Equalities& where) {
  for (std::size_t i = 0; i < where.size(); ++i) {
    const auto& [column, value] = where[i];
    sql.add(i > 0 ? " AND " : " WHERE ").name(column);
    is_null(value) ? sql.add(" IS NULL") : sql.add("=").value(value);
  }
}

/// The row that is there takes every value of the new one; columns that were not given become empty.
void add_replacement(Sql& sql, const Table& table) {
  sql.add(" ON CONFLICT (").names(table.primary_key).add(") DO ");
  std::string_view before = "UPDATE SET ";
  for (const Column& column : table.columns) {
    if (std::ranges::find(table.primary_key, column.name) != table.primary_key.end()) continue;
    sql.add(std::exchange(before, ",")).name(column.name).add("=excluded.").name(column.name);
  }
  if (before != ",") sql.add("NOTHING");
}

}  // namespace

Result<Outcome> PlanWriter::apply(const Plan& plan) {
  for (std::size_t i = 0; i < plan.preconditions.size(); ++i) {
    PROBITY_ASSIGN(const bool met, holds(plan.preconditions[i]));
    if (!met) return Outcome{.committed = false, .missed_precondition = i};
  }
  for (const Operation& operation : plan.operations) PROBITY_TRY(apply(operation));
  PROBITY_TRY(audit_.store_head());
  return Outcome{.committed = true};
}

Result<bool> PlanWriter::holds(const Precondition& precondition) {
  Sql sql(schema_);
  sql.add("SELECT 1 FROM ").table(precondition.table);
  add_equalities(sql, precondition.where);
  PROBITY_ASSIGN(const Answer answer, connection_.ask(sql.add(" LIMIT 1")));
  return (answer.rows() > 0) == precondition.exists;
}

Result<> PlanWriter::apply(const Operation& operation) {
  using enum Operation::Kind;
  switch (operation.kind) {
    case Operation::Kind::insert:
    case insert_or_replace:
    case insert_or_ignore: return this->insert(operation);
    case Operation::Kind::update: return this->update(operation);
    case Operation::Kind::remove: return this->remove(operation);
    case Operation::Kind::put_document: return this->put_document(operation);
    case Operation::Kind::remove_document: return this->remove_document(operation);
    case append_leaf: return audit_.append(operation.cells);
  }
  return internal("an operation of a kind that does not exist");
}

Result<> PlanWriter::insert(const Operation& operation) {
  const Projection& target = *operation.target;
  if (operation.cells.size() != target.columns.size()) return internal("an insert has not one value for each column: " + target.table);
  const Table* table = stored_.find(target.table);
  if (!table) return internal("an insert into a table that is not there: " + target.table);
  Sql sql(schema_);
  sql.add("INSERT INTO ").table(target.table).add("(").names(target.columns).add(") VALUES(");
  for (std::size_t i = 0; i < operation.cells.size(); ++i) sql.add(i > 0 ? "," : "").value(operation.cells[i]);
  sql.add(")");
  if (operation.kind == Operation::Kind::insert_or_ignore) sql.add(" ON CONFLICT DO NOTHING");
  if (operation.kind == Operation::Kind::insert_or_replace) add_replacement(sql, *table);
  PROBITY_TRY(connection_.ask(sql));
  return {};
}

Result<> PlanWriter::update(const Operation& operation) {
  const Projection& target = *operation.target;
  if (operation.where.empty()) return internal("an update without a condition: " + target.table);
  if (operation.cells.size() != target.columns.size()) return internal("an update has not one value for each column: " + target.table);
  Sql sql(schema_);
  sql.add("UPDATE ").table(target.table).add(" SET ");
  for (std::size_t i = 0; i < operation.cells.size(); ++i) sql.add(i > 0 ? "," : "").name(target.columns[i]).add("=").value(operation.cells[i]);
  add_equalities(sql, operation.where);
  PROBITY_TRY(connection_.ask(sql));
  return {};
}

Result<> PlanWriter::remove(const Operation& operation) {
  if (operation.where.empty()) return internal("a removal without a condition: " + operation.table);
  Sql sql(schema_);
  sql.add("DELETE FROM ").table(operation.table);
  add_equalities(sql, operation.where);
  PROBITY_TRY(connection_.ask(sql));
  return {};
}

Result<> PlanWriter::put_document(const Operation& operation) {
  Sql sql(schema_);
  sql.add("INSERT INTO ").table(kDocuments).add("(record,entity,text) VALUES(").made_value(cell(operation.record));
  sql.add(",").made_value(operation.entity).add(",");
  sql.made_value(document_text(operation.entity, operation.words, operation.exact));
  sql.add(") ON CONFLICT (record) DO UPDATE SET entity=excluded.entity,text=excluded.text");
  PROBITY_TRY(connection_.ask(sql));
  return {};
}

Result<> PlanWriter::remove_document(const Operation& operation) {
  Sql sql(schema_);
  sql.add("DELETE FROM ").table(kDocuments).add(" WHERE record=").made_value(cell(operation.record));
  PROBITY_TRY(connection_.ask(sql));
  return {};
}

}  // namespace probity::store::postgres
