#pragma once
// Ids as the API shows them: UUIDs in text.
#include "base/id.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {

/// The id in a JSON string; nothing for an empty one. Code "invalid_id".
Result<std::optional<Id>> read_id(const JsonValue& value);
Result<Id> id_in_text(std::string_view text);

/// Reads a list of ids, each once, into out[0] as the compact JSON that the API shows.
Result<> read_id_list(const JsonValue& value, std::string_view wanted, std::size_t limit, std::span<Cell> out);
/// The JSON list of what stands between commas, semicolons and spaces.
JsonDocument list_of_pieces(std::string_view text);
/// The ids of such a list; empty for null.
std::vector<Id> id_list(const Row& row, int column);

/// "type": "string", "format": "uuid"
void write_id_schema(JsonWriter& writer);
/// The same in an array.
void write_id_list_schema(JsonWriter& writer);

}  // namespace probity::meta
