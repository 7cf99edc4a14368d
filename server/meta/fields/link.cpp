// A link to one record. Whether that record exists is for whoever writes to check.
#include "meta/fields/all.hpp"
#include "meta/fields/ids.hpp"

namespace probity::meta {
namespace {

constexpr std::string_view kOptions[] = {"to", "on_erase", "index", "same_person", "follows_person"};

class Link final : public FieldType {
 public:
  std::string_view name() const override { return "link"; }
  Shape shape() const override { return Shape::exact; }
  std::span<const ColumnPart> columns() const override { return kIdColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field&, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    PROBITY_ASSIGN(const std::optional<Id> id, read_id(value));
    if (id) out[0] = cell(*id);
    return {};
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : put(writer, row.id(column).text());
  }

  std::string text(const Field&, const Row& row, int column) const override {
    return row.null(column) ? std::string() : row.id(column).text();
  }

  /// An id is nothing people search by.
  void search(const Field&, const Row&, int, SearchText&) const override {}

  std::vector<Id> targets(const Field&, const Row& row, int column) const override {
    if (row.null(column)) return {};
    return {row.id(column)};
  }

  void write_schema(const Field&, JsonWriter& writer) const override { write_id_schema(writer); }
};

}  // namespace

const FieldType& link_type() {
  static const Link type;
  return type;
}

}  // namespace probity::meta
