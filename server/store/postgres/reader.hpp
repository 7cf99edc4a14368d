#pragma once
// Answers questions inside one transaction.
#include "store/database.hpp"
#include "store/postgres/connection.hpp"

namespace probity::store::postgres {

class PostgresReader final : public Reader {
 public:
  /// `schema` is the workspace's schema, and `stored` what is in it.
  PostgresReader(Connection& connection, std::string_view schema, const Schema& stored)
      : connection_(connection), schema_(schema), stored_(stored) {}

  /// Reads a page whole before the first row is visited, so the visitor may ask again.
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

  Connection& connection_;
  std::string_view schema_;
  const Schema& stored_;
};

}  // namespace probity::store::postgres
