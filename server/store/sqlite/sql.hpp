#pragma once
// SQL while it is put together. Names are quoted and values are always bound.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

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
  Sql& names(const std::vector<std::string>& identifiers);
  Sql& value(const Cell& cell);
  Sql& made_value(Cell cell);
  void bind_to(Statement& statement) const;
  /// Text and values as one text, by which equal questions are known again.
  std::string question() const;
};

/// "name", safe inside SQL.
std::string identifier(std::string_view name);

/// The least text that is greater than every text beginning with `prefix`; empty where there is none.
std::string after_prefix(std::string_view prefix);

}  // namespace probity::store::sqlite
