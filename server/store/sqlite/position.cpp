#include <random>

#include "store/sqlite/conditions.hpp"
#include "store/sqlite/reader.hpp"

namespace probity::store::sqlite {
namespace {

constexpr std::int64_t kReadWholly = 20'000;
constexpr int kRowsTried = 3'000;
constexpr int kRowsTriedAtMost = 30'000;
constexpr std::size_t kRowsEnough = 500;
constexpr std::size_t kPositions = 512;

/// The order of a query on positions in memory: empty values last in both directions.
class PositionOrder {
 public:
  explicit PositionOrder(bool descending) : descending_(descending) {}
  bool operator()(const Position& left, const Position& right) const {
    if (is_null(left.key) != is_null(right.key)) return is_null(right.key);
    const bool by_tie = left.key == right.key;
    const Cell& first = by_tie ? left.tie : left.key;
    const Cell& second = by_tie ? right.tie : right.key;
    return descending_ ? second < first : first < second;
  }

 private:
  bool descending_;
};

std::vector<Position> thinned(std::vector<Position> positions) {
  if (positions.size() <= kPositions) return positions;
  std::vector<Position> kept;
  for (std::size_t i = 0; i < kPositions; ++i) kept.push_back(std::move(positions[i * positions.size() / kPositions]));
  return kept;
}

ProjectionPointer key_and_tie(const Query& query) {
  return Projection::make(query.columns->table, {query.order ? query.order->column : query.tie_column, query.tie_column});
}

/// "[1,2,3]": row numbers to try, in no order.
std::string random_rows(std::int64_t first, std::int64_t last, int count) {
  std::minstd_rand random(static_cast<unsigned>(last));
  std::uniform_int_distribution<std::int64_t> row(first, last);
  std::string rows = "[";
  for (int i = 0; i < count; ++i) fmt::format_to(std::back_inserter(rows), "{}{}", i > 0 ? "," : "", row(random));
  return rows + "]";
}

}  // namespace

Result<std::vector<Position>> SqliteReader::all_positions(const Query& query) {
  Query whole = query;
  whole.columns = key_and_tie(query);
  whole.limit = static_cast<int>(kReadWholly);
  whole.after.reset();
  std::vector<Position> positions;
  PROBITY_TRY(each(whole, [&](const Row& row) {
    positions.push_back({row.cell(0), row.cell(1)});
    return true;
  }));
  return positions;
}

Result<std::vector<Position>> SqliteReader::sampled_positions(const Query& query) {
  PROBITY_ASSIGN(Statement bounds, connection_.prepare_once(fmt::format("SELECT (SELECT min(seq) FROM {0}),(SELECT max(seq) FROM {0})",
                                                                        identifier(query.columns->table))));
  PROBITY_TRY(bounds.step());
  std::vector<Position> positions;
  for (int tried = kRowsTried; tried <= kRowsTriedAtMost && positions.size() < kRowsEnough; tried *= 10) {
    positions.clear();
    Sql sql;
    sql.add("SELECT ").names(key_and_tie(query)->columns).add(" FROM ").name(query.columns->table);
    sql.add(" WHERE seq IN (SELECT value FROM json_each(").made_value(random_rows(bounds.integer(0), bounds.integer(1), tried)).add("))");
    for (const Condition* condition : conjuncts_of(query.where)) {
      sql.add(" AND (");
      ConditionWriter(schema_, query.columns->table).write_as_test(sql, *condition);
      sql.add(")");
    }
    PROBITY_TRY(visit_all(sql, [&](const Row& row) {
      positions.push_back({row.cell(0), row.cell(1)});
      return true;
    }));
  }
  std::ranges::sort(positions, PositionOrder(query.order && query.order->descending));
  return positions;
}

Result<std::vector<Position>> SqliteReader::spread_positions(const Query& query) {
  PROBITY_ASSIGN(const std::int64_t rows, count(query.columns->table, query.where, kReadWholly + 1));
  const Table* table = schema_.find(query.columns->table);
  const bool whole = rows <= kReadWholly || !table || table->keyed || (query.order && query.order->folded);
  PROBITY_ASSIGN(std::vector<Position> positions, whole ? all_positions(query) : sampled_positions(query));
  return thinned(std::move(positions));
}

Result<std::optional<Position>> SqliteReader::position_at(const Query& query, double fraction) {
  Sql sql;
  sql.add(query.columns->table).add(" ").add(query.order ? query.order->column : query.tie_column);
  sql.add(query.order && query.order->descending ? " down " : " up ");
  ConditionWriter(schema_, query.columns->table).write(sql, query.where);
  std::string question = sql.question();
  auto positions = memory_.positions.find(question);
  if (!positions) {
    PROBITY_ASSIGN(auto spread, spread_positions(query));
    positions = std::make_shared<const std::vector<Position>>(std::move(spread));
    memory_.positions.keep(std::move(question), *positions);
  }
  const std::vector<Position>& known = **positions;
  if (known.empty()) return std::nullopt;
  const auto at = static_cast<std::size_t>(std::clamp(fraction, 0.0, 1.0) * static_cast<double>(known.size()));
  return known[std::min(at, known.size() - 1)];
}

}  // namespace probity::store::sqlite
