// Links to several records, each also a row of the edge table.
#include "meta/fields/all.hpp"
#include "meta/fields/ids.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kDefaultLinks = 1'000;
constexpr std::string_view kOptions[] = {"to", "on_erase", "many", "max"};
constexpr std::string_view kWanted = "a list of records' ids";

class Links final : public FieldType {
 public:
  std::string_view name() const override { return "links"; }
  Shape shape() const override { return Shape::links; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  int comparable_column() const override { return -1; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    return read_id_list(value, kWanted, limit_of(field, kDefaultLinks), out);
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    return read(field, list_of_pieces(text), context, out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    write_text_list(row, column, writer);
  }

  std::string text(const Field&, const Row& row, int column) const override { return joined(text_list(row, column)); }

  /// The id of one record to look for among the links.
  Result<Cell> operand(const Field&, Operator, const JsonValue& value, const InputContext&) const override {
    PROBITY_ASSIGN(const std::optional<Id> id, read_id(value));
    if (!id) return wrong_type("a record's id as text");
    return cell(*id);
  }

  /// Ids are nothing people search by.
  void search(const Field&, const Row&, int, SearchText&) const override {}

  std::vector<Id> targets(const Field&, const Row& row, int column) const override { return id_list(row, column); }

  void write_schema(const Field&, JsonWriter& writer) const override { write_id_list_schema(writer); }
};

}  // namespace

const FieldType& links_type() {
  static const Links type;
  return type;
}

}  // namespace probity::meta
