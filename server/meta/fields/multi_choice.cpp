// Several of a list of choices, kept by their values in the order of the list.
#include "meta/fields/all.hpp"
#include "meta/fields/choices.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kMostItems = 1'000;
constexpr std::string_view kOptions[] = {"choices", "many", "index"};

Cell in_order(const Field& field, const std::set<std::string_view>& chosen) {
  std::vector<std::string> values;
  for (const Choice& choice : field.choices) {
    if (chosen.contains(choice.value)) values.push_back(choice.value);
  }
  return text_list_cell(values);
}

class MultiChoice final : public FieldType {
 public:
  std::string_view name() const override { return "multi_choice"; }
  Shape shape() const override { return Shape::keys; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> check_declaration(const Field& field) const override {
    for (const Choice& choice : field.choices) {
      if ((choice.value + choice.label).find_first_of(",;") != std::string::npos) {
        return invalid("wrong_option", fmt::format("{} has a comma or semicolon, which tell several choices apart", in_quotes(choice.label)));
      }
    }
    return check_choices(field);
  }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    std::set<std::string_view> chosen;
    const auto take = [&](std::string_view text) -> Result<> {
      const Choice* choice = choice_of_value(field, text);
      if (!choice) return unknown_choice(field, text);
      chosen.insert(choice->value);
      return {};
    };
    PROBITY_TRY(for_each_text(value, "a list of choices", kMostItems, take));
    out[0] = in_order(field, chosen);
    return {};
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext&,
                     std::span<Cell> out) const override {
    std::set<std::string_view> chosen;
    for (const std::string_view piece : pieces(text, ",;\n")) {
      const Choice* choice = choice_in_words(field, piece);
      if (!choice) return unknown_choice(field, piece);
      chosen.insert(choice->value);
    }
    out[0] = in_order(field, chosen);
    return {};
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    write_text_list(row, column, writer);
  }

  std::string text(const Field& field, const Row& row, int column) const override {
    std::vector<std::string> labels;
    for (const std::string& value : text_list(row, column)) labels.emplace_back(label_of(field, value));
    return joined(labels);
  }

  /// Values are machine words: matched as they are.
  Result<Cell> operand(const Field& field, Operator op, const JsonValue& value, const InputContext&) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value, "one of the choices as text"));
    const bool is_part = op == Operator::contains || op == Operator::starts_with;
    if (!is_part && !choice_of_value(field, typed)) return unknown_choice(field, typed);
    return Cell(std::string(typed));
  }

  std::vector<std::string> keys(const Field&, const Row& row, int column) const override {
    return text_list(row, column);
  }

  void write_schema(const Field& field, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "array");
    key(writer, "items");
    writer.StartObject();
    key(writer, "type");
    put(writer, "string");
    write_choice_values(field, writer);
    writer.EndObject();
  }
};

}  // namespace

const FieldType& multi_choice_type() {
  static const MultiChoice type;
  return type;
}

}  // namespace probity::meta
