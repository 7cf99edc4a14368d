#include "store/sqlite/sql.hpp"

#include <limits>

namespace probity::store::sqlite {
namespace {

/// An order that is by the tie alone, or not asked for while a position is, needs no second key.
bool by_tie_only(const Query& query) { return !query.order || query.order->column == query.tie_column; }

void order_key(Sql& sql, const Query& query) {
  if (query.order->folded) sql.add("fold(");
  sql.name(query.order->column);
  if (query.order->folded) sql.add(")");
}

void beyond_tie(Sql& sql, const Query& query, std::string_view sign) {
  sql.add(" AND ").name(query.tie_column).add(sign).value(query.after->tie);
}

void beyond_position(Sql& sql, const Query& query, PagePart part, std::string_view sign) {
  if (!query.after) return;
  if (part == PagePart::with_value) {
    sql.add(" AND (");
    order_key(sql, query);
    sql.add(",").name(query.tie_column).add(")").add(sign);
    sql.add(query.order->folded ? "(fold(" : "(").value(query.after->key).add(query.order->folded ? ")," : ",");
    sql.value(query.after->tie).add(")");
  } else if (part == PagePart::all || is_null(query.after->key)) {
    beyond_tie(sql, query, sign);
  }
}

void bound_below(Sql& sql, const Query& query, const Cell& least) {
  // Going up from a position, the position is the bound, and a second one could be taken for it.
  const bool bounded = query.after && !query.order->descending;
  sql.add(" AND ").name(query.order->column);
  if (bounded) {
    sql.add(" IS NOT NULL");
  } else {
    sql.add(">=").value(least);
  }
}

void order_by(Sql& sql, const Query& query, PagePart part) {
  if (!query.order && !query.after) return;
  const std::string_view direction = query.order && query.order->descending ? " DESC" : "";
  sql.add(" ORDER BY ");
  if (part == PagePart::with_value) {
    order_key(sql, query);
    sql.add(direction).add(",");
  }
  sql.name(query.tie_column).add(direction);
}

void list_of(Sql& sql, const std::vector<std::string>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) sql.add(",");
    sql.name(columns[i]);
  }
}

}  // namespace

Sql& Sql::name(std::string_view identifier) {
  text.push_back('"');
  for (const char letter : identifier) {
    if (letter == '"') text.push_back('"');
    text.push_back(letter);
  }
  text.push_back('"');
  return *this;
}

Sql& Sql::value(const Cell& cell) {
  text.push_back('?');
  values.push_back(&cell);
  return *this;
}

Sql& Sql::made_value(Cell cell) { return value(made.emplace_back(std::move(cell))); }

void Sql::bind_to(Statement& statement) const {
  int parameter = 0;
  for (const Cell* cell : values) statement.bind(++parameter, *cell);
}

std::string after_prefix(std::string_view prefix) {
  std::string bound(prefix);
  while (!bound.empty()) {
    // Bytes of text never reach 0xff, so the last one can always be raised; texts compare byte by byte.
    const auto last = static_cast<unsigned char>(bound.back());
    if (last < 0xff) {
      bound.back() = static_cast<char>(last + 1);
      return bound;
    }
    bound.pop_back();
  }
  return bound;
}

void Renderer::condition(Sql& sql, const Condition& condition) const {
  using enum Condition::Kind;
  switch (condition.kind) {
    case always: sql.add("1"); return;
    case never: sql.add("0"); return;
    case all: join(sql, condition, " AND ", "1"); return;
    case any: join(sql, condition, " OR ", "0"); return;
    case negation:
      // Not NOT: what is unknown because of an empty value is false, and its negation true.
      sql.add("(");
      this->condition(sql, condition.children.front());
      sql.add(") IS NOT TRUE");
      return;
    case compare: this->compare(sql, condition); return;
    case in: among(sql, condition); return;
    case null: sql.name(condition.column).add(" IS NULL"); return;
    case bits_clear:
      sql.add("(").name(condition.column).add(" & ").value(condition.values.front()).add(")=0");
      return;
    case Condition::Kind::related: this->related(sql, condition); return;
    case search: sql.add("0"); return;
  }
}

void Renderer::join(Sql& sql, const Condition& condition, std::string_view word, std::string_view empty) const {
  if (condition.children.empty()) {
    sql.add(empty);
    return;
  }
  sql.add("(");
  for (std::size_t i = 0; i < condition.children.size(); ++i) {
    if (i > 0) sql.add(word);
    this->condition(sql, condition.children[i]);
  }
  sql.add(")");
}

