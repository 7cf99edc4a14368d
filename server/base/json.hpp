#pragma once
// RapidJSON under names of our own, with the options fixed once: strict parsing, valid UTF-8 only,
// numbers of full precision, bounded depth.
#define RAPIDJSON_HAS_STDSTRING 1
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity {

using JsonDocument = rapidjson::Document;
using JsonValue = rapidjson::Value;
using JsonAllocator = JsonDocument::AllocatorType;
using JsonBuffer = rapidjson::StringBuffer;
/// Streaming writer; the caller owns the buffer and must keep it alive.
using JsonWriter = rapidjson::Writer<JsonBuffer>;

inline constexpr int kMaximumJsonDepth = 64;

/// Parses UTF-8 JSON. Refuses invalid UTF-8, NUL characters in strings, duplicate object keys on one
/// level, trailing text and nesting deeper than kMaximumJsonDepth. Error code "malformed_json".
Result<JsonDocument> parse_json(std::string_view text);

/// The text of a JSON value, compact. NaN and infinity have none: they must not be put in a value.
std::string to_json_text(const JsonValue& value);

inline std::string_view view(const JsonValue& value) {
  return {value.GetString(), value.GetStringLength()};
}
inline void put(JsonWriter& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
inline void key(JsonWriter& writer, std::string_view text) {
  writer.Key(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
/// Copies text that is already valid JSON of the given kind.
inline void raw(JsonWriter& writer, std::string_view json, rapidjson::Type type) {
  writer.RawValue(json.data(), json.size(), type);
}
inline JsonValue text_value(std::string_view text, JsonAllocator& allocator) {
  return JsonValue(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
}
/// The member of that name, or null when absent or when `object` is no object.
const JsonValue* find(const JsonValue& object, std::string_view name);
inline std::string_view text(const JsonBuffer& buffer) { return {buffer.GetString(), buffer.GetSize()}; }

}  // namespace probity
