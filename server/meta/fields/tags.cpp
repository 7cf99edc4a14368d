// Free words on a record. Two that differ only in case or accents are one.
#include "base/text.hpp"
#include "meta/fields/all.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kDefaultTags = 100;
constexpr std::size_t kTagCharacters = 60;
constexpr std::string_view kOptions[] = {"many", "max", "index"};
constexpr std::string_view kSeparators = ",;\n";

class TagCollector {
 public:
  Result<> add(std::string_view typed) {
    PROBITY_ASSIGN(std::string tag, clean_line(typed, kTagCharacters));
    if (tag.find_first_of(kSeparators) != tag.npos) {
      return invalid("invalid_tag", fmt::format("{} has a comma or semicolon, which tell tags apart. Leave it out.", in_quotes(tag)));
    }
    if (!tag.empty() && seen_.insert(fold(tag)).second) tags_.push_back(std::move(tag));
    return {};
  }
  Result<> keep(std::size_t limit, std::span<Cell> out) const {
    if (tags_.size() > limit) return too_many_items(limit);
    out[0] = text_list_cell(tags_);
    return {};
  }

 private:
  std::vector<std::string> tags_;
  std::set<std::string> seen_;
};

class Tags final : public FieldType {
 public:
  std::string_view name() const override { return "tags"; }
  Shape shape() const override { return Shape::keys; }
  std::span<const ColumnPart> columns() const override { return kTextColumn; }
  std::span<const std::string_view> options() const override { return kOptions; }

  Result<> read(const Field& field, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    const std::size_t limit = limit_of(field, kDefaultTags);
    TagCollector tags;
    PROBITY_TRY(for_each_text(value, "a list of words", limit, [&tags](std::string_view tag) { return tags.add(tag); }));
    return tags.keep(limit, out);
  }

  Result<> read_text(const Field& field, std::string_view text, const InputContext&,
                     std::span<Cell> out) const override {
    TagCollector tags;
    for (const std::string_view piece : pieces(text, kSeparators)) PROBITY_TRY(tags.add(piece));
    return tags.keep(limit_of(field, kDefaultTags), out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    write_text_list(row, column, writer);
  }

  std::string text(const Field&, const Row& row, int column) const override { return joined(text_list(row, column)); }

  std::vector<std::string> keys(const Field&, const Row& row, int column) const override {
    std::vector<std::string> folded;
    for (const std::string& tag : text_list(row, column)) folded.push_back(fold(tag));
    return folded;
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "array");
    key(writer, "items");
    writer.StartObject();
    key(writer, "type");
    put(writer, "string");
    key(writer, "maxLength");
    writer.Uint64(kTagCharacters);
    writer.EndObject();
  }
};

}  // namespace

const FieldType& tags_type() {
  static const Tags type;
  return type;
}

}  // namespace probity::meta
