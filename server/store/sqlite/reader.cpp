#include "store/sqlite/reader.hpp"

#include "store/sqlite/search.hpp"

namespace probity::store::sqlite {
namespace {

std::string select_one(const Projection& columns, std::string_view key_column) {
  Sql sql;
  sql.add("SELECT ").names(columns.columns).add(" FROM ").name(columns.table).add(" WHERE ").name(key_column).add("=?");
  return std::move(sql.text);
}

}  // namespace

Cell SqliteReader::least_of(std::string_view table, std::string_view column) const {
  const Table* stored = schema_.find(table);
  if (!stored) return {};
  const auto found = std::ranges::find(stored->columns, column, &Column::name);
  return found == stored->columns.end() ? Cell{} : least_value(found->kind);
}

Result<int> SqliteReader::visit_all(const Sql& sql, const Visitor& visit) {
  PROBITY_ASSIGN(Statement statement, connection_.statement(sql.text));
  sql.bind_to(statement);
  const StatementRow row(statement);
  for (int rows = 0;; ++rows) {
    PROBITY_ASSIGN(const bool found, statement.step());
    if (!found) return rows;
    if (!visit(row)) return -1;
  }
}

Result<> SqliteReader::each(const Query& query, const Visitor& visit) {
  Cell rest = std::int64_t{query.limit};
  const Cell least = query.order ? least_of(query.columns->table, query.order->column) : Cell{};
  PROBITY_ASSIGN(const AccessPath path, choose_path(connection_, schema_, memory_.paths, query));
  for (const PagePart part : parts_of(query)) {
    PROBITY_ASSIGN(const int rows, visit_all(select_page({query, schema_, path, least, rest}, part), visit));
    if (rows < 0) return {};
    rest = integer_of(rest) - rows;
    if (integer_of(rest) <= 0) return {};
  }
  return {};
}

Result<bool> SqliteReader::one(const ProjectionPointer& columns, std::string_view key_column, const Cell& key,
                               const Visitor& visit) {
  std::array<char, 96> buffer;
  const auto name = fmt::format_to_n(buffer.data(), buffer.size(), "one {} {}", columns->serial, key_column);
  if (name.size > buffer.size()) return internal("a key column's name is too long");
  PROBITY_ASSIGN(Statement statement, connection_.statement(std::string_view(buffer.data(), name.size),
                                                            [&] { return select_one(*columns, key_column); }));
  statement.bind(1, key);
  PROBITY_ASSIGN(const bool found, statement.step());
  if (found) visit(StatementRow(statement));
  return found;
}

Result<std::int64_t> SqliteReader::count(std::string_view table, const Condition& where, std::int64_t at_most) {
  const Cell limit = at_most;
  std::int64_t counted = 0;
  PROBITY_TRY(visit_all(select_count(schema_, table, where, limit), [&](const Row& row) {
    counted = row.integer(0);
    return true;
  }));
  return counted;
}

Result<> SqliteReader::aggregate(const Aggregate& aggregate, const Visitor& visit) {
  PROBITY_TRY(visit_all(select_aggregate(schema_, aggregate), visit));
  return {};
}

Result<> SqliteReader::search(const SearchQuery& query, const Visitor& visit) {
  if (query.limit <= 0) return {};
  PROBITY_ASSIGN(const auto found, find_documents(connection_, parse_search(query.text), query.entities, static_cast<std::size_t>(query.limit)));
  std::vector<Cell> cells(2);
  const CellRow row(cells);
  for (const FoundDocument& document : found) {
    cells = {document.entity, cell(document.record)};
    if (!visit(row)) return {};
  }
  return {};
}

}  // namespace probity::store::sqlite
