#include "store/sqlite/sql.hpp"

namespace probity::store::sqlite {

Sql& Sql::name(std::string_view identifier) {
  text.push_back('"');
  for (const char letter : identifier) {
    if (letter == '"') text.push_back('"');
    text.push_back(letter);
  }
  text.push_back('"');
  return *this;
}

Sql& Sql::names(const std::vector<std::string>& identifiers) {
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    if (i > 0) text.push_back(',');
    name(identifiers[i]);
  }
  return *this;
}

Sql& Sql::value(const Cell& cell) {
  text.push_back('?');
  values.push_back(&cell);
  return *this;
}

Sql& Sql::made_value(Cell cell) { return value(made.emplace_back(std::move(cell))); }

void Sql::bind_to(Statement& statement) const {
  int parameter = 0;
  for (const Cell* cell : values) statement.bind(++parameter, *cell);
}

std::string Sql::question() const {
  std::string question = text;
  for (const Cell* cell : values) {
    question.push_back('\0');
    question.push_back(static_cast<char>('0' + cell->index()));
    if (const auto* integer = std::get_if<std::int64_t>(cell)) fmt::format_to(std::back_inserter(question), "{}", *integer);
    if (const auto* real = std::get_if<double>(cell)) fmt::format_to(std::back_inserter(question), "{}", *real);
    if (const auto* written = std::get_if<std::string>(cell)) fmt::format_to(std::back_inserter(question), "{}:{}", written->size(), *written);
    if (const auto* blob = std::get_if<Blob>(cell)) fmt::format_to(std::back_inserter(question), "{}:{}", blob->bytes.size(), blob->bytes);
  }
  return question;
}

std::string identifier(std::string_view name) {
  Sql sql;
  sql.name(name);
  return std::move(sql.text);
}

std::string after_prefix(std::string_view prefix) {
  std::string bound(prefix);
  // Texts compare byte by byte, and no byte of UTF-8 is 0xff, so the last one can always be raised.
  while (!bound.empty() && static_cast<unsigned char>(bound.back()) == 0xff) bound.pop_back();
  if (!bound.empty()) bound.back() = static_cast<char>(static_cast<unsigned char>(bound.back()) + 1);
  return bound;
}

}  // namespace probity::store::sqlite
