// Text of many lines, written in Markdown. HTML in it is text like any other.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kBytes = 1'000'000;
constexpr std::size_t kTitleCharacters = 120;
constexpr std::string_view kOptions[] = {"max"};

std::string with_plain_breaks(std::string text) {
  std::string::size_type kept = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool windows_break = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    if (!windows_break) text[kept++] = text[at] == '\r' ? '\n' : text[at];
  }
  text.resize(kept);
  return text;
}

class LongText final : public FieldType {
 public:
  std::string_view name() const override { return "long_text"; }
  Shape shape() const override { return Shape::text; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::string_view typed, string_in(value));
    PROBITY_ASSIGN(std::string lines, clean_text(typed, limit_of(field, kBytes), kBytes));
    if (!lines.empty()) out[0] = with_plain_breaks(std::move(lines));
    return {};
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : put(writer, row.text(column));
  }

  std::string text(const Field&, const Row& row, int column) const override { return std::string(row.text(column)); }

  /// The first line, shortened.
  std::string display(const Field&, const Row& row, int column) const override {
    const std::string_view whole = row.text(column);
    const std::string_view line = whole.substr(0, whole.find('\n'));
    const std::string_view shown = trim(first_characters(line, kTitleCharacters));
    return fmt::format("{}{}", shown, shown.size() < whole.size() ? "…" : "");
  }

  void write_schema(const Field& field, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "string");
    key(writer, "maxLength");
    writer.Uint64(limit_of(field, kBytes));
  }
};

}  // namespace

const FieldType& long_text_type() {
  static const LongText type;
  return type;
}

}  // namespace probity::meta
