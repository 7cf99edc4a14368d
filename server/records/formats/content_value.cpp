#include "records/formats/content_value.hpp"

#include <algorithm>
#include <optional>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "records/formats/encoding.hpp"

namespace probity::formats {
namespace {

int hex_digit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  return -1;
}

/// "=C3=BC" or "%C3%BC"; what is no pair of digits stays as it is.
std::string decode_hex_pairs(std::string_view text, char mark) {
  std::string bytes;
  for (std::size_t index = 0; index < text.size(); ++index) {
    const bool has_two = text[index] == mark && index + 2 < text.size();
    const int high = has_two ? hex_digit(text[index + 1]) : -1;
    const int low = has_two ? hex_digit(text[index + 2]) : -1;
    if (high >= 0 && low >= 0) {
      bytes += static_cast<char>(high << 4 | low);
      index += 2;
    } else {
      bytes += text[index];
    }
  }
  return bytes;
}

/// Parameters may lack their name in version 2.1: "TEL;HOME;QUOTED-PRINTABLE:".
bool has_encoding(const ContentLine& line, std::string_view name, std::string_view short_name) {
  return std::ranges::any_of(line.parameters, [&](const ContentParameter& parameter) {
    if (!parameter.name.empty() && parameter.name != "ENCODING") return false;
    const std::string value = lower_ascii(parameter.text);
    return value == name || value == short_name;
  });
}

std::string without_nul(std::string text) {
  std::erase(text, '\0');
  return text;
}

}  // namespace

std::string decoded_value(const ContentLine& line) {
  std::string bytes = line.value;
  if (has_encoding(line, "quoted-printable", "q")) bytes = decode_hex_pairs(bytes, '=');
  if (has_encoding(line, "base64", "b")) bytes = decode_base64(trim(bytes)).value_or(bytes);
  bytes = without_nul(std::move(bytes));
  const std::string_view charset = line.parameter("CHARSET");
  if (!charset.empty()) {
    if (auto text = to_utf8(bytes, charset); text && is_valid_text(*text)) return *std::move(text);
  }
  return guessed_to_utf8(bytes);
}

std::string decoded_parameter(std::string_view bytes) { return guessed_to_utf8(without_nul(std::string(bytes))); }

std::string with_simple_breaks(std::string text) {
  for (std::size_t at = text.find("\r\n"); at != text.npos; at = text.find("\r\n", at)) text.erase(at, 1);
  std::ranges::replace(text, '\r', '\n');
  return text;
}

std::string without_scheme(std::string value, std::string_view scheme) {
  if (lower_ascii(std::string_view(value).substr(0, scheme.size())) != scheme) return value;
  return guessed_to_utf8(without_nul(decode_hex_pairs(std::string_view(value).substr(scheme.size()), '%')));
}

}  // namespace probity::formats
