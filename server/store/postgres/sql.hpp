#pragma once
// SQL while it is put together. Names are quoted, tables carry their schema, and values are always bound.
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.hpp"

namespace probity::store::postgres {

/// "name", safe inside SQL.
std::string identifier(std::string_view name);

/// SQL text and what its $1, $2 and so on stand for. Cells given to value() are pointed at, not copied:
/// they must outlive this.
class Sql {
 public:
  /// `schema` holds every table that is named.
  explicit Sql(std::string_view schema) : schema_(schema) {}
  Sql(Sql&&) = default;
  Sql& operator=(Sql&&) = default;

  Sql& add(std::string_view sql) {
    text_.append(sql);
    return *this;
  }
  Sql& name(std::string_view identifier);
  Sql& names(const std::vector<std::string>& identifiers);
  /// "schema"."table"
  Sql& table(std::string_view name);
  Sql& value(const Cell& cell);
  Sql& made_value(Cell cell);

  const std::string& text() const { return text_; }
  const std::vector<const Cell*>& values() const { return values_; }

 private:
  std::string schema_;
  std::string text_;
  std::vector<const Cell*> values_;
  std::deque<Cell> made_;  // a deque, so that pointers stay
};

}  // namespace probity::store::postgres
