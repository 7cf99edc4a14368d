#include "privacy/guard/tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>

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
constexpr char kBreak = '=';                      // holds nothing together
constexpr std::string_view kLooseSigns = ",_|:;*()\n";

constexpr std::string_view kSpaceOfHtml = "&nbsp;";

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
  if (character == '\r') return '\n';
  if (is_mark(character) && character != '?') return character;
  constexpr std::string_view kSeparators = " -./+";
  const bool separates = kSeparators.find(character) != kSeparators.npos || kLooseSigns.find(character) != kLooseSigns.npos;
  return separates ? character : kBreak;
}

bool is_invisible(char32_t c) { return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2060 && c <= 0x2064) || c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f); }
bool is_space(char32_t c) { return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f || c == 0x3000; }
bool is_dash(char32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xfe63 || c == 0xff0d; }

/// Digits that are raised, lowered, in circles, in brackets or with a full stop.
char drawn_digit_of(char32_t c) {
  if (c == 0xb9) return '1';
  if (c == 0xb2 || c == 0xb3) return static_cast<char>('0' + (c - 0xb0));
  if (c == 0x2070 || c == 0x2080 || c == 0x24ea || c == 0x24ff) return '0';
  constexpr std::array<char32_t, 10> kOnes{0x2071, 0x2081, 0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x1f102};
  for (const char32_t one : kOnes) {
    // U+2071 to U+2073 are no digits: the raised ones before four stand elsewhere.
    const bool is_digit = c >= one && c < one + 9 && !(c >= 0x2071 && c <= 0x2073);
    if (is_digit) return static_cast<char>('1' + (c - one));
  }
  return 0;
}

char digit_of(char32_t code_point) {
  if (const char drawn = drawn_digit_of(code_point)) return drawn;
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
  if (const char digit = digit_of(c)) return digit;
  if (c < 0xc0 || (c >= 0x2000 && c < 0x2070)) return c == 0xb7 ? '.' : kBreak;
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
  char loose = 0;
  bool torn = false;   ///< not even the loose signs hold it together

  void add(char mark) {
    constexpr int kMostCharacters = 3;
    add_loose(mark);
    if (++characters > kMostCharacters || mark == kBreak || kLooseSigns.find(mark) != kLooseSigns.npos) broken = true;
    plus = mark == '+';
    if (plus) broken = true;
    const bool second_sign = mark != ' ' && joint != 0 && joint != ' ';
    if (second_sign) broken = true;
    if (joint == 0 || mark != ' ') joint = mark;
  }

 private:
  /// Lines may begin and end with spaces and brackets stand in pairs; slashes and bars may have spaces around them; of the
  /// others there is one, and nothing beside it: lists of figures have spaces behind their commas.
  void add_loose(char mark) {
    const bool is_line = mark == '\n' && (loose == 0 || loose == '\n');
    const bool is_space = mark == ' ' && (loose == 0 || loose == '\n' || loose == ')' || loose == '/' || loose == '|');
    const bool is_bracket = (mark == ')' && loose == 0) || (mark == '(' && loose == ')');
    const bool is_spaced_sign = (mark == '/' || mark == '|') && loose == 0;
    const bool is_only_sign = is_spaced_sign || (characters == 0 && kLooseSigns.find(mark) != kLooseSigns.npos);
    if (!is_line && !is_space && !is_bracket && !is_only_sign) torn = true;
    if (mark != ' ' && mark != '(') loose = mark;
  }
};

void open_group(Tokens& tokens, Between& between, std::size_t at) {
  if (!tokens.groups.empty() && !between.broken) tokens.groups.back().joint = between.joint;
  if (!tokens.groups.empty() && !between.torn) tokens.groups.back().loose = between.loose;
  Group group;
  group.begin = group.end = static_cast<std::uint32_t>(at);
  group.mark = static_cast<std::uint32_t>(tokens.marks.size());
  group.after_plus = between.plus;
  tokens.groups.push_back(group);
  between = {};
}

/// How long a mark of HTML at the beginning of the text is; 0 for none. One that holds a number is read as text.
std::size_t length_of_mark(std::string_view text) {
  constexpr std::size_t kLongest = 300;
  if (text.size() < 3 || text[0] != '<' || !(std::isalpha(static_cast<unsigned char>(text[1])) || text[1] == '/')) return 0;
  const std::size_t end = text.substr(0, kLongest).find('>');
  return end == text.npos || has_digits(text.substr(0, end), 5) ? 0 : end + 1;
}

bool is_within_a_line(std::string_view mark) {
  constexpr std::array<std::string_view, 16> kInline{"a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "mark", "sub", "sup", "wbr", "code"};
  mark.remove_prefix(mark[1] == '/' ? 2 : 1);
  std::string name(mark.substr(0, mark.find_first_of(" \t\n/>")));
  std::ranges::transform(name, name.begin(), [](char character) { return static_cast<char>(std::tolower(static_cast<unsigned char>(character))); });
  return std::ranges::find(kInline, name) != kInline.end();
}

}  // namespace

Tokens take_apart(std::string_view text) {
  Tokens tokens;
  tokens.marks.reserve(text.size());
  tokens.groups.reserve(text.size() / 6 + 1);
  Between between;
  bool inside = false;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t length = length_of_mark(text.substr(at))) {
      if (!is_within_a_line(text.substr(at, length))) {
        inside = false;
        between.add('\n');
      }
      at += length;
      continue;
    }
    if (text.substr(at).starts_with(kSpaceOfHtml)) {
      inside = false;
      between.add(' ');
      at += kSpaceOfHtml.size();
      continue;
    }
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
