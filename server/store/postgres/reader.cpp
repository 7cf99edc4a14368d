#include "store/postgres/reader.hpp"

#include "store/postgres/page.hpp"
#include "store/postgres/unsupported.hpp"

namespace probity::store::postgres {
namespace {

/// A table that was never analysed is counted, up to here.
constexpr std::int64_t kCountedAtMost = 100'000;

}  // namespace

Result<int> PostgresReader::visit_all(const Sql& sql, const Visitor& visit) {
  PROBITY_ASSIGN(const Answer answer, connection_.ask(sql));
  for (int i = 0; i < answer.rows(); ++i) {
    if (!visit(AnswerRow(answer, i))) return -1;
  }
  return answer.rows();
}

Result<> PostgresReader::each(const Query& query, const Visitor& visit) {
  PROBITY_TRY(check_supported(query));
  int rest = query.limit;
  for (const PagePart part : parts_of(query)) {
    if (rest <= 0) return {};
    PROBITY_ASSIGN(const int rows, visit_all(select_page(schema_, query, part, rest), visit));
    if (rows < 0) return {};
    rest -= rows;
  }
  return {};
}

Result<bool> PostgresReader::one(const ProjectionPointer& columns, std::string_view key_column, const Cell& key, const Visitor& visit) {
  Sql sql(schema_);
  sql.add("SELECT ").names(columns->columns).add(" FROM ").table(columns->table).add(" WHERE ").name(key_column).add("=").value(key);
  PROBITY_ASSIGN(const Answer answer, connection_.ask(sql));
  if (answer.rows() == 0) return false;
  visit(AnswerRow(answer, 0));
  return true;
}

Result<std::int64_t> PostgresReader::count(std::string_view table, const Condition& where, std::int64_t at_most) {
  PROBITY_TRY(check_supported(where));
  PROBITY_ASSIGN(const Answer answer, connection_.ask(select_count(schema_, table, where, at_most)));
  return AnswerRow(answer, 0).integer(0);
}

Result<std::int64_t> PostgresReader::estimate(std::string_view table) {
  Sql sql(schema_);
  sql.add("SELECT c.reltuples::float8 FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace WHERE n.nspname=");
  sql.made_value(std::string(schema_)).add(" AND c.relname=").made_value(std::string(table));
  PROBITY_ASSIGN(const Answer answer, connection_.ask(sql));
  const double rows = answer.rows() == 0 ? -1 : AnswerRow(answer, 0).real(0);
  if (rows >= 0) return static_cast<std::int64_t>(rows);
  return count(table, Condition{}, kCountedAtMost);
}

Result<> PostgresReader::aggregate(const Aggregate& aggregate, const Visitor& visit) {
  PROBITY_TRY(check_supported(aggregate.where));
  PROBITY_TRY(visit_all(select_aggregate(schema_, stored_, aggregate), visit));
  return {};
}

}  // namespace probity::store::postgres
