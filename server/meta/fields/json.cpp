// Any JSON, kept compact and never looked into.
#include "base/json.hpp"

#include "meta/fields/all.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kMostBytes = 64 * 1024;

class Json final : public FieldType {
 public:
  std::string_view name() const override { return "json"; }
  Shape shape() const override { return Shape::opaque; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  int comparable_column() const override { return -1; }

  Result<> read(const Field&, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    std::string compact = to_json_text(value);
    if (compact.size() > kMostBytes) {
      return invalid("too_long", fmt::format("The JSON is longer than {} bytes.", kMostBytes));
    }
    out[0] = std::move(compact);
    return {};
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    PROBITY_ASSIGN(const JsonDocument value, parse_json(text));
    return value.IsNull() ? Result<>{} : read(field, value, context, out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : raw(writer, row.text(column), rapidjson::kObjectType);
  }

  std::string text(const Field&, const Row& row, int column) const override { return std::string(row.text(column)); }

  /// What it holds is not meant for people.
  void search(const Field&, const Row&, int, SearchText&) const override {}

  Result<Cell> operand(const Field&, Operator, const JsonValue&, const InputContext&) const override {
    return invalid("not_comparable", "This field can only be asked whether it is empty.");
  }

  /// Any value: no members.
  void write_schema(const Field&, JsonWriter&) const override {}
};

}  // namespace

const FieldType& json_type() {
  static const Json type;
  return type;
}

}  // namespace probity::meta
