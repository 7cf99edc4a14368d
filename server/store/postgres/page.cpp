#include "store/postgres/page.hpp"

#include "store/postgres/conditions.hpp"

namespace probity::store::postgres {
namespace {

/// An order that is by the tie alone, or not asked for while a position is, needs no second key.
bool by_tie_only(const Query& query) { return !query.order || query.order->column == query.tie_column; }

bool descending(const Query& query) { return query.order && query.order->descending; }

void add_bounds(Sql& sql, const Query& query, PagePart part) {
  const std::string_view sign = descending(query) ? "<" : ">";
  if (part == PagePart::with_value) sql.add(" AND ").name(query.order->column).add(" IS NOT NULL");
  if (part == PagePart::without_value) sql.add(" AND ").name(query.order->column).add(" IS NULL");
  if (!query.after) return;
  if (part == PagePart::with_value) {
    sql.add(" AND (").name(query.order->column).add(",").name(query.tie_column).add(")").add(sign);
    sql.add("(").value(query.after->key).add(",").value(query.after->tie).add(")");
  } else if (part == PagePart::all || is_null(query.after->key)) {
    sql.add(" AND ").name(query.tie_column).add(sign).value(query.after->tie);
  }
}

void add_order(Sql& sql, const Query& query, PagePart part) {
  if (!query.order && !query.after) return;
  const std::string_view direction = descending(query) ? " DESC" : "";
  sql.add(" ORDER BY ");
  // Among rows without a value, too: the index is in this order, and PostgreSQL would sort for another.
  if (part != PagePart::all) sql.name(query.order->column).add(direction).add(",");
  sql.name(query.tie_column).add(direction);
}

bool is_real(const Schema& stored, const Aggregate& aggregate, std::string_view column) {
  const Table* table = stored.find(aggregate.table);
  return table && std::ranges::any_of(table->columns, [&](const Column& other) {
           return other.name == column && other.kind == meta::ColumnKind::real;
         });
}

}  // namespace

std::vector<PagePart> parts_of(const Query& query) {
  if (by_tie_only(query)) return {PagePart::all};
  if (query.after && is_null(query.after->key)) return {PagePart::without_value};
  return {PagePart::with_value, PagePart::without_value};
}

Sql select_page(std::string_view schema, const Query& query, PagePart part, std::int64_t limit) {
  Sql sql(schema);
  sql.add("SELECT ").names(query.columns->columns).add(" FROM ").table(query.columns->table).add(" WHERE (");
  write_condition(sql, query.where);
  sql.add(")");
  add_bounds(sql, query, part);
  add_order(sql, query, part);
  sql.add(" LIMIT ").made_value(limit);
  return sql;
}

Sql select_count(std::string_view schema, std::string_view table, const Condition& where, std::int64_t at_most) {
  Sql sql(schema);
  sql.add("SELECT count(*) FROM (SELECT 1 FROM ").table(table).add(" WHERE ");
  write_condition(sql, where);
  sql.add(" LIMIT ").made_value(at_most).add(") AS counted");
  return sql;
}

Sql select_aggregate(std::string_view schema, const Schema& stored, const Aggregate& aggregate) {
  Sql sql(schema);
  sql.add("SELECT ").names(aggregate.group_by).add(aggregate.group_by.empty() ? "" : ",").add("count(*)");
  for (const std::string& column : aggregate.sums) {
    sql.add(",coalesce(sum(").name(column).add(is_real(stored, aggregate, column) ? "),0)::float8" : "),0)::int8");
  }
  sql.add(" FROM ").table(aggregate.table).add(" WHERE ");
  write_condition(sql, aggregate.where);
  if (aggregate.group_by.empty()) return sql;
  sql.add(" GROUP BY ").names(aggregate.group_by).add(" ORDER BY ");
  // As the other backend has it: groups without a value first.
  for (std::size_t i = 0; i < aggregate.group_by.size(); ++i) sql.add(i > 0 ? "," : "").name(aggregate.group_by[i]).add(" NULLS FIRST");
  return sql;
}

}  // namespace probity::store::postgres
