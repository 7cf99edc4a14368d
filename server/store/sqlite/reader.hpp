#pragma once
// Answers questions over one read connection.
#include "store/database.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/access_path.hpp"
#include "store/sqlite/sql.hpp"

namespace probity::store::sqlite {

/// A row of a statement, where the statement stands.
class StatementRow final : public Row {
 public:
  explicit StatementRow(const Statement& statement) : statement_(statement) {}
  bool null(int column) const override { return statement_.null(column); }
  std::int64_t integer(int column) const override { return statement_.integer(column); }
  double real(int column) const override { return statement_.real(column); }
  std::string_view text(int column) const override { return statement_.text(column); }
  Cell cell(int column) const override { return statement_.cell(column); }

 private:
  const Statement& statement_;
};

/// What readers of one workspace remember together.
struct ReaderMemory {
  PathCache paths{std::chrono::seconds(5), 1024};
  TimedCache<std::shared_ptr<const std::vector<Position>>> positions{std::chrono::seconds(10), 64};
};

class SqliteReader final : public Reader {
 public:
  SqliteReader(Connection& connection, const Schema& schema, ReaderMemory& memory)
      : connection_(connection), schema_(schema), memory_(memory) {}

  Result<> each(const Query& query, const Visitor& visit) override;
  Result<bool> one(const ProjectionPointer& columns, std::string_view key_column, const Cell& key, const Visitor& visit) override;
  Result<std::int64_t> count(std::string_view table, const Condition& where, std::int64_t at_most) override;
  Result<std::int64_t> estimate(std::string_view table) override;
  Result<std::optional<Position>> position_at(const Query& query, double fraction) override;
  Result<> aggregate(const Aggregate& aggregate, const Visitor& visit) override;
  Result<> search(const SearchQuery& query, const Visitor& visit) override;

 private:
  /// Visits every row; returns how many there were, or -1 once the visitor had enough.
  Result<int> visit_all(const Sql& sql, const Visitor& visit);
  Cell least_of(std::string_view table, std::string_view column) const;

  /// Positions spread evenly over the rows of a query, in its order.
  Result<std::vector<Position>> spread_positions(const Query& query);
  Result<std::vector<Position>> all_positions(const Query& query);
  Result<std::vector<Position>> sampled_positions(const Query& query);

  Connection& connection_;
  const Schema& schema_;
  ReaderMemory& memory_;
};

}  // namespace probity::store::sqlite
