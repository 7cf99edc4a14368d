#include "privacy/guard/tokens.hpp"

#include <algorithm>
#include <array>

namespace probity::privacy::guard {
namespace {

/// Unicode 15, Nd: the zero of each script; its nine follow.
constexpr std::array<char32_t, 65> kZeros{
    0x660,   0x6f0,   0x7c0,   0x966,   0x9e6,   0xa66,   0xae6,   0xb66,   0xbe6,   0xc66,   0xce6,   0xd66,   0xde6,
    0xe50,   0xed0,   0xf20,   0x1040,  0x1090,  0x17e0,  0x1810,  0x1946,  0x19d0,  0x1a80,  0x1a90,  0x1b50,  0x1bb0,
    0x1c40,  0x1c50,  0xa620,  0xa8d0,  0xa900,  0xa9d0,  0xa9f0,  0xaa50,  0xabf0,  0xff10,  0x104a0, 0x10d30, 0x11066,
    0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50,
    0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0};

/// U+00C0 to U+017F without their accents.
constexpr std::string_view kPlain =
    "AAAAAAACEEEEIIIIDNOOOOO-OUUUUYTSAAAAAAACEEEEIIIIDNOOOOO-OUUUUYTYAAAAAACCCCCCCCDDDDEEEEEEEEEEGGGGGGGGHHHHIIIIIIIIIIII"
    "JJKKKLLLLLLLLLLNNNNNNNNNOOOOOOOORRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZS";
static_assert(kPlain.size() == 192);

constexpr char32_t kFirstWithoutSpaces = 0x2e80;  // scripts that write words without spaces, and pictures
constexpr char kNothing = '\0';                   // not seen
constexpr char kBreak = '\n';                     // holds nothing together

struct Read {
  char32_t code_point;
  std::size_t bytes;
};

Read read_character(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<char32_t>(static_cast<unsigned char>(at < text.size() ? text[at] : 0)); };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first < 0xe0) return {(first & 0x1f) << 6 | (byte(1) & 0x3f), 2};
  if (first < 0xf0) return {(first & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f), 3};
  return {(first & 0x07) << 18 | (byte(1) & 0x3f) << 12 | (byte(2) & 0x3f) << 6 | (byte(3) & 0x3f), 4};
}

bool is_mark(char mark) { return (mark >= '0' && mark <= '9') || (mark >= 'A' && mark <= 'Z') || mark == '?'; }

char mark_of_ascii(char32_t code_point) {
  const char character = static_cast<char>(code_point);
  if (character >= 'a' && character <= 'z') return static_cast<char>(character - 'a' + 'A');
  if (character == '\t') return ' ';
  if (is_mark(character) && character != '?') return character;
  constexpr std::string_view kSeparators = " -./+";
  return kSeparators.find(character) == kSeparators.npos ? kBreak : character;
}

bool is_invisible(char32_t c) { return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064) || c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f); }
bool is_space(char32_t c) { return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000; }
bool is_dash(char32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xfe63 || c == 0xff0d; }

char digit_of(char32_t code_point) {
  const auto after = std::upper_bound(kZeros.begin(), kZeros.end(), code_point);
  if (after == kZeros.begin() || code_point - *(after - 1) > 9) return 0;
  return static_cast<char>('0' + (code_point - *(after - 1)));
}

char mark_of(char32_t c) {
  if (c < 0x80) return mark_of_ascii(c);
  if (is_invisible(c)) return kNothing;
  if (is_space(c)) return ' ';
  if (is_dash(c)) return '-';
  if (c >= 0xc0 && c <= 0x17f) return kPlain[c - 0xc0];
  if (c < 0xc0 || (c >= 0x2000 && c < 0x2070)) return c == 0xb7 ? '.' : kBreak;
  if (const char digit = digit_of(c)) return digit;
  if (c >= 0xff21 && c <= 0xff3a) return static_cast<char>('A' + (c - 0xff21));
  if (c >= 0xff41 && c <= 0xff5a) return static_cast<char>('A' + (c - 0xff41));
  return c >= kFirstWithoutSpaces ? kBreak : '?';
}

/// What stands between two groups, seen so far.
struct Between {
  char joint = 0;
  bool broken = false;
  bool plus = false;
  int characters = 0;

  void add(char mark) {
    constexpr int kMostCharacters = 3;
    if (++characters > kMostCharacters || mark == kBreak) broken = true;
    plus = mark == '+';
    if (plus) broken = true;
    const bool second_sign = mark != ' ' && joint != 0 && joint != ' ';
    if (second_sign) broken = true;
    if (joint == 0 || mark != ' ') joint = mark;
  }
};

void open_group(Tokens& tokens, Between& between, std::size_t at) {
  if (!tokens.groups.empty() && !between.broken) tokens.groups.back().joint = between.joint;
  Group group;
  group.begin = group.end = static_cast<std::uint32_t>(at);
  group.mark = static_cast<std::uint32_t>(tokens.marks.size());
  group.after_plus = between.plus;
  tokens.groups.push_back(group);
  between = {};
}

}  // namespace

Tokens take_apart(std::string_view text) {
  Tokens tokens;
  tokens.marks.reserve(text.size());
  tokens.groups.reserve(text.size() / 6 + 1);
  Between between;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto [code_point, bytes] = read_character(text.substr(at));
    const char mark = mark_of(code_point);
    const std::size_t start = at;
    at += bytes;
    if (mark == kNothing) continue;
    if (!is_mark(mark)) {
      inside = false;
      between.add(mark);
      continue;
    }
    if (!inside) open_group(tokens, between, start);
    inside = true;
    Group& group = tokens.groups.back();
    tokens.marks += mark;
    ++group.size;
    group.end = static_cast<std::uint32_t>(std::min(at, text.size()));
    const bool is_digit = mark <= '9';
    group.digits = group.digits && is_digit;
    group.letters = group.letters && !is_digit;
  }
  return tokens;
}

bool has_digits(std::string_view text, std::size_t least) {
  std::size_t plain = 0;
  std::size_t others = 0;  // a digit of another script takes two bytes or more
  for (const char character : text) {
    plain += character >= '0' && character <= '9' ? 1 : 0;
    others += static_cast<unsigned char>(character) >= 0x80 ? 1 : 0;
  }
  return plain + others / 2 >= least;
}

}  // namespace probity::privacy::guard
