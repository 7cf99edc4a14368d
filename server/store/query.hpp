#pragma once
// Questions as trees, never as SQL. Every backend answers them alike: comparison of text is over
// folded forms (base/text.hpp), logic is two-valued (a comparison with null is false, its negation
// true), empty values sort last in both directions.
#include <optional>
#include <string>
#include <vector>

#include "base/cell.hpp"
#include "store/schema.hpp"

namespace probity::store {

enum class Comparison { equal, less, less_or_equal, greater, greater_or_equal, starts_with, contains };

struct Condition {
  enum class Kind {
    always,
    never,
    all,         ///< every child
    any,         ///< at least one child
    negation,    ///< not the only child
    compare,     ///< column against values[0]
    in,          ///< column among values
    null,        ///< column is null
    bits_clear,  ///< (column & values[0]) = 0
    bits_set,    ///< (column & values[0]) = values[0]
    related,     ///< a row of `table` exists whose `inner_column` equals this row's `column` and that meets the child
    search       ///< the record is found by the search text values[0] (see SearchQuery)
  };
  Kind kind = Kind::always;
  std::vector<Condition> children;
  std::string column;
  Comparison comparison = Comparison::equal;
  /// Compare fold(column) instead of the column; values are folded already. For text without a
  /// sort column; costs a scan.
  bool folded = false;
  std::vector<Cell> values;
  std::string table;
  std::string inner_column;

  static Condition all_of(std::vector<Condition> children);
  static Condition any_of(std::vector<Condition> children);
  static Condition not_of(Condition child);
  static Condition compare_with(std::string column, Comparison comparison, Cell value, bool folded = false);
  static Condition equals(std::string column, Cell value) { return compare_with(std::move(column), Comparison::equal, std::move(value)); }
  static Condition is_in(std::string column, std::vector<Cell> values, bool folded = false);
  static Condition is_null(std::string column);
  static Condition bits_are_clear(std::string column, std::int64_t bits);
  static Condition bits_are_set(std::string column, std::int64_t bits);
  static Condition related_to(std::string column, std::string table, std::string inner_column, Condition child);
  static Condition found_by(std::string text);
};

struct Order {
  std::string column;       ///< ties go by `tie_column` in the same direction; nulls last
  bool descending = false;
  bool folded = false;      ///< by fold(column); costs a sort
};

/// Where a page ends: the order's value and the tie value of its last row.
struct Position {
  Cell key;
  Cell tie;
};

struct Query {
  ProjectionPointer columns;
  Condition where;
  std::optional<Order> order;       ///< without: any order the backend likes
  std::string tie_column = "_id";
  int limit = 50;
  std::optional<Position> after;    ///< only rows beyond this position
};

/// Grouped figures: for each group, the count and the sums.
struct Aggregate {
  std::string table;
  Condition where;
  std::vector<std::string> group_by;
  std::vector<std::string> sums;
};

struct SearchQuery {
  std::string text;                   ///< as typed
  std::vector<std::string> entities;  ///< empty: all
  int limit = 20;
};

}  // namespace probity::store
