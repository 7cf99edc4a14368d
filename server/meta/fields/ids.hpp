#pragma once
// Ids as the API shows them: UUIDs in text.
#include "base/id.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {

/// The id in a JSON string; nothing for an empty one. Code "invalid_id".
Result<std::optional<Id>> read_id(const JsonValue& value);
Result<Id> id_in_text(std::string_view text);

/// "type": "string", "format": "uuid"
void write_id_schema(JsonWriter& writer);

}  // namespace probity::meta
