// Several members of the workspace: attendees, people mentioned. Whether the members exist is for
// whoever writes to check; they live in the system's database, so that no edges lead to them.
#include "meta/fields/all.hpp"
#include "meta/fields/ids.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kDefaultUsers = 200;
constexpr std::string_view kOptions[] = {"many", "max", "on_erase"};

class Users final : public FieldType {
 public:
  std::string_view name() const override { return "users"; }
  Shape shape() const override { return Shape::keys; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    return read_id_list(value, "a list of members' ids", limit_of(field, kDefaultUsers), out);
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    return read(field, list_of_pieces(text), context, out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    write_text_list(row, column, writer);
  }

  std::string text(const Field&, const Row& row, int column) const override { return joined(text_list(row, column)); }

  /// The id of one member to look for.
  Result<Cell> operand(const Field&, Operator, const JsonValue& value, const InputContext&) const override {
    PROBITY_ASSIGN(const std::optional<Id> id, read_id(value));
    if (!id) return wrong_type("a member's id as text");
    return Cell(id->text());
  }

  /// Ids are nothing people search by.
  void search(const Field&, const Row&, int, SearchText&) const override {}

  std::vector<std::string> keys(const Field&, const Row& row, int column) const override {
    return text_list(row, column);
  }
  std::vector<Id> targets(const Field&, const Row& row, int column) const override { return id_list(row, column); }

  void write_schema(const Field&, JsonWriter& writer) const override { write_id_list_schema(writer); }
};

}  // namespace

const FieldType& users_type() {
  static const Users type;
  return type;
}

}  // namespace probity::meta
