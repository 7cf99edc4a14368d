#pragma once
// Text as people write it. Folding is ours, and not the database's, so that every backend compares,
// sorts and searches alike.
#include <string>
#include <string_view>
#include <vector>

namespace probity {

/// Well-formed UTF-8 (no surrogates, no overlong forms) without NUL.
bool is_valid_text(std::string_view text);
/// Code points, not bytes.
std::size_t length_in_characters(std::string_view text);

/// Lower case, without accents, compatibility forms and invisible characters, curly quotes and long
/// dashes made plain ("Ærø Straße" -> "aero strasse"). Scripts without case keep their marks, which are
/// letters there (か is not が); Korean syllables and voiced kana are one character each however they
/// were typed. Idempotent; at most 11 bytes for each byte. Invalid UTF-8 is dropped.
std::string fold(std::string_view text);

/// The folded form split for the word index: runs of letters and digits, and each Chinese, Japanese or
/// Korean character a word of its own. Joined by single spaces.
std::string fold_words(std::string_view text);

/// Only the ASCII digits.
std::string digits_of(std::string_view text);

/// Without white space at the ends, the no-break and ideographic kinds and the byte order mark included.
std::string_view trim(std::string_view text);
std::string lower_ascii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
bool is_blank(std::string_view text);
/// The first `characters` code points.
std::string_view first_characters(std::string_view text, std::size_t characters);

}  // namespace probity
