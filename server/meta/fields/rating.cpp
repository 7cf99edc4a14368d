// Zero to five stars.
#include <charconv>

#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::int64_t kMost = 5;
constexpr std::string_view kOptions[] = {"index"};

class Rating final : public FieldType {
 public:
  std::string_view name() const override { return "rating"; }
  Shape shape() const override { return Shape::ordered; }
  std::span<const ColumnPart> columns() const override { return kIntegerColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field&, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    if (!value.IsNumber()) return wrong_type("a whole number from 0 to 5");
    if (!value.IsInt64()) return out_of_range();
    return keep(value.GetInt64(), out);
  }

  /// "4", "4/5" or the stars themselves.
  Result<> read_text(const Field&, std::string_view text, const InputContext&, std::span<Cell> out) const override {
    std::string_view rest = trim(text);
    if (rest.ends_with("/5")) rest = trim(rest.substr(0, rest.size() - 2));
    std::int64_t stars = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), stars);
    if (error == std::errc{} && end == rest.data() + rest.size()) return keep(stars, out);
    constexpr std::string_view kStar = "★";
    for (stars = 0; rest.starts_with(kStar); ++stars) rest.remove_prefix(kStar.size());
    if (!rest.empty() || stars == 0) return out_of_range();
    return keep(stars, out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : void(writer.Int64(row.integer(column)));
  }

  std::string text(const Field&, const Row& row, int column) const override {
    return row.null(column) ? std::string() : fmt::format("{}", row.integer(column));
  }

  /// A bare digit is nothing people search by.
  void search(const Field&, const Row&, int, SearchText&) const override {}

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "integer");
    key(writer, "minimum");
    writer.Int(0);
    key(writer, "maximum");
    writer.Int64(kMost);
  }

 private:
  static std::unexpected<Error> out_of_range() {
    return invalid("out_of_range", "A rating is a whole number from 0 to 5.");
  }
  static Result<> keep(std::int64_t stars, std::span<Cell> out) {
    if (stars < 0 || stars > kMost) return out_of_range();
    out[0] = stars;
    return {};
  }
};

}  // namespace

const FieldType& rating_type() {
  static const Rating type;
  return type;
}

}  // namespace probity::meta
