#include "meta/fields/input.hpp"

#include "base/text.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kQuotedCharacters = 60;

std::unexpected<Error> too_long(std::size_t limit, std::string_view unit) {
  return invalid("too_long", fmt::format("The text is longer than {} {}. Shorten it.", limit, unit));
}

}  // namespace

std::unexpected<Error> wrong_type(std::string_view wanted) {
  return invalid("wrong_type", fmt::format("Expected {}.", wanted));
}

Result<std::string_view> string_in(const JsonValue& value, std::string_view wanted) {
  if (!value.IsString()) return wrong_type(wanted);
  return view(value);
}

Result<std::string> clean_text(std::string_view text, std::size_t limit, std::size_t byte_limit) {
  if (!is_valid_text(text)) {
    return invalid("invalid_text", "The text is not valid UTF-8 or holds a NUL character. Save it as UTF-8 and try again.");
  }
  const std::string_view trimmed = trim(text);
  if (byte_limit != 0 && trimmed.size() > byte_limit) return too_long(byte_limit, "bytes");
  // No text has more characters than bytes, so most need no counting.
  if (trimmed.size() > limit && length_in_characters(trimmed) > limit) return too_long(limit, "characters");
  return std::string(trimmed);
}

Result<std::string> clean_line(std::string_view text, std::size_t limit) {
  PROBITY_ASSIGN(std::string line, clean_text(text, limit));
  std::string::size_type kept = 0;
  for (const char character : line) {
    const bool is_break = character == '\n' || character == '\r' || character == '\t';
    const bool needless = is_break && kept > 0 && line[kept - 1] == ' ';
    if (!needless) line[kept++] = is_break ? ' ' : character;
  }
  line.resize(kept);
  return line;
}

std::size_t limit_of(const Field& field, std::size_t otherwise) {
  return field.maximum ? static_cast<std::size_t>(*field.maximum) : otherwise;
}

std::string in_quotes(std::string_view text) {
  if (!is_valid_text(text)) return "The value";
  const std::string_view shown = first_characters(text, kQuotedCharacters);
  return fmt::format("\"{}{}\"", shown, shown.size() < text.size() ? "…" : "");
}

}  // namespace probity::meta
