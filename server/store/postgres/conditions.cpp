#include "store/postgres/conditions.hpp"

namespace probity::store::postgres {
namespace {

void join(Sql& sql, const Condition& condition, std::string_view word, std::string_view empty) {
  if (condition.children.empty()) {
    sql.add(empty);
    return;
  }
  sql.add("(");
  for (std::size_t i = 0; i < condition.children.size(); ++i) {
    sql.add(i > 0 ? word : "");
    write_condition(sql, condition.children[i]);
  }
  sql.add(")");
}

void compare(Sql& sql, const Condition& condition) {
  const Cell& value = condition.values.front();
  const auto simple = [&](std::string_view sign) { sql.name(condition.column).add(sign).value(value); };
  switch (condition.comparison) {
    case Comparison::equal: return simple("=");
    case Comparison::less: return simple("<");
    case Comparison::less_or_equal: return simple("<=");
    case Comparison::greater: return simple(">");
    case Comparison::greater_or_equal: return simple(">=");
    case Comparison::starts_with: sql.add("starts_with(").name(condition.column).add(",").value(value).add(")"); return;
    case Comparison::contains: sql.add("strpos(").name(condition.column).add(",").value(value).add(")>0"); return;
  }
}

void among(Sql& sql, const Condition& condition) {
  if (condition.values.empty()) {
    sql.add("false");
    return;
  }
  sql.name(condition.column).add(" IN (");
  for (std::size_t i = 0; i < condition.values.size(); ++i) sql.add(i > 0 ? "," : "").value(condition.values[i]);
  sql.add(")");
}

void related(Sql& sql, const Condition& condition) {
  sql.name(condition.column).add(" IN (SELECT ").name(condition.inner_column).add(" FROM ").table(condition.table).add(" WHERE ");
  write_condition(sql, condition.children.front());
  sql.add(")");
}

}  // namespace

void write_condition(Sql& sql, const Condition& condition) {
  using enum Condition::Kind;
  switch (condition.kind) {
    case always: sql.add("true"); return;
    case never: sql.add("false"); return;
    case all: join(sql, condition, " AND ", "true"); return;
    case any: join(sql, condition, " OR ", "false"); return;
    case negation:
      // Not NOT: what is unknown because of an empty value is false, and its negation true.
      sql.add("((");
      write_condition(sql, condition.children.front());
      sql.add(") IS NOT TRUE)");
      return;
    case Condition::Kind::compare: postgres::compare(sql, condition); return;
    case in: among(sql, condition); return;
    case null: sql.name(condition.column).add(" IS NULL"); return;
    case bits_clear: sql.add("(").name(condition.column).add(" & ").value(condition.values.front()).add(")=0"); return;
    case bits_set: sql.add("(").name(condition.column).add(" & ").value(condition.values.front()).add(")=").value(condition.values.front()); return;
    case Condition::Kind::related: postgres::related(sql, condition); return;
    case search: sql.add("false"); return;
  }
}

}  // namespace probity::store::postgres
