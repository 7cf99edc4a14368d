#pragma once
// What every kind of field says and checks alike about text that people gave it.
#include <string>
#include <string_view>

#include "base/cell.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "meta/entity.hpp"

namespace probity::meta {

/// "Expected <wanted>."; code "wrong_type".
std::unexpected<Error> wrong_type(std::string_view wanted);

/// The text of a JSON string; `wanted` completes "Expected ...". for anything else.
Result<std::string_view> string_in(const JsonValue& value, std::string_view wanted = "text in quotation marks");

/// Trimmed text of at most `limit` characters and, where it is not 0, `byte_limit` bytes. Codes
/// "invalid_text", "too_long".
Result<std::string> clean_text(std::string_view text, std::size_t limit, std::size_t byte_limit = 0);

/// clean_text() of one line: breaks and tabs become spaces.
Result<std::string> clean_line(std::string_view text, std::size_t limit);

/// Field::maximum as a count, or `otherwise` where none is declared.
std::size_t limit_of(const Field& field, std::size_t otherwise);

/// The text in quotation marks for a message, shortened so that a message stays readable.
std::string in_quotes(std::string_view text);

inline const FieldType::ColumnPart kTextColumn[] = {{"", ColumnKind::text}};
inline const FieldType::ColumnPart kIntegerColumn[] = {{"", ColumnKind::integer}};
inline const FieldType::ColumnPart kIdColumn[] = {{"", ColumnKind::blob}};

}  // namespace probity::meta
