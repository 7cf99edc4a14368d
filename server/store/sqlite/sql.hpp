#pragma once
// The one place where the query tree becomes SQL. Names are quoted and values are always bound.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "store/query.hpp"
#include "store/sqlite/connection.hpp"

namespace probity::store::sqlite {

/// SQL text and, in the order of its question marks, what to bind. Cells of the query are pointed at,
/// not copied: the query must outlive this.
struct Sql {
  std::string text;
  std::vector<const Cell*> values;
  std::deque<Cell> made;  ///< values that are in no query; a deque, so that pointers stay

  Sql& add(std::string_view sql) {
    text.append(sql);
    return *this;
  }
  Sql& name(std::string_view identifier);
  Sql& value(const Cell& cell);
  Sql& made_value(Cell cell);
  void bind_to(Statement& statement) const;
};

/// Renders what the record sets of a tree are taken from; see RelatedSets.
class Renderer {
 public:
  explicit Renderer(std::string_view table) : table_(table) {}
  void condition(Sql& sql, const Condition& condition) const;

 private:
  void join(Sql& sql, const Condition& condition, std::string_view word, std::string_view empty) const;
  void compare(Sql& sql, const Condition& condition) const;
  void column(Sql& sql, const Condition& condition) const;
  void among(Sql& sql, const Condition& condition) const;
  void related(Sql& sql, const Condition& condition) const;
  std::string_view table_;
};

/// The least text that is greater than every text beginning with `prefix`; empty where there is none.
std::string after_prefix(std::string_view prefix);

/// A page is read in up to two parts, because empty values come last in both directions: first the rows
/// that have a value, then those that have none. Each part is one range of one index, at any depth.
enum class PagePart { all, with_value, without_value };

/// The parts of a page that can still hold rows beyond its position.
std::vector<PagePart> parts_of(const Query& query);
/// `least` is the least value of the order's column: without a lower bound SQLite walks over every
/// empty value of an index first.
Sql select_page(const Query& query, PagePart part, const Cell& least, const Cell& limit);
Cell least_value(meta::ColumnKind kind);
Sql select_count(std::string_view table, const Condition& where, const Cell& at_most);
Sql select_aggregate(const Aggregate& aggregate);

}  // namespace probity::store::sqlite
