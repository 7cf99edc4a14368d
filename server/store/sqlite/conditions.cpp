#include "store/sqlite/conditions.hpp"

#include "store/sqlite/search.hpp"

namespace probity::store::sqlite {
namespace {

constexpr std::string_view kUnindexed = "+";  // SQLite uses no index for a column with it

bool is_known(const std::vector<const Condition*>& conjuncts, std::string_view column) {
  return std::ranges::any_of(conjuncts, [&](const Condition* condition) {
    return condition->kind == Condition::Kind::compare && condition->comparison == Comparison::equal && !condition->folded &&
           condition->column == column;
  });
}

bool is_live(const std::vector<const Condition*>& conjuncts) {
  return std::ranges::any_of(conjuncts, [](const Condition* condition) {
    return condition->kind == Condition::Kind::null && condition->column == "_deleted_at";
  });
}

/// How many columns that are known come before `column` in an index; nothing where others do.
std::optional<std::size_t> known_before(const std::vector<std::string>& index, std::string_view column,
                                        const std::vector<const Condition*>& conjuncts) {
  for (std::size_t i = 0; i < index.size(); ++i) {
    if (index[i] == column) return i;
    if (!is_known(conjuncts, index[i])) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::vector<const Condition*> conjuncts_of(const Condition& where) {
  if (where.kind != Condition::Kind::all) return {&where};
  std::vector<const Condition*> conjuncts;
  for (const Condition& child : where.children) conjuncts.push_back(&child);
  return conjuncts;
}

std::optional<std::size_t> seekable_behind(const Table& table, std::string_view column, const std::vector<const Condition*>& conjuncts) {
  std::optional<std::size_t> most = known_before(table.primary_key, column, conjuncts);
  const bool live = is_live(conjuncts);
  for (const Index& index : table.indexes) {
    if (index.bin_only || (index.live_only && !live)) continue;
    most = std::max(most, known_before(index.columns, column, conjuncts));
  }
  return most;
}

void ConditionWriter::write(Sql& sql, const Condition& condition) const {
  using enum Condition::Kind;
  switch (condition.kind) {
    case always: sql.add("1"); return;
    case never: sql.add("0"); return;
    case all: join(sql, condition, " AND ", "1"); return;
    case any: join(sql, condition, " OR ", "0"); return;
    case negation:
      // Not NOT: what is unknown because of an empty value is false, and its negation true.
      sql.add("(");
      write(sql, condition.children.front());
      sql.add(") IS NOT TRUE");
      return;
    case Condition::Kind::compare: this->compare(sql, condition, ""); return;
    case in: among(sql, condition, ""); return;
    case null: sql.name(condition.column).add(" IS NULL"); return;
    case bits_clear: sql.add("(").name(condition.column).add(" & ").value(condition.values.front()).add(")=0"); return;
    case bits_set: sql.add("(").name(condition.column).add(" & ").value(condition.values.front()).add(")=").value(condition.values.front()); return;
    case related:
    case search: in_set(sql, condition, ""); return;
  }
}

void ConditionWriter::write_as_test(Sql& sql, const Condition& condition) const {
  using enum Condition::Kind;
  switch (condition.kind) {
    case Condition::Kind::compare: this->compare(sql, condition, kUnindexed); return;
    case in: among(sql, condition, kUnindexed); return;
    case related: {
      const Table* inner = schema_.find(condition.table);
      const bool seekable = inner && seekable_behind(*inner, condition.inner_column, conjuncts_of(condition.children.front()));
      if (seekable) return exists_related(sql, condition);
      return in_set(sql, condition, kUnindexed);
    }
    case search: exists_document(sql, condition); return;
    default: write(sql, condition); return;
  }
}

void ConditionWriter::join(Sql& sql, const Condition& condition, std::string_view word, std::string_view empty) const {
  if (condition.children.empty()) {
    sql.add(empty);
    return;
  }
  sql.add("(");
  for (std::size_t i = 0; i < condition.children.size(); ++i) {
    if (i > 0) sql.add(word);
    write(sql, condition.children[i]);
  }
  sql.add(")");
}

void ConditionWriter::column(Sql& sql, const Condition& condition, std::string_view before_column) const {
  if (condition.folded) {
    sql.add("fold(").name(condition.column).add(")");
  } else {
    sql.add(before_column).name(condition.column);
  }
}

void ConditionWriter::compare(Sql& sql, const Condition& condition, std::string_view before_column) const {
  const Cell& value = condition.values.front();
  const auto simple = [&](std::string_view sign) {
    column(sql, condition, before_column);
    sql.add(sign).value(value);
  };
  switch (condition.comparison) {
    case Comparison::equal: simple("="); return;
    case Comparison::less: simple("<"); return;
    case Comparison::less_or_equal: simple("<="); return;
    case Comparison::greater: simple(">"); return;
    case Comparison::greater_or_equal: simple(">="); return;
    case Comparison::contains:
      sql.add("instr(");
      column(sql, condition, before_column);
      sql.add(",").value(value).add(")>0");
      return;
    case Comparison::starts_with: {
      simple(">=");
      std::string bound = after_prefix(text_of(value));
      if (bound.empty()) return;
      sql.add(" AND ");
      column(sql, condition, before_column);
      sql.add("<").made_value(std::move(bound));
      return;
    }
  }
}

void ConditionWriter::among(Sql& sql, const Condition& condition, std::string_view before_column) const {
  if (condition.values.empty()) {
    sql.add("0");
    return;
  }
  column(sql, condition, before_column);
  sql.add(" IN (");
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    if (i > 0) sql.add(",");
    sql.value(condition.values[i]);
  }
  sql.add(")");
}

void ConditionWriter::write_set(Sql& sql, const Condition& condition) const {
  if (condition.kind == Condition::Kind::related) {
    const std::string name = fmt::format("inner{}", depth_ + 1);
    sql.add("SELECT ").name(condition.inner_column).add(" FROM ").name(condition.table).add(" AS ").name(name).add(" WHERE ");
    ConditionWriter(schema_, condition.table, name, depth_ + 1).write(sql, condition.children.front());
    return;
  }
  const std::string expression = match_expression(parse_search(text_of(condition.values.front())), {std::string(table_)});
  sql.add("SELECT d.record FROM search_gram g CROSS JOIN search_doc d ON d.seq=g.rowid WHERE g.search_gram MATCH ");
  // An expression that asks for nothing is an error to SQLite; the empty string finds nothing.
  sql.made_value(expression.empty() ? std::string("\"\"") : expression);
  sql.add(" AND d.entity=").made_value(std::string(table_)).add(" AND found_in(d.text,").value(condition.values.front()).add(")");
}

void ConditionWriter::in_set(Sql& sql, const Condition& condition, std::string_view before_column) const {
  sql.add(before_column).name(condition.kind == Condition::Kind::search ? std::string_view("_id") : std::string_view(condition.column));
  sql.add(" IN (");
  write_set(sql, condition);
  sql.add(")");
}

void ConditionWriter::exists_related(Sql& sql, const Condition& condition) const {
  const std::string name = fmt::format("inner{}", depth_ + 1);
  sql.add("EXISTS(SELECT 1 FROM ").name(condition.table).add(" AS ").name(name).add(" WHERE ");
  sql.name(name).add(".").name(condition.inner_column).add("=").name(name_).add(".").name(condition.column).add(" AND ");
  ConditionWriter(schema_, condition.table, name, depth_ + 1).write(sql, condition.children.front());
  sql.add(")");
}

void ConditionWriter::exists_document(Sql& sql, const Condition& condition) const {
  sql.add("EXISTS(SELECT 1 FROM search_doc d WHERE d.record=").name(name_).add(".\"_id\" AND found_in(d.text,");
  sql.value(condition.values.front()).add("))");
}

}  // namespace probity::store::sqlite
