// A decimal number, kept as an integer scaled by the declared precision (0 to 9 decimals).
#include "meta/fields/all.hpp"
#include "meta/fields/decimal.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"min", "max", "precision", "round", "index"};

class Number final : public FieldType {
 public:
  std::string_view name() const override { return "number"; }
  Shape shape() const override { return Shape::ordered; }
  std::span<const ColumnPart> columns() const override { return kIntegerColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> check_declaration(const Field& field) const override {
    if (field.precision < 0 || field.precision > kMaximumDigits) {
      return invalid("wrong_option", fmt::format("precision must be 0 to {}", kMaximumDigits));
    }
    return check_bounds(field, field.precision);
  }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::int64_t scaled, scaled_number(value, field.precision, excess_of(field)));
    return keep(field, scaled, out);
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::int64_t scaled, scaled_in_text(text, field.precision, context.country, excess_of(field)));
    return keep(field, scaled, out);
  }

  void write(const Field& field, const Row& row, int column, JsonWriter& writer) const override {
    if (row.null(column)) return void(writer.Null());
    raw(writer, scaled_text(row.integer(column), field.precision), rapidjson::kNumberType);
  }

  std::string text(const Field& field, const Row& row, int column) const override {
    if (row.null(column)) return {};
    return unmistakable(scaled_text(row.integer(column), field.precision));
  }

  std::string display(const Field& field, const Row& row, int column) const override {
    return row.null(column) ? std::string() : scaled_text(row.integer(column), field.precision);
  }

  /// The bounds of the declaration limit what is kept, not what may be asked.
  Result<Cell> operand(const Field& field, Operator, const JsonValue& value, const InputContext&) const override {
    PROBITY_ASSIGN(const std::int64_t scaled, scaled_number(value, field.precision, excess_of(field)));
    return Cell(scaled);
  }

  void write_schema(const Field& field, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, field.precision == 0 ? "integer" : "number");
    if (field.minimum) {
      key(writer, "minimum");
      writer.Int64(*field.minimum);
    }
    if (field.maximum) {
      key(writer, "maximum");
      writer.Int64(*field.maximum);
    }
  }

 private:
  static Excess excess_of(const Field& field) { return field.rounds ? Excess::round : Excess::refuse; }
  static Result<> keep(const Field& field, std::int64_t scaled, std::span<Cell> out) {
    PROBITY_TRY(check_within_bounds(field, scaled, field.precision));
    out[0] = scaled;
    return {};
  }
};

}  // namespace

const FieldType& number_type() {
  static const Number type;
  return type;
}

}  // namespace probity::meta
