#pragma once
// Which bytes mean which characters, told from the bytes themselves.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::formats {

enum class TextEncoding {
  ascii,  ///< nothing but ASCII seen so far: the first other character will tell UTF-8 from windows1252
  utf8,
  utf16le,
  utf16be,
  windows1252,  ///< also everything called Latin-1: where the two differ, Latin-1 has no printable characters
};

/// "UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1252"; ascii is called UTF-8, which it is.
std::string_view name_of(TextEncoding encoding);

struct EncodingGuess {
  TextEncoding encoding;
  std::size_t byte_order_mark;  ///< bytes to skip at the front
};
/// Judges the first bytes of a file; the more there are, the better. Refuses what is no text (error code
/// "binary_file"), naming the workbook, archive or image that it is where that can be seen.
Result<EncodingGuess> detect_encoding(std::string_view first_bytes);

/// The five bytes that Windows-1252 leaves open become the control characters of Latin-1 (as the WHATWG
/// Encoding Standard has it), so that nothing is lost.
std::string windows1252_to_utf8(std::string_view bytes);
/// Any charset by its name, e.g. "Shift_JIS". Nothing for an unknown charset or bytes it does not have.
std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset);
/// As it is where it is UTF-8, else read as Windows-1252.
std::string guessed_to_utf8(std::string_view bytes);

bool is_ascii(std::string_view bytes);

/// UTF-16 in pieces, which may end within a character. Half a surrogate pair becomes three bytes that are
/// no valid UTF-8, so that whoever checks the text finds it.
class Utf16Decoder {
 public:
  explicit Utf16Decoder(bool big_endian) : big_endian_(big_endian) {}
  void append(std::string_view bytes, std::string& utf8);
  /// What an unfinished character at the end of the file comes to.
  void finish(std::string& utf8);

 private:
  void append_unit(unsigned unit, std::string& utf8);

  bool big_endian_;
  std::optional<unsigned char> odd_byte_;
  unsigned high_surrogate_ = 0;
};

}  // namespace probity::formats
