#include "store/sqlite/plan_writer.hpp"

#include "store/search_text.hpp"
#include "store/sqlite/sql.hpp"

namespace probity::store::sqlite {
namespace {

/// " WHERE a=? AND b IS NULL": which columns are null is part of the statement's text and name.
void add_equalities(Sql& sql, const Equalities& where) {
  sql.add(where.empty() ? "" : " WHERE ");
  bool first = true;
  for (const auto& [column, value] : where) {
    if (!first) sql.add(" AND ");
    first = false;
    sql.name(column);
    if (is_null(value)) {
      sql.add(" IS NULL");
    } else {
      sql.add("=").value(value);
    }
  }
}

int bind_equalities(Statement& statement, const Equalities& where, int parameter) {
  for (const auto& [column, value] : where) {
    if (!is_null(value)) statement.bind(parameter++, value);
  }
  return parameter;
}

void name_equalities(fmt::memory_buffer& name, const Equalities& where) {
  for (const auto& [column, value] : where) fmt::format_to(std::back_inserter(name), "{}{}", is_null(value) ? '~' : '=', column);
}

std::string insert_sql(const Projection& target, std::string_view verb) {
  Sql sql;
  sql.add(verb).add(" INTO ").name(target.table).add("(");
  for (std::size_t i = 0; i < target.columns.size(); ++i) sql.add(i > 0 ? "," : "").name(target.columns[i]);
  sql.add(") VALUES(");
  for (std::size_t i = 0; i < target.columns.size(); ++i) sql.add(i > 0 ? ",?" : "?");
  sql.add(")");
  return std::move(sql.text);
}

std::string update_sql(const Projection& target, const Equalities& where) {
  Sql sql;
  sql.add("UPDATE ").name(target.table).add(" SET ");
  for (std::size_t i = 0; i < target.columns.size(); ++i) sql.add(i > 0 ? "," : "").name(target.columns[i]).add("=?");
  add_equalities(sql, where);
  return std::move(sql.text);
}

}  // namespace

Result<Outcome> PlanWriter::apply(const Plan& plan) {
  for (std::size_t i = 0; i < plan.preconditions.size(); ++i) {
    PROBITY_ASSIGN(const bool met, holds(plan.preconditions[i]));
    if (!met) return Outcome{.committed = false, .missed_precondition = i};
  }
  for (const Operation& operation : plan.operations) PROBITY_TRY(apply(operation));
  return Outcome{.committed = true};
}

Result<> PlanWriter::finish() {
  PROBITY_TRY(documents_.store(connection_));
  return audit_.store_head(connection_);
}

Result<bool> PlanWriter::holds(const Precondition& precondition) {
  fmt::memory_buffer name;
  fmt::format_to(std::back_inserter(name), "holds {} ", precondition.table);
  name_equalities(name, precondition.where);
  PROBITY_ASSIGN(Statement statement, connection_.statement({name.data(), name.size()}, [&] {
    Sql sql;
    sql.add("SELECT 1 FROM ").name(precondition.table);
    add_equalities(sql, precondition.where);
    return std::move(sql.add(" LIMIT 1").text);
  }));
  bind_equalities(statement, precondition.where, 1);
  PROBITY_ASSIGN(const bool found, statement.step());
  return found == precondition.exists;
}

Result<> PlanWriter::apply(const Operation& operation) {
  using enum Operation::Kind;
  switch (operation.kind) {
    case Operation::Kind::insert: return this->insert(operation, "INSERT");
    case insert_or_replace: return this->insert(operation, "INSERT OR REPLACE");
    case insert_or_ignore: return this->insert(operation, "INSERT OR IGNORE");
    case Operation::Kind::update: return this->update(operation);
    case Operation::Kind::remove: return this->remove(operation);
    case put_document:
      documents_.put(operation.entity, operation.record, document_text(operation.entity, operation.words, operation.exact));
      return {};
    case remove_document: documents_.remove(operation.record); return {};
    case append_leaf: return audit_.append(connection_, operation.cells);
  }
  return internal("an operation of a kind that does not exist");
}

Result<> PlanWriter::insert(const Operation& operation, std::string_view verb) {
  const Projection& target = *operation.target;
  if (operation.cells.size() != target.columns.size()) return internal("an insert has not one value for each column: " + target.table);
  std::array<char, 48> name;
  const auto end = fmt::format_to(name.data(), "{} {}", verb, target.serial);
  PROBITY_ASSIGN(Statement statement, connection_.statement({name.data(), static_cast<std::size_t>(end - name.data())},
                                                            [&] { return insert_sql(target, verb); }));
  int parameter = 0;
  for (const Cell& cell : operation.cells) statement.bind(++parameter, cell);
  return statement.run();
}

Result<> PlanWriter::update(const Operation& operation) {
  if (operation.where.empty()) return internal("an update without a condition: " + operation.target->table);
  const Projection& target = *operation.target;
  if (operation.cells.size() != target.columns.size()) return internal("an update has not one value for each column: " + target.table);
  fmt::memory_buffer name;
  fmt::format_to(std::back_inserter(name), "update {} ", target.serial);
  name_equalities(name, operation.where);
  PROBITY_ASSIGN(Statement statement, connection_.statement({name.data(), name.size()}, [&] { return update_sql(target, operation.where); }));
  int parameter = 1;
  for (const Cell& cell : operation.cells) statement.bind(parameter++, cell);
  bind_equalities(statement, operation.where, parameter);
  return statement.run();
}

Result<> PlanWriter::remove(const Operation& operation) {
  if (operation.where.empty()) return internal("a removal without a condition: " + operation.table);
  fmt::memory_buffer name;
  fmt::format_to(std::back_inserter(name), "remove {} ", operation.table);
  name_equalities(name, operation.where);
  PROBITY_ASSIGN(Statement statement, connection_.statement({name.data(), name.size()}, [&] {
    Sql sql;
    sql.add("DELETE FROM ").name(operation.table);
    add_equalities(sql, operation.where);
    return std::move(sql.text);
  }));
  bind_equalities(statement, operation.where, 1);
  return statement.run();
}

}  // namespace probity::store::sqlite
