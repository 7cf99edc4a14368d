// One line of text: names, titles, references. HTML in it is text like any other.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kDefaultCharacters = 500;
constexpr std::string_view kOptions[] = {"max", "index", "unique"};

class Text final : public FieldType {
 public:
  std::string_view name() const override { return "text"; }
  Shape shape() const override { return Shape::text; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value));
    PROBITY_ASSIGN(std::string line, clean_line(typed, limit_of(field, kDefaultCharacters)));
    if (!line.empty()) out[0] = std::move(line);
    return {};
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : put(writer, row.text(column));
  }

  std::string text(const Field&, const Row& row, int column) const override { return std::string(row.text(column)); }

  void write_schema(const Field& field, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "string");
    key(writer, "maxLength");
    writer.Uint64(limit_of(field, kDefaultCharacters));
  }
};

}  // namespace

const FieldType& text_type() {
  static const Text type;
  return type;
}

}  // namespace probity::meta
