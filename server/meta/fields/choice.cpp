// One of a list of choices, kept by its value.
#include "meta/fields/all.hpp"
#include "meta/fields/choices.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"choices", "index"};

class ChoiceType final : public FieldType {
 public:
  std::string_view name() const override { return "choice"; }
  Shape shape() const override { return Shape::exact; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }
  Result<> check_declaration(const Field& field) const override { return check_choices(field); }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value, "one of the choices as text"));
    if (typed.empty()) return {};
    const Choice* choice = choice_of_value(field, typed);
    if (!choice) return unknown_choice(field, typed);
    out[0] = choice->value;
    return {};
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext&,
                     std::span<Cell> out) const override {
    const Choice* choice = choice_in_words(field, text);
    if (!choice) return unknown_choice(field, text);
    out[0] = choice->value;
    return {};
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : put(writer, row.text(column));
  }

  std::string text(const Field& field, const Row& row, int column) const override {
    return std::string(label_of(field, row.text(column)));
  }

  void write_schema(const Field& field, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "string");
    write_choice_values(field, writer);
  }
};

}  // namespace

const FieldType& choice_type() {
  static const ChoiceType type;
  return type;
}

}  // namespace probity::meta
