#include "store/sqlite/access_path.hpp"

#include <cmath>

#include "store/sqlite/conditions.hpp"

namespace probity::store::sqlite {
namespace {

using Conjuncts = std::vector<const Condition*>;

class PathChoice {
 public:
  PathChoice(Connection& connection, const Schema& schema, const Query& query, const Table& table)
      : connection_(connection), schema_(schema), query_(query), table_(table), conjuncts_(conjuncts_of(query.where)) {}

  Result<AccessPath> choose(PathCache& cache) {
    AccessPath path;
    for (std::size_t i = 0; i < conjuncts_.size(); ++i) {
      if (could_drive(*conjuncts_[i])) path.candidates.push_back(i);
    }
    if (path.candidates.empty() || is_natural()) return AccessPath{};
    std::string question = this->question();
    if (auto known = cache.find(question)) return std::move(*known);
    PROBITY_TRY(count_candidates(path));
    cache.keep(std::move(question), path);
    return path;
  }

 private:
  /// All that the choice depends on: not the position, so that all pages of a list are read alike.
  std::string question() const {
    Sql sql;
    sql.add(table_.name).add(" ").add(query_.order ? query_.order->column : std::string_view()).add(" ");
    sql.add(std::to_string(query_.limit)).add(" ");
    ConditionWriter(schema_, table_.name).write(sql, query_.where);
    return sql.question();
  }

  Result<> count_candidates(AccessPath& path) {
    PROBITY_ASSIGN(std::int64_t fewest, few());
    path.kind = AccessPath::Kind::order;
    for (const std::size_t candidate : path.candidates) {
      PROBITY_ASSIGN(const std::int64_t rows, rows_of(*conjuncts_[candidate], fewest));
      if (rows >= fewest) continue;
      fewest = rows;
      path.kind = AccessPath::Kind::driver;
      path.driver = candidate;
    }
    return {};
  }

  bool is_range(const Condition& condition) const {
    const bool comparable = condition.kind == Condition::Kind::in ||
                            (condition.kind == Condition::Kind::compare && condition.comparison != Comparison::contains);
    return comparable && !condition.folded;
  }

  bool could_drive(const Condition& condition) const {
    if (condition.kind == Condition::Kind::search) return true;
    if (condition.kind == Condition::Kind::related) return seekable_behind(table_, condition.column, live()).has_value();
    const bool by_order = query_.order && query_.order->column == condition.column;
    return is_range(condition) && !by_order && seekable_behind(table_, condition.column, live()).has_value();
  }

  /// What of the conjuncts is no equality, so that only the first column of an index can be used.
  Conjuncts live() const {
    Conjuncts live;
    std::ranges::copy_if(conjuncts_, std::back_inserter(live), [](const Condition* condition) { return condition->kind == Condition::Kind::null; });
    return live;
  }

  /// Nothing is to be chosen: the order has no index, or an index has an equality and the order behind it.
  bool is_natural() const {
    if (!query_.order && !query_.after) return std::ranges::any_of(conjuncts_, [&](const Condition* condition) { return is_range(*condition) && could_drive(*condition); });
    if (query_.order && query_.order->folded) return true;
    const std::string& column = query_.order ? query_.order->column : query_.tie_column;
    return !seekable_behind(table_, column, live()) || seekable_behind(table_, column, conjuncts_) > 0;
  }

  /// As many rows as are worth reading and sorting: with m of n rows, going by the order reads about n/m for
  /// each of the page's, which is as many as m where m is the root of page times n.
  Result<std::int64_t> few() {
    PROBITY_ASSIGN(Statement last, connection_.statement("last row " + table_.name, [&] {
      return "SELECT max(rowid) FROM " + identifier(table_.name);
    }));
    PROBITY_TRY(last.step());
    const double balance = std::sqrt(static_cast<double>(query_.limit) * static_cast<double>(last.integer(0)));
    return std::clamp(static_cast<std::int64_t>(balance), std::int64_t{200}, std::int64_t{20'000});
  }

  /// Rows that meet a condition, counted up to `at_most`.
  Result<std::int64_t> rows_of(const Condition& condition, std::int64_t at_most) {
    Sql sql;
    const ConditionWriter writer(schema_, table_.name);
    const Cell limit = at_most;
    sql.add("SELECT count(*) FROM (");
    if (is_range(condition)) {
      sql.add("SELECT 1 FROM ").name(table_.name).add(" WHERE ");
      writer.write(sql, condition);
      for (const Condition* other : live()) {
        sql.add(" AND ");
        writer.write(sql, *other);
      }
    } else {
      writer.write_set(sql, condition);
    }
    sql.add(" LIMIT ").value(limit).add(")");
    PROBITY_ASSIGN(Statement statement, connection_.statement(sql.text));
    sql.bind_to(statement);
    PROBITY_TRY(statement.step());
    return statement.integer(0);
  }

  Connection& connection_;
  const Schema& schema_;
  const Query& query_;
  const Table& table_;
  Conjuncts conjuncts_;
};

}  // namespace

Result<AccessPath> choose_path(Connection& connection, const Schema& schema, PathCache& cache, const Query& query) {
  const Table* table = schema.find(query.columns->table);
  if (!table || table->keyed) return AccessPath{};
  return PathChoice(connection, schema, query, *table).choose(cache);
}

}  // namespace probity::store::sqlite
