// Yes or no, kept as 1 or 0.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"index"};
/// Folded: what spreadsheets in the larger European languages write.
constexpr std::string_view kYes[] = {"yes", "y",   "true", "t",  "1",    "on",   "x",   "ja",  "j",   "wahr", "oui",
                                     "vrai", "si", "sim",  "da", "tak",  "ano",  "evet", "kylla", "igen", "✓",  "✔"};
constexpr std::string_view kNo[] = {"no", "n",   "false", "f",  "0",  "off", "nein", "falsch", "non", "faux",
                                    "nao", "nee", "nej",  "nie", "ne", "ei",  "nem",  "hayir",  "-",   "✗"};

std::optional<bool> truth_of(std::string_view words) {
  const std::string folded = fold(trim(words));
  if (std::ranges::find(kYes, folded) != std::end(kYes)) return true;
  if (std::ranges::find(kNo, folded) != std::end(kNo)) return false;
  return std::nullopt;
}

class Boolean final : public FieldType {
 public:
  std::string_view name() const override { return "boolean"; }
  Shape shape() const override { return Shape::exact; }
  std::span<const ColumnPart> columns() const override { return kIntegerColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field&, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    if (!value.IsBool()) return wrong_type("true or false without quotation marks");
    out[0] = std::int64_t{value.GetBool()};
    return {};
  }

  Result<> read_text(const Field&, std::string_view text, const InputContext&, std::span<Cell> out) const override {
    const auto truth = truth_of(text);
    if (!truth) return invalid("invalid_boolean", fmt::format("{} is neither yes nor no.", in_quotes(text)));
    out[0] = std::int64_t{*truth};
    return {};
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : void(writer.Bool(row.integer(column) != 0));
  }

  std::string text(const Field&, const Row& row, int column) const override {
    if (row.null(column)) return {};
    return row.integer(column) != 0 ? "yes" : "no";
  }

  /// A bare yes or no is nothing people search by.
  void search(const Field&, const Row&, int, SearchText&) const override {}

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "boolean");
  }
};

}  // namespace

const FieldType& boolean_type() {
  static const Boolean type;
  return type;
}

}  // namespace probity::meta
