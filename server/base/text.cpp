#include "base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace probity {
namespace {

using CodePoint = utf8proc_int32_t;

struct Decoded {
  CodePoint code_point;  ///< negative where the bytes are no UTF-8
  std::size_t bytes;     ///< at least 1
};

bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }
bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

/// `text` must not be empty.
Decoded decode_first(std::string_view text) {
  if (is_ascii(text[0])) return {text[0], 1};
  CodePoint code_point;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  if (bytes <= 0) return {-1, 1};
  return {code_point, static_cast<std::size_t>(bytes)};
}

void append(std::string& text, CodePoint code_point) {
  std::array<utf8proc_uint8_t, 4> bytes;
  const auto count = utf8proc_encode_char(code_point, bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(count));
}

/// The length of the ASCII run at the front, eight bytes a step.
std::size_t ascii_prefix(std::string_view text) {
  std::size_t length = 0;
  for (; length + 8 <= text.size(); length += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, text.data() + length, sizeof eight);
    if (eight & 0x8080808080808080u) break;
  }
  while (length < text.size() && is_ascii(text[length])) ++length;
  return length;
}

std::string without_invalid_bytes(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const Decoded decoded = decode_first(text);
    if (decoded.code_point >= 0) clean.append(text.substr(0, decoded.bytes));
    text.remove_prefix(decoded.bytes);
  }
  return clean;
}

/// Accents that any letter can carry. The marks of Indic, Hebrew, Arabic and Japanese writing are not
/// among them: there they are vowels and consonants (か is not が).
bool is_accent(CodePoint code_point) {
  return (code_point >= 0x0300 && code_point <= 0x036f) || (code_point >= 0x0483 && code_point <= 0x0489) ||
         (code_point >= 0x1ab0 && code_point <= 0x1aff) || (code_point >= 0x1dc0 && code_point <= 0x1dff) ||
         (code_point >= 0x20d0 && code_point <= 0x20ff) || (code_point >= 0xfe20 && code_point <= 0xfe2f);
}

/// Letters that Unicode does not take apart, and punctuation that keyboards write in two ways.
std::string_view plain_form(CodePoint code_point) {
  switch (code_point) {
    case U'æ': return "ae";
    case U'œ': return "oe";
    case U'þ': return "th";
    case U'ø': return "o";
    case U'ł': return "l";
    case U'đ': case U'ð': case U'ɗ': return "d";
    case U'ħ': return "h";
    case U'ı': case U'ɨ': return "i";
    case U'ŧ': return "t";
    case U'ŋ': return "n";
    case U'ĸ': case U'ƙ': return "k";
    case U'ƀ': case U'ɓ': return "b";
    case U'ƶ': return "z";
    case U'ƴ': return "y";
    case U'ə': return "e";
    case U'‘': case U'’': case U'ʼ': case U'ʻ': case U'′': return "'";
    case U'“': case U'”': case U'„': return "\"";
    case U'‐': case U'‑': case U'‒': case U'–': case U'—': case U'−': return "-";
    default: return {};
  }
}

/// Compatibility forms and case gone, every character taken apart into base and marks, in canonical order.
std::vector<CodePoint> decompose(std::string_view text) {
  constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                                                           UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
  std::vector<CodePoint> code_points(text.size() + 16);
  const auto run = [&] {
    return utf8proc_decompose(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                              static_cast<utf8proc_ssize_t>(text.size()), code_points.data(),
                              static_cast<utf8proc_ssize_t>(code_points.size()), kOptions);
  };
  auto count = run();
  if (count > static_cast<utf8proc_ssize_t>(code_points.size())) {
    code_points.resize(static_cast<std::size_t>(count));
    count = run();
  }
  code_points.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(count, 0)));
  return code_points;
}

/// So that a Korean syllable or a voiced kana is one character again.
void compose(std::vector<CodePoint>& code_points) {
  const auto count =
      utf8proc_normalize_utf32(code_points.data(), static_cast<utf8proc_ssize_t>(code_points.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  code_points.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(count, 0)));
}

