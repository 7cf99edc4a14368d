// An instant, kept in UTC microseconds.
#include "base/time.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/calendar_text.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"index"};

Result<> keep(Timestamp at, std::span<Cell> out) {
  if (!is_writable(at)) return invalid("invalid_date_time", "The year must have four digits.");
  out[0] = at;
  return {};
}

class DateTime final : public FieldType {
 public:
  std::string_view name() const override { return "date_time"; }
  Shape shape() const override { return Shape::ordered; }
  std::span<const ColumnPart> columns() const override { return kIntegerColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field&, const JsonValue& value, const InputContext& context,
                std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value, "a date with a time as text, like \"2026-01-31T10:00:00Z\""));
    if (typed.empty()) return {};
    const auto instant = parse_timestamp(typed, context.time_zone);
    if (!instant) {
      return invalid("invalid_date_time",
                     fmt::format("{} is not a date with a time. Write it like 2026-01-31T10:00:00Z.", in_quotes(typed)));
    }
    return keep(*instant, out);
  }

  Result<> read_text(const Field&, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    PROBITY_ASSIGN(const Timestamp at, instant_in_text(text, context.country, context.time_zone));
    return keep(at, out);
  }

  void write(const Field& field, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : put(writer, text(field, row, column));
  }

  std::string text(const Field&, const Row& row, int column) const override {
    return row.null(column) ? std::string() : format_timestamp(row.integer(column));
  }

  /// A bare date means its first instant in the place it is asked from.
  Result<Cell> operand(const Field& field, Operator op, const JsonValue& value,
                       const InputContext& context) const override {
    if (!value.IsString() || !parse_day(view(value))) return FieldType::operand(field, op, value, context);
    PROBITY_ASSIGN(const Timestamp at, instant_in_text(view(value), context.country, context.time_zone));
    return Cell(at);
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "string");
    key(writer, "format");
    put(writer, "date-time");
  }
};

}  // namespace

const FieldType& date_time_type() {
  static const DateTime type;
  return type;
}

}  // namespace probity::meta
