#pragma once
// Ways to reach somebody, several to a field, each with a label and one of them primary: the shared part
// of email and phone. Kept as the compact JSON that the API shows, the primary one first.
#include <string>
#include <vector>

#include "meta/fields/input.hpp"

namespace probity::meta {

struct ContactPoint {
  std::string value = {};      ///< normalised
  std::string typed = {};      ///< as a person wrote it (phone only)
  std::string extension = {};  ///< digits (phone only)
  std::string label = {};
  bool primary = false;
  bool valid = true;
};

/// One entry as it came in, nothing of it checked but its types.
struct ContactPointInput {
  std::string_view value = {};
  std::string_view typed = {};
  std::string_view extension = {};
  std::string label = {};
  bool primary = false;
};

/// Reads a string, an object or a list of both; `members` are the keys an object may have. Entries
/// without a value are left out. Codes "wrong_type", "unknown_member", "invalid_label", "too_many_items".
Result<std::vector<ContactPointInput>> read_contact_points(const JsonValue& value,
                                                           std::span<const std::string_view> members,
                                                           std::size_t limit);

/// Whether a text may be a label: a few words, which can stand in parentheses behind a value.
bool is_label(std::string_view text);
/// Takes "(work)" off the end of a text and returns it; empty where there is none.
std::string_view take_label(std::string_view& text);
/// "value (label), value"
std::string with_labels(const std::vector<ContactPoint>& points, std::string_view separator,
                        std::string ContactPoint::*shown);

/// Leaves exactly one primary, the first so marked or else the first, and moves it to the front.
void settle_primary(std::vector<ContactPoint>& points);

/// The stored entries; empty for null.
std::vector<ContactPoint> contact_points(const Row& row, int column);
void write_contact_points(const Row& row, int column, JsonWriter& writer);

/// "type": "array" of objects with "value", "label", "primary" and what `more` adds.
void write_contact_point_schema(JsonWriter& writer, std::string_view format,
                                const std::function<void(JsonWriter&)>& more);

}  // namespace probity::meta