std::string fold_unicode(std::string_view text) {
  std::vector<CodePoint> plain;
  for (const CodePoint code_point : decompose(text)) {
    if (is_accent(code_point)) continue;
    if (const std::string_view form = plain_form(code_point); !form.empty()) {
      plain.insert(plain.end(), form.begin(), form.end());
    } else {
      plain.push_back(code_point);
    }
  }
  compose(plain);
  std::string folded;
  folded.reserve(text.size());
  for (const CodePoint code_point : plain) append(folded, code_point);
  return folded;
}

enum class WordRole { separator, letter, whole_word };

bool is_written_without_spaces(CodePoint code_point) {
  return (code_point >= 0x1100 && code_point <= 0x11ff) ||    // Hangul jamo
         (code_point >= 0x3005 && code_point <= 0x3007) ||    // ideographic iteration mark and zero
         (code_point >= 0x3041 && code_point <= 0x30ff) ||    // hiragana, katakana
         (code_point >= 0x3100 && code_point <= 0x312f) ||    // bopomofo
         (code_point >= 0x31f0 && code_point <= 0x31ff) ||    // katakana extensions
         (code_point >= 0x3400 && code_point <= 0x4dbf) ||    // ideographs, extension A
         (code_point >= 0x4e00 && code_point <= 0x9fff) ||    // ideographs
         (code_point >= 0xac00 && code_point <= 0xd7a3) ||    // Hangul syllables
         (code_point >= 0xf900 && code_point <= 0xfaff) ||    // compatibility ideographs
         (code_point >= 0x20000 && code_point <= 0x3ffff);    // ideographs, further extensions
}

WordRole role_of(CodePoint code_point) {
  switch (utf8proc_category(code_point)) {
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
      return is_written_without_spaces(code_point) ? WordRole::whole_word : WordRole::letter;
    default:
      return WordRole::separator;
  }
}

bool is_space(CodePoint code_point) {
  if (code_point < 0x80) return code_point == ' ' || (code_point >= '\t' && code_point <= '\r');
  if (code_point == 0xfeff || code_point == 0x200b || code_point == 0x85) return true;
  const auto category = utf8proc_category(code_point);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

/// Where the last character begins. `text` must not be empty.
std::size_t last_character(std::string_view text) {
  std::size_t start = text.size() - 1;
  while (start > 0 && is_continuation(text[start])) --start;
  return start;
}

char lower(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

}  // namespace

bool is_valid_text(std::string_view text) {
  if (text.find('\0') != text.npos) return false;
  for (text.remove_prefix(ascii_prefix(text)); !text.empty(); text.remove_prefix(ascii_prefix(text))) {
    const Decoded decoded = decode_first(text);
    if (decoded.code_point < 0) return false;
    text.remove_prefix(decoded.bytes);
  }
  return true;
}

std::size_t length_in_characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, is_continuation));
}

std::string fold(std::string_view text) {
  if (ascii_prefix(text) == text.size()) return lower_ascii(text);
  return fold_unicode(without_invalid_bytes(text));
}

std::string fold_words(std::string_view text) {
  const std::string folded = fold(text);
  std::string words;
  words.reserve(folded.size());
  bool word_open = false;
  for (std::string_view rest = folded; !rest.empty();) {
    const Decoded decoded = decode_first(rest);
    const WordRole role = role_of(decoded.code_point);
    if (role != WordRole::separator) {
      if (!words.empty() && (!word_open || role == WordRole::whole_word)) words += ' ';
      words.append(rest.substr(0, decoded.bytes));
    }
    word_open = role == WordRole::letter;
    rest.remove_prefix(decoded.bytes);
  }
  return words;
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::ranges::copy_if(text, std::back_inserter(digits),
                       [](char character) { return character >= '0' && character <= '9'; });
  return digits;
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const Decoded first = decode_first(text);
    if (!is_space(first.code_point)) break;
    text.remove_prefix(first.bytes);
  }
  while (!text.empty()) {
    const std::size_t start = last_character(text);
    const Decoded last = decode_first(text.substr(start));
    if (last.bytes != text.size() - start || !is_space(last.code_point)) break;
    text.remove_suffix(last.bytes);
  }
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), lower);
  return lowered;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool is_blank(std::string_view text) { return trim(text).empty(); }

std::string_view first_characters(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (!is_continuation(text[end]) && characters-- == 0) break;
  }
  return text.substr(0, end);
}

}  // namespace probity
