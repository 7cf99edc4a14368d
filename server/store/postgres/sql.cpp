#include "store/postgres/sql.hpp"

namespace probity::store::postgres {

std::string identifier(std::string_view name) {
  std::string quoted = "\"";
  for (const char letter : name) {
    if (letter == '"') quoted.push_back('"');
    quoted.push_back(letter);
  }
  quoted.push_back('"');
  return quoted;
}

Sql& Sql::name(std::string_view identifier) { return add(postgres::identifier(identifier)); }

Sql& Sql::names(const std::vector<std::string>& identifiers) {
  for (std::size_t i = 0; i < identifiers.size(); ++i) add(i > 0 ? "," : "").name(identifiers[i]);
  return *this;
}

Sql& Sql::table(std::string_view name) { return this->name(schema_).add(".").name(name); }

Sql& Sql::value(const Cell& cell) {
  values_.push_back(&cell);
  return add(fmt::format("${}", values_.size()));
}

Sql& Sql::made_value(Cell cell) { return value(made_.emplace_back(std::move(cell))); }

}  // namespace probity::store::postgres
