#include "records/formats/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/text.hpp"

namespace probity::formats {
namespace {

using namespace std::string_view_literals;

/// What the bytes 0x80 to 0x9f mean in Windows-1252.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                                   0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d, 0x017d, 0x008f,
                                                   0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                   0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

struct Signature {
  std::string_view bytes;
  std::string_view what;
};
constexpr Signature kSignatures[] = {
    {"PK\x03\x04"sv, "an Excel workbook or another zip archive. Save the table as CSV (UTF-8) and send that file"},
    {"\xd0\xcf\x11\xe0"sv, "an old Excel or Office document. Save the table as CSV (UTF-8) and send that file"},
    {"%PDF-"sv, "a PDF document. Export the table from the program that made it as CSV"},
    {"\x1f\x8b"sv, "compressed. Unpack it and send the file that is inside"},
    {"\x89PNG"sv, "an image"},
    {"\xff\xd8\xff"sv, "an image"},
    {"SQLite format 3"sv, "a database. Export the table as CSV"},
    {"\xff\xfe\0\0"sv, "written in UTF-32. Save it as UTF-8"},
    {"\0\0\xfe\xff"sv, "written in UTF-32. Save it as UTF-8"},
};

/// Compressed or random bytes are about a tenth control characters; text with a stray one is far below.
constexpr double kBinaryShareOfControls = 0.02;
constexpr double kBinaryShareOfNuls = 0.002;

bool is_control(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return (value < 0x20 && value != '\t' && value != '\n' && value != '\r' && value != '\f') || value == 0x7f;
}

double share(std::size_t count, std::size_t of) {
  return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
}

std::unexpected<Error> binary(std::string_view what) {
  return invalid("binary_file", fmt::format("The file is no text: it is {}. Nothing was imported.", what));
}

/// Western text in UTF-16 without a mark has a zero in every second byte.
std::optional<TextEncoding> detect_utf16_without_mark(std::string_view bytes) {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    if (bytes[index] == '\0') ++zeros[index % 2];
  }
  const double even = share(zeros[0], bytes.size() / 2);
  const double odd = share(zeros[1], bytes.size() / 2);
  if (odd > 0.4 && even < 0.05) return TextEncoding::utf16le;
  if (even > 0.4 && odd < 0.05) return TextEncoding::utf16be;
  return std::nullopt;
}

std::size_t announced_length(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value >= 0xf0 ? 4 : value >= 0xe0 ? 3 : value >= 0xc2 ? 2 : 1;
}

/// Whether more characters than not are what UTF-8 would have them: in other encodings hardly any are by
/// chance, and a broken one in a UTF-8 file must not turn all others into two.
bool is_mostly_utf8(std::string_view bytes) {
  std::size_t right = 0, wrong = 0;
  while (!bytes.empty()) {
    const std::size_t length = announced_length(bytes[0]);
    if (length > bytes.size()) break;  // cut off where the sample ends
    const bool is_right = length > 1 && is_valid_text(bytes.substr(0, length));
    if (is_right) ++right;
    if (!is_right && !is_ascii(bytes.substr(0, 1))) ++wrong;
    bytes.remove_prefix(is_right ? length : 1);
  }
  return right >= wrong;
}

void append_code_point(std::string& text, unsigned code_point) {
  const auto tail = [code_point](int shift) { return static_cast<char>(0x80 | (code_point >> shift & 0x3f)); };
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += {static_cast<char>(0xc0 | code_point >> 6), tail(0)};
  } else if (code_point < 0x10000) {
    text += {static_cast<char>(0xe0 | code_point >> 12), tail(6), tail(0)};
  } else {
    text += {static_cast<char>(0xf0 | code_point >> 18), tail(12), tail(6), tail(0)};
  }
}

}  // namespace

std::string_view name_of(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::ascii:
    case TextEncoding::utf8: return "UTF-8";
    case TextEncoding::utf16le: return "UTF-16LE";
    case TextEncoding::utf16be: return "UTF-16BE";
    case TextEncoding::windows1252: return "Windows-1252";
  }
  return {};
}

