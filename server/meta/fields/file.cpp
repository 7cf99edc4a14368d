// A stored file: its id, beside what a list needs to show of it. The bytes lie outside the database.
#include "meta/fields/all.hpp"
#include "meta/fields/ids.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kNameCharacters = 255;
constexpr std::string_view kOptions[] = {"index"};
constexpr std::string_view kMembers[] = {"id", "name", "size", "media_type"};
constexpr FieldType::ColumnPart kColumns[] = {{"", ColumnKind::text}, {"id", ColumnKind::blob}};
constexpr int kIdPart = 1;

struct StoredFile {
  Id id;
  std::string name;
  std::optional<std::int64_t> size;
  std::string media_type;
};

std::string stored_json(const StoredFile& file) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "id");
  put(writer, file.id.text());
  key(writer, "name");
  file.name.empty() ? void(writer.Null()) : put(writer, file.name);
  key(writer, "size");
  file.size ? void(writer.Int64(*file.size)) : void(writer.Null());
  key(writer, "media_type");
  file.media_type.empty() ? void(writer.Null()) : put(writer, file.media_type);
  writer.EndObject();
  return std::string(text(buffer));
}

Result<std::string> text_member(const JsonValue& object, std::string_view name) {
  const JsonValue* member = find(object, name);
  if (!member || member->IsNull()) return std::string();
  PROBITY_ASSIGN(const std::string_view typed, string_in(*member, fmt::format("text as {}", name)));
  return clean_line(typed, kNameCharacters);
}

Result<std::optional<std::int64_t>> size_member(const JsonValue& object) {
  const JsonValue* member = find(object, "size");
  if (!member || member->IsNull()) return std::nullopt;
  if (!member->IsInt64() || member->GetInt64() < 0) return wrong_type("a whole number of bytes as size");
  return member->GetInt64();
}

Result<StoredFile> read_object(const JsonValue& object) {
  for (const auto& member : object.GetObject()) {
    if (std::ranges::find(kMembers, view(member.name)) == std::end(kMembers)) {
      return invalid("unknown_member", fmt::format("{} is not known here. Use {}.", in_quotes(view(member.name)), fmt::join(kMembers, ", ")));
    }
  }
  const JsonValue* id = find(object, "id");
  if (!id) return wrong_type("an object with the id of an uploaded file");
  StoredFile file;
  PROBITY_ASSIGN(const std::optional<Id> read, read_id(*id));
  file.id = read.value_or(Id{});
  PROBITY_ASSIGN(file.name, text_member(object, "name"));
  PROBITY_ASSIGN(file.media_type, text_member(object, "media_type"));
  PROBITY_ASSIGN(file.size, size_member(object));
  return file;
}

class File final : public FieldType {
 public:
  std::string_view name() const override { return "file"; }
  Shape shape() const override { return Shape::exact; }
  std::span<const ColumnPart> columns() const override { return kColumns; }
  int comparable_column() const override { return kIdPart; }
  std::span<const std::string_view> options() const override { return kOptions; }

  /// Whether that file exists, and is what name and size say, is for whoever writes to check.
  Result<> read(const Field&, const JsonValue& value, const InputContext&, std::span<Cell> out) const override {
    StoredFile file;
    if (value.IsObject()) {
      PROBITY_ASSIGN(file, read_object(value));
    } else {
      PROBITY_ASSIGN(const std::optional<Id> id, read_id(value));
      file.id = id.value_or(Id{});
    }
    if (file.id.is_nil()) return {};
    out[0] = stored_json(file);
    out[kIdPart] = cell(file.id);
    return {};
  }

  /// What text() writes, or the id alone.
  Result<> read_text(const Field& field, std::string_view text, const InputContext& context,
                     std::span<Cell> out) const override {
    if (!text.starts_with('{')) return FieldType::read_text(field, text, context, out);
    PROBITY_ASSIGN(const JsonDocument object, parse_json(text));
    return read(field, object, context, out);
  }

  void write(const Field&, const Row& row, int column, JsonWriter& writer) const override {
    row.null(column) ? void(writer.Null()) : raw(writer, row.text(column), rapidjson::kObjectType);
  }

  std::string text(const Field&, const Row& row, int column) const override { return std::string(row.text(column)); }

  std::string display(const Field&, const Row& row, int column) const override {
    const auto object = parse_json(row.text(column));
    const JsonValue* name = object ? find(*object, "name") : nullptr;
    return name && name->IsString() ? std::string(view(*name)) : std::string();
  }

  void search(const Field& field, const Row& row, int column, SearchText& found) const override {
    found.add_words(display(field, row, column));
  }

  std::vector<Id> targets(const Field&, const Row& row, int column) const override {
    if (row.null(column)) return {};
    return {row.id(column + kIdPart)};
  }

  void write_schema(const Field&, JsonWriter& writer) const override {
    key(writer, "type");
    put(writer, "object");
    key(writer, "required");
    writer.StartArray();
    put(writer, "id");
    writer.EndArray();
    key(writer, "properties");
    writer.StartObject();
    for (const std::string_view member : kMembers) {
      key(writer, member);
      writer.StartObject();
      if (member == "id") {
        write_id_schema(writer);
      } else {
        key(writer, "type");
        writer.StartArray();
        put(writer, member == "size" ? "integer" : "string");
        put(writer, "null");
        writer.EndArray();
      }
      writer.EndObject();
    }
    writer.EndObject();
  }
};

}  // namespace

const FieldType& file_type() {
  static const File type;
  return type;
}

}  // namespace probity::meta
