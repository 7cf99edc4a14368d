#include "meta/fields/ids.hpp"

#include "base/text.hpp"

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

void write_id_schema(JsonWriter& writer) {
  key(writer, "type");
  put(writer, "string");
  key(writer, "format");
  put(writer, "uuid");
}

}  // namespace probity::meta
