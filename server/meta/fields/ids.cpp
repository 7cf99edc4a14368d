#include "meta/fields/ids.hpp"

#include "base/text.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {

Result<Id> id_in_text(std::string_view text) {
  const auto id = Id::parse(trim(text));
  if (!id || id->is_nil()) {
    return invalid("invalid_id", "This is not a record's id. An id looks like 0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10.");
  }
  return *id;
}

Result<std::optional<Id>> read_id(const JsonValue& value) {
  PROBITY_ASSIGN(const std::string_view text, string_in(value, "a record's id as text"));
  if (text.empty()) return std::nullopt;
  PROBITY_ASSIGN(const Id id, id_in_text(text));
  return id;
}

Result<> read_id_list(const JsonValue& value, std::string_view wanted, std::size_t limit, std::span<Cell> out) {
  std::vector<std::string> ids;
  const auto take = [&ids](std::string_view text) -> Result<> {
    if (text.empty()) return {};
    PROBITY_ASSIGN(const Id id, id_in_text(text));
    std::string canonical = id.text();
    if (std::ranges::find(ids, canonical) == ids.end()) ids.push_back(std::move(canonical));
    return {};
  };
  PROBITY_TRY(for_each_text(value, wanted, limit, take));
  out[0] = text_list_cell(ids);
  return {};
}

JsonDocument list_of_pieces(std::string_view text) {
  JsonDocument list(rapidjson::kArrayType);
  for (const std::string_view piece : pieces(text, ",; \t\n")) {
    list.PushBack(text_value(piece, list.GetAllocator()), list.GetAllocator());
  }
  return list;
}

std::vector<Id> id_list(const Row& row, int column) {
  std::vector<Id> ids;
  for (const std::string& text : text_list(row, column)) ids.push_back(Id::parse(text).value_or(Id{}));
  return ids;
}

void write_id_schema(JsonWriter& writer) {
  key(writer, "type");
  put(writer, "string");
  key(writer, "format");
  put(writer, "uuid");
}

void write_id_list_schema(JsonWriter& writer) {
  key(writer, "type");
  put(writer, "array");
  key(writer, "items");
  writer.StartObject();
  write_id_schema(writer);
  writer.EndObject();
}

}  // namespace probity::meta
