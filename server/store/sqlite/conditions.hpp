#pragma once
// The one place where conditions become SQL.
#include "store/query.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sql.hpp"

namespace probity::store::sqlite {

class ConditionWriter {
 public:
  ConditionWriter(const Schema& schema, std::string_view table) : ConditionWriter(schema, table, table, 0) {}

  /// As SQLite likes to have it: it may read the table by the condition's index or set of records.
  void write(Sql& sql, const Condition& condition) const;
  /// As a test of rows that are found another way.
  void write_as_test(Sql& sql, const Condition& condition) const;
  /// A select of the records that a `related` or `search` condition leads to, by the values of its column.
  void write_set(Sql& sql, const Condition& condition) const;

 private:
  /// `name` is what the table is called in the statement.
  ConditionWriter(const Schema& schema, std::string_view table, std::string_view name, int depth)
      : schema_(schema), table_(table), name_(name), depth_(depth) {}
  void join(Sql& sql, const Condition& condition, std::string_view word, std::string_view empty) const;
  void compare(Sql& sql, const Condition& condition, std::string_view before_column) const;
  void column(Sql& sql, const Condition& condition, std::string_view before_column) const;
  void among(Sql& sql, const Condition& condition, std::string_view before_column) const;
  void in_set(Sql& sql, const Condition& condition, std::string_view before_column) const;
  void exists_related(Sql& sql, const Condition& condition) const;
  void exists_document(Sql& sql, const Condition& condition) const;

  const Schema& schema_;
  std::string_view table_;
  std::string_view name_;
  int depth_;
};

/// The conditions that must all hold.
std::vector<const Condition*> conjuncts_of(const Condition& where);
/// An index (or primary key) of the table that finds and orders rows by `column`: the most columns that
/// equalities make known and that come before it there. Nothing where there is no such index.
std::optional<std::size_t> seekable_behind(const Table& table, std::string_view column, const std::vector<const Condition*>& conjuncts);

}  // namespace probity::store::sqlite
