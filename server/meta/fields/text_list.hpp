#pragma once
// Lists of plain texts, kept as the compact JSON array that the API shows.
#include <string>
#include <vector>

#include "meta/fields/input.hpp"

namespace probity::meta {

/// The compact JSON of the list; a null cell for an empty one.
Cell text_list_cell(const std::vector<std::string>& items);
/// The items of a stored list; empty for null.
std::vector<std::string> text_list(const Row& row, int column);
std::string joined(const std::vector<std::string>& items, std::string_view separator = ", ");
/// Writes the stored list as it is, [] for null.
void write_text_list(const Row& row, int column, JsonWriter& writer);
/// Trimmed, non-blank pieces between any of the separators.
std::vector<std::string_view> pieces(std::string_view text, std::string_view separators);

/// Reads a JSON string or a list of strings, one call of `take` an item.
Result<> for_each_text(const JsonValue& value, std::string_view wanted, std::size_t limit,
                       const std::function<Result<>(std::string_view)>& take);
/// "Too many: at most N."; code "too_many_items".
std::unexpected<Error> too_many_items(std::size_t limit);

}  // namespace probity::meta