void Renderer::column(Sql& sql, const Condition& condition) const {
  if (condition.folded) sql.add("fold(");
  sql.name(condition.column);
  if (condition.folded) sql.add(")");
}

void Renderer::compare(Sql& sql, const Condition& condition) const {
  const Cell& value = condition.values.front();
  switch (condition.comparison) {
    case Comparison::equal: column(sql, condition); sql.add("=").value(value); return;
    case Comparison::less: column(sql, condition); sql.add("<").value(value); return;
    case Comparison::less_or_equal: column(sql, condition); sql.add("<=").value(value); return;
    case Comparison::greater: column(sql, condition); sql.add(">").value(value); return;
    case Comparison::greater_or_equal: column(sql, condition); sql.add(">=").value(value); return;
    case Comparison::contains:
      sql.add("instr(");
      column(sql, condition);
      sql.add(",").value(value).add(")>0");
      return;
    case Comparison::starts_with: {
      column(sql, condition);
      sql.add(">=").value(value);
      const std::string bound = after_prefix(text_of(value));
      if (bound.empty()) return;
      sql.add(" AND ");
      column(sql, condition);
      sql.add("<").made_value(bound);
      return;
    }
  }
}

void Renderer::among(Sql& sql, const Condition& condition) const {
  if (condition.values.empty()) {
    sql.add("0");
    return;
  }
  column(sql, condition);
  sql.add(" IN (");
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    if (i > 0) sql.add(",");
    sql.value(condition.values[i]);
  }
  sql.add(")");
}

void Renderer::related(Sql& sql, const Condition& condition) const {
  sql.name(condition.column).add(" IN (SELECT ").name(condition.inner_column).add(" FROM ").name(condition.table);
  sql.add(" WHERE ");
  Renderer(condition.table).condition(sql, condition.children.front());
  sql.add(")");
}

std::vector<PagePart> parts_of(const Query& query) {
  if (by_tie_only(query)) return {PagePart::all};
  if (query.after && is_null(query.after->key)) return {PagePart::without_value};
  return {PagePart::with_value, PagePart::without_value};
}

Cell least_value(meta::ColumnKind kind) {
  switch (kind) {
    case meta::ColumnKind::integer: return std::numeric_limits<std::int64_t>::min();
    case meta::ColumnKind::real: return -std::numeric_limits<double>::infinity();
    case meta::ColumnKind::text: return std::string();
    case meta::ColumnKind::blob: return Blob{};
  }
  return {};
}

Sql select_page(const Query& query, PagePart part, const Cell& least, const Cell& limit) {
  Sql sql;
  sql.text.reserve(512);
  sql.add("SELECT ");
  list_of(sql, query.columns->columns);
  sql.add(" FROM ").name(query.columns->table).add(" WHERE ");
  Renderer(query.columns->table).condition(sql, query.where);
  if (part == PagePart::with_value) bound_below(sql, query, least);
  if (part == PagePart::without_value) sql.add(" AND ").name(query.order->column).add(" IS NULL");
  beyond_position(sql, query, part, query.order && query.order->descending ? "<" : ">");
  order_by(sql, query, part);
  sql.add(" LIMIT ").value(limit);
  return sql;
}

Sql select_count(std::string_view table, const Condition& where, const Cell& at_most) {
  Sql sql;
  sql.add("SELECT count(*) FROM (SELECT 1 FROM ").name(table).add(" WHERE ");
  Renderer(table).condition(sql, where);
  sql.add(" LIMIT ").value(at_most).add(")");
  return sql;
}

Sql select_aggregate(const Aggregate& aggregate) {
  Sql sql;
  sql.add("SELECT ");
  list_of(sql, aggregate.group_by);
  if (!aggregate.group_by.empty()) sql.add(",");
  sql.add("count(*)");
  for (const std::string& column : aggregate.sums) sql.add(",coalesce(sum(").name(column).add("),0)");
  sql.add(" FROM ").name(aggregate.table).add(" WHERE ");
  Renderer(aggregate.table).condition(sql, aggregate.where);
  if (aggregate.group_by.empty()) return sql;
  sql.add(" GROUP BY ");
  list_of(sql, aggregate.group_by);
  sql.add(" ORDER BY ");
  list_of(sql, aggregate.group_by);
  return sql;
}

}  // namespace probity::store::sqlite
