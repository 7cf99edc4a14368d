// A calendar date without a time, kept as the count of days since 1970-01-01.
#include "base/time.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/calendar_text.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"index"};

std::unexpected<Error> no_date(std::string_view text) {
  return invalid("invalid_date", fmt::format("{} is not a date. Write it like 2026-01-31.", in_quotes(text)));
}

class Date final : public FieldType {
 public:
  std::string_view name() const override { return "date"; }
  Shape shape() const override { return Shape::ordered; }
  std::span<const ColumnPart> columns() const override { return kIntegerColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field&, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value, "a date as text, like \"2026-01-31\""));
    if (typed.empty()) return {};
    const auto day = parse_day(typed);
    if (!day) return no_date(typed);
    out[0] = std::int64_t{*day};
    return {};
  }

  Result<> read_text(const Field&, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    auto day = day_in_text(text, context.country);
    // Spreadsheets write dates with a time that says nothing.
    if (!day) {
      if (const auto instant = instant_in_text(text, context.country, "UTC"); instant && *instant % kDay == 0) {
        day = day_of(*instant, "UTC");
      }
    }
    if (!day) return no_date(text);
    out[0] = std::int64_t{*day};
    return {};
  }

  void write(const Field& field, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : put(writer, text(field, row, column));
  }

  std::string text(const Field&, const Row& row, int column) const override {
    return row.null(column) ? std::string() : format_day(static_cast<Day>(row.integer(column)));
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "string");
    key(writer, "format");
    put(writer, "date");
  }
};

}  // namespace

const FieldType& date_type() {
  static const Date type;
  return type;
}

}  // namespace probity::meta
