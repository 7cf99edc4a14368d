#include "meta/field_type.hpp"

#include "base/text.hpp"
#include "meta/entity.hpp"

namespace probity::meta {
namespace {

struct OperatorName {
  Operator op;
  std::string_view name;
};
constexpr OperatorName kOperatorNames[] = {
    {Operator::equal, "eq"},         {Operator::not_equal, "ne"},
    {Operator::less, "lt"},          {Operator::less_or_equal, "lte"},
    {Operator::greater, "gt"},       {Operator::greater_or_equal, "gte"},
    {Operator::in, "in"},            {Operator::not_in, "not_in"},
    {Operator::contains, "contains"}, {Operator::starts_with, "starts_with"},
    {Operator::empty, "empty"},      {Operator::not_empty, "not_empty"},
};

using enum Operator;
constexpr Operator kText[] = {contains, equal,         not_equal, starts_with,      in,    not_in,
                              less,     less_or_equal, greater,   greater_or_equal, empty, not_empty};
constexpr Operator kOrdered[] = {equal,   not_equal,        less, less_or_equal, greater, greater_or_equal, in,
                                 not_in,  empty,            not_empty};
constexpr Operator kExact[] = {equal, not_equal, in, not_in, empty, not_empty};
constexpr Operator kKeys[] = {contains, equal, not_equal, starts_with, in, not_in, empty, not_empty};
constexpr Operator kLinks[] = {equal, not_equal, in, not_in, empty, not_empty};
constexpr Operator kOpaque[] = {empty, not_empty};

void append_word(std::string& target, std::string_view text) {
  if (text.empty()) return;
  if (!target.empty()) target += ' ';
  target += text;
}

Result<Cell> folded_operand(const JsonValue& value) {
  if (!value.IsString()) return invalid("wrong_type", "Expected text in quotation marks.");
  if (!is_valid_text(view(value))) return invalid("invalid_text", "The text is not valid UTF-8.");
  return Cell(fold(trim(view(value))));
}

}  // namespace

std::string_view name_of(Operator op) {
  for (const auto& entry : kOperatorNames) {
    if (entry.op == op) return entry.name;
  }
  return {};
}

std::optional<Operator> operator_named(std::string_view name) {
  for (const auto& entry : kOperatorNames) {
    if (entry.name == name) return entry.op;
  }
  return std::nullopt;
}

std::span<const Operator> operators_of(Shape shape) {
  switch (shape) {
    case Shape::text: return kText;
    case Shape::ordered: return kOrdered;
    case Shape::exact: return kExact;
    case Shape::keys: return kKeys;
    case Shape::links: return kLinks;
    case Shape::opaque: return kOpaque;
  }
  return {};
}

void SearchText::add_words(std::string_view text) { append_word(words, text); }
void SearchText::add_exact(std::string_view text) { append_word(exact, text); }

Result<> FieldType::read_text(const Field& field, std::string_view text, const InputContext& context,
                              std::span<Cell> out) const {
  const JsonValue value(rapidjson::StringRef(text.data(), text.size()));
  return read(field, value, context, out);
}

std::string FieldType::display(const Field& field, const Row& row, int column) const {
  return text(field, row, column);
}

Result<Cell> FieldType::operand(const Field& field, Operator, const JsonValue& value,
                                const InputContext& context) const {
  if (shape() == Shape::text || shape() == Shape::keys) return folded_operand(value);
  if (value.IsNull()) return invalid("wrong_type", "Use the operators empty and not_empty to look for missing values.");
  std::vector<Cell> cells(columns().size());
  PROBITY_TRY(read(field, value, context, cells));
  return std::move(cells[static_cast<std::size_t>(std::max(comparable_column(), 0))]);
}

void FieldType::search(const Field& field, const Row& row, int column, SearchText& found) const {
  found.add_words(text(field, row, column));
}

}  // namespace probity::meta
