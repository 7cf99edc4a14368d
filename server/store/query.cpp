#include "store/query.hpp"

namespace probity::store {
namespace {

Condition of_kind(Condition::Kind kind) {
  Condition condition;
  condition.kind = kind;
  return condition;
}

}  // namespace

Condition Condition::all_of(std::vector<Condition> children) {
  if (children.empty()) return of_kind(Kind::always);
  if (children.size() == 1) return std::move(children.front());
  Condition condition = of_kind(Kind::all);
  condition.children = std::move(children);
  return condition;
}

Condition Condition::any_of(std::vector<Condition> children) {
  if (children.empty()) return of_kind(Kind::never);
  if (children.size() == 1) return std::move(children.front());
  Condition condition = of_kind(Kind::any);
  condition.children = std::move(children);
  return condition;
}

Condition Condition::not_of(Condition child) {
  Condition condition = of_kind(Kind::negation);
  condition.children.push_back(std::move(child));
  return condition;
}

Condition Condition::compare_with(std::string column, Comparison comparison, Cell value, bool folded) {
  Condition condition = of_kind(Kind::compare);
  condition.column = std::move(column);
  condition.comparison = comparison;
  condition.folded = folded;
  condition.values.push_back(std::move(value));
  return condition;
}

Condition Condition::is_in(std::string column, std::vector<Cell> values, bool folded) {
  Condition condition = of_kind(Kind::in);
  condition.column = std::move(column);
  condition.folded = folded;
  condition.values = std::move(values);
  return condition;
}

Condition Condition::is_null(std::string column) {
  Condition condition = of_kind(Kind::null);
  condition.column = std::move(column);
  return condition;
}

Condition Condition::bits_are_clear(std::string column, std::int64_t bits) {
  Condition condition = of_kind(Kind::bits_clear);
  condition.column = std::move(column);
  condition.values.push_back(bits);
  return condition;
}

Condition Condition::bits_are_set(std::string column, std::int64_t bits) {
  Condition condition = of_kind(Kind::bits_set);
  condition.column = std::move(column);
  condition.values.push_back(bits);
  return condition;
}

Condition Condition::related_to(std::string column, std::string table, std::string inner_column, Condition child) {
  Condition condition = of_kind(Kind::related);
  condition.column = std::move(column);
  condition.table = std::move(table);
  condition.inner_column = std::move(inner_column);
  condition.children.push_back(std::move(child));
  return condition;
}

Condition Condition::found_by(std::string text) {
  Condition condition = of_kind(Kind::search);
  condition.values.push_back(std::move(text));
  return condition;
}

}  // namespace probity::store
