#include "store/sqlite/page.hpp"

#include <limits>

#include "store/sqlite/conditions.hpp"

namespace probity::store::sqlite {
namespace {

/// An order that is by the tie alone, or not asked for while a position is, needs no second key.
bool by_tie_only(const Query& query) { return !query.order || query.order->column == query.tie_column; }

/// Writes the part of a page that depends on its order.
class PageWriter {
 public:
  PageWriter(const PageRequest& request, PagePart part, Sql& sql)
      : query_(request.query), least_(request.least), part_(part), sql_(sql), sorted_(request.path.kind == AccessPath::Kind::driver) {}

  void bounds() {
    if (part_ == PagePart::with_value) bound_below();
    if (part_ == PagePart::without_value) column(query_.order->column).add(" IS NULL");
    if (query_.after) beyond_position();
  }

  void order_by() {
    if (!query_.order && !query_.after) return;
    const std::string_view direction = descending() ? " DESC" : "";
    sql_.add(" ORDER BY ");
    if (part_ == PagePart::with_value) {
      key();
      sql_.add(direction).add(",");
    }
    name(query_.tie_column).add(direction);
  }

 private:
  bool descending() const { return query_.order && query_.order->descending; }
  Sql& name(const std::string& column) { return sql_.add(sorted_ ? "+" : "").name(column); }
  Sql& column(const std::string& column) {
    sql_.add(" AND ");
    return name(column);
  }

  void key() {
    if (query_.order->folded) {
      sql_.add("fold(").name(query_.order->column).add(")");
    } else {
      name(query_.order->column);
    }
  }

  void bound_below() {
    // Going up from a position, the position is the bound, and a second one could be taken for it.
    if (query_.after && !descending()) {
      column(query_.order->column).add(" IS NOT NULL");
    } else {
      column(query_.order->column).add(">=").value(least_);
    }
  }

  void beyond_position() {
    const std::string_view sign = descending() ? "<" : ">";
    if (part_ == PagePart::with_value) {
      sql_.add(" AND (");
      key();
      sql_.add(",");
      name(query_.tie_column).add(")").add(sign).add(query_.order->folded ? "(fold(" : "(").value(query_.after->key);
      sql_.add(query_.order->folded ? ")," : ",").value(query_.after->tie).add(")");
    } else if (part_ == PagePart::all || is_null(query_.after->key)) {
      column(query_.tie_column).add(sign).value(query_.after->tie);
    }
  }

  const Query& query_;
  const Cell& least_;
  PagePart part_;
  Sql& sql_;
  bool sorted_;
};

void write_where(Sql& sql, const PageRequest& request) {
  const ConditionWriter writer(request.schema, request.query.columns->table);
  if (request.path.kind == AccessPath::Kind::natural) return writer.write(sql, request.query.where);
  const auto conjuncts = conjuncts_of(request.query.where);
  for (std::size_t i = 0; i < conjuncts.size(); ++i) {
    if (i > 0) sql.add(" AND ");
    const bool is_driver = request.path.kind == AccessPath::Kind::driver && request.path.driver == i;
    const bool as_test = !is_driver && std::ranges::find(request.path.candidates, i) != request.path.candidates.end();
    sql.add("(");
    as_test ? writer.write_as_test(sql, *conjuncts[i]) : writer.write(sql, *conjuncts[i]);
    sql.add(")");
  }
}

}  // namespace

Cell least_value(meta::ColumnKind kind) {
  switch (kind) {
    case meta::ColumnKind::integer: return std::numeric_limits<std::int64_t>::min();
    case meta::ColumnKind::real: return -std::numeric_limits<double>::infinity();
    case meta::ColumnKind::text: return std::string();
    case meta::ColumnKind::blob: return Blob{};
  }
  return {};
}

std::vector<PagePart> parts_of(const Query& query) {
  if (by_tie_only(query)) return {PagePart::all};
  if (query.after && is_null(query.after->key)) return {PagePart::without_value};
  return {PagePart::with_value, PagePart::without_value};
}

Sql select_page(const PageRequest& request, PagePart part) {
  Sql sql;
  sql.text.reserve(512);
  sql.add("SELECT ").names(request.query.columns->columns).add(" FROM ").name(request.query.columns->table).add(" WHERE ");
  write_where(sql, request);
  PageWriter page(request, part, sql);
  page.bounds();
  page.order_by();
  sql.add(" LIMIT ").value(request.limit);
  return sql;
}

Sql select_count(const Schema& schema, std::string_view table, const Condition& where, const Cell& at_most) {
  Sql sql;
  sql.add("SELECT count(*) FROM (SELECT 1 FROM ").name(table).add(" WHERE ");
  ConditionWriter(schema, table).write(sql, where);
  sql.add(" LIMIT ").value(at_most).add(")");
  return sql;
}

Sql select_aggregate(const Schema& schema, const Aggregate& aggregate) {
  Sql sql;
  sql.add("SELECT ").names(aggregate.group_by).add(aggregate.group_by.empty() ? "" : ",").add("count(*)");
  for (const std::string& column : aggregate.sums) sql.add(",coalesce(sum(").name(column).add("),0)");
  sql.add(" FROM ").name(aggregate.table).add(" WHERE ");
  ConditionWriter(schema, aggregate.table).write(sql, aggregate.where);
  if (!aggregate.group_by.empty()) sql.add(" GROUP BY ").names(aggregate.group_by).add(" ORDER BY ").names(aggregate.group_by);
  return sql;
}

}  // namespace probity::store::sqlite