Result<EncodingGuess> detect_encoding(std::string_view bytes) {
  for (const Signature& signature : kSignatures) {
    if (bytes.starts_with(signature.bytes)) return binary(signature.what);
  }
  if (bytes.starts_with("\xff\xfe")) return EncodingGuess{TextEncoding::utf16le, 2};
  if (bytes.starts_with("\xfe\xff")) return EncodingGuess{TextEncoding::utf16be, 2};
  if (const auto utf16 = detect_utf16_without_mark(bytes)) return EncodingGuess{*utf16, 0};
  const auto nuls = static_cast<std::size_t>(std::ranges::count(bytes, '\0'));
  const auto controls = static_cast<std::size_t>(std::ranges::count_if(bytes, is_control));
  if (share(nuls, bytes.size()) > kBinaryShareOfNuls || share(controls, bytes.size()) > kBinaryShareOfControls) {
    return binary("made of bytes that stand for no characters. Save the table as CSV (UTF-8) and send that file");
  }
  if (bytes.starts_with("\xef\xbb\xbf")) return EncodingGuess{TextEncoding::utf8, 3};
  if (is_ascii(bytes)) return EncodingGuess{TextEncoding::ascii, 0};
  return EncodingGuess{is_mostly_utf8(bytes) ? TextEncoding::utf8 : TextEncoding::windows1252, 0};
}

std::string windows1252_to_utf8(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    append_code_point(text, value >= 0x80 && value < 0xa0 ? kWindows1252[value - 0x80] : value);
  }
  return text;
}

std::optional<std::string> to_utf8(std::string_view bytes, std::string_view charset) {
  const std::string name = lower_ascii(charset);
  if (name == "utf-8" || name == "utf8" || name == "us-ascii") {
    return is_valid_text(bytes) ? std::optional(std::string(bytes)) : std::nullopt;
  }
  if (name == "windows-1252" || name == "iso-8859-1" || name == "latin1") return windows1252_to_utf8(bytes);

  const iconv_t converter = iconv_open("UTF-8", name.c_str());
  if (converter == iconv_t(-1)) return std::nullopt;
  std::string text(bytes.size() * 4 + 16, '\0');
  char* from = const_cast<char*>(bytes.data());  // iconv's signature; it only reads
  char* to = text.data();
  std::size_t from_left = bytes.size(), to_left = text.size();
  const bool converted = iconv(converter, &from, &from_left, &to, &to_left) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!converted) return std::nullopt;
  text.resize(text.size() - to_left);
  return text;
}

std::string guessed_to_utf8(std::string_view bytes) {
  return is_valid_text(bytes) ? std::string(bytes) : windows1252_to_utf8(bytes);
}

bool is_ascii(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

void Utf16Decoder::append(std::string_view bytes, std::string& utf8) {
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (!odd_byte_) {
      odd_byte_ = value;
      continue;
    }
    append_unit(big_endian_ ? *odd_byte_ << 8 | value : value << 8 | *odd_byte_, utf8);
    odd_byte_.reset();
  }
}

void Utf16Decoder::append_unit(unsigned unit, std::string& utf8) {
  const bool is_low = unit >= 0xdc00 && unit < 0xe000;
  if (high_surrogate_ != 0 && is_low) {
    append_code_point(utf8, 0x10000 + ((high_surrogate_ - 0xd800) << 10) + (unit - 0xdc00));
    high_surrogate_ = 0;
    return;
  }
  finish(utf8);
  if (unit >= 0xd800 && unit < 0xdc00) {
    high_surrogate_ = unit;
  } else {
    append_code_point(utf8, unit);
  }
}

void Utf16Decoder::finish(std::string& utf8) {
  if (high_surrogate_ != 0) append_code_point(utf8, high_surrogate_);
  high_surrogate_ = 0;
}

}  // namespace probity::formats
