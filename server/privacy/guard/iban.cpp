#include <algorithm>
#include <array>
#include <string>

#include "privacy/guard/check_digits.hpp"
#include "privacy/guard/detectors.hpp"

namespace probity::privacy::guard {
namespace {

/// What follows country and check digits: counts of digits (n), letters (a) or either (c).
struct Country {
  std::string_view code;
  std::string_view structure;
};
constexpr std::array kCountries{
    Country{"AD", "8n12c"},   Country{"AE", "19n"},     Country{"AL", "8n16c"},   Country{"AT", "16n"},     Country{"AZ", "4a20c"},
    Country{"BA", "16n"},     Country{"BE", "12n"},     Country{"BG", "4a6n8c"},  Country{"BH", "4a14c"},   Country{"BI", "23n"},
    Country{"BR", "23n1a1c"}, Country{"BY", "4c4n16c"}, Country{"CH", "5n12c"},   Country{"CR", "18n"},     Country{"CY", "8n16c"},
    Country{"CZ", "20n"},     Country{"DE", "18n"},     Country{"DJ", "23n"},     Country{"DK", "14n"},     Country{"DO", "4c20n"},
    Country{"EE", "16n"},     Country{"EG", "25n"},     Country{"ES", "20n"},     Country{"FI", "14n"},     Country{"FK", "2a12n"},
    Country{"FO", "14n"},     Country{"FR", "10n11c2n"},Country{"GB", "4a14n"},   Country{"GE", "2a16n"},   Country{"GI", "4a15c"},
    Country{"GL", "14n"},     Country{"GR", "7n16c"},   Country{"GT", "24c"},     Country{"HN", "4a20n"},   Country{"HR", "17n"},
    Country{"HU", "24n"},     Country{"IE", "4a14n"},   Country{"IL", "19n"},     Country{"IQ", "4a15n"},   Country{"IS", "22n"},
    Country{"IT", "1a10n12c"},Country{"JO", "4a4n18c"}, Country{"KW", "4a22c"},   Country{"KZ", "3n13c"},   Country{"LB", "4n20c"},
    Country{"LC", "4a24c"},   Country{"LI", "5n12c"},   Country{"LT", "16n"},     Country{"LU", "3n13c"},   Country{"LV", "4a13c"},
    Country{"LY", "21n"},     Country{"MC", "10n11c2n"},Country{"MD", "20c"},     Country{"ME", "18n"},     Country{"MK", "3n10c2n"},
    Country{"MN", "16n"},     Country{"MR", "23n"},     Country{"MT", "4a5n18c"}, Country{"MU", "4a19n3a"}, Country{"NI", "4a20n"},
    Country{"NL", "4a10n"},   Country{"NO", "11n"},     Country{"OM", "3n16c"},   Country{"PK", "4a16c"},   Country{"PL", "24n"},
    Country{"PS", "4a21c"},   Country{"PT", "21n"},     Country{"QA", "4a21c"},   Country{"RO", "4a16c"},   Country{"RS", "18n"},
    Country{"RU", "14n15c"},  Country{"SA", "2n18c"},   Country{"SC", "4a20n3a"}, Country{"SD", "14n"},     Country{"SE", "20n"},
    Country{"SI", "15n"},     Country{"SK", "20n"},     Country{"SM", "1a10n12c"},Country{"SO", "19n"},     Country{"ST", "21n"},
    Country{"SV", "4a20n"},   Country{"TL", "19n"},     Country{"TN", "20n"},     Country{"TR", "6n16c"},   Country{"UA", "6n19c"},
    Country{"VA", "18n"},     Country{"VG", "4a16n"},   Country{"XK", "16n"},     Country{"YE", "4a4n18c"}};
static_assert(std::ranges::is_sorted(kCountries, {}, &Country::code));

constexpr std::size_t kLongest = 34;

const Country* country_named(std::string_view code) {
  const auto found = std::ranges::lower_bound(kCountries, code, {}, &Country::code);
  return found != kCountries.end() && found->code == code ? &*found : nullptr;
}

bool is_digit(char mark) { return mark >= '0' && mark <= '9'; }
bool is_letter(char mark) { return mark >= 'A' && mark <= 'Z'; }

bool is_of(char mark, char kind) { return kind == 'n' ? is_digit(mark) : kind == 'a' ? is_letter(mark) : is_digit(mark) || is_letter(mark); }

/// Whether the marks have exactly that structure.
bool has_structure(std::string_view marks, std::string_view structure) {
  std::size_t count = 0;
  for (const char sign : structure) {
    if (is_digit(sign)) {
      count = count * 10 + static_cast<std::size_t>(sign - '0');
      continue;
    }
    if (marks.size() < count || !std::all_of(marks.begin(), marks.begin() + static_cast<std::ptrdiff_t>(count), [&](char mark) { return is_of(mark, sign); })) return false;
    marks.remove_prefix(count);
    count = 0;
  }
  return marks.empty();
}

bool may_begin(const Tokens& tokens, std::size_t first) {
  const std::string_view marks = tokens.marks_of(tokens.groups[first]);
  return marks.size() >= 2 && marks.size() <= kLongest && is_letter(marks[0]) && is_letter(marks[1]) && (marks.size() == 2 || is_digit(marks[2]));
}

}  // namespace

std::optional<Found> iban_at(const Tokens& tokens, std::size_t first) {
  if (!may_begin(tokens, first)) return std::nullopt;
  const Country* country = country_named(tokens.marks_of(tokens.groups[first]).substr(0, 2));
  if (!country) return std::nullopt;
  std::string marks;
  for (std::size_t at = first; at < tokens.groups.size(); ++at) {
    const Group& group = tokens.groups[at];
    if (marks.size() + group.size > kLongest) break;
    marks += tokens.marks_of(group);
    if (marks.size() > 4 && is_digit(marks[2]) && is_digit(marks[3]) && has_structure(std::string_view(marks).substr(4), country->structure) && iban_sum(marks)) {
      return Found{{.kind = Kind::iban, .what = "a bank account number (IBAN)", .begin = tokens.groups[first].begin, .end = group.end, .in_groups = true}, at};
    }
    if (group.joint != ' ' && group.joint != '-' && group.joint != '.') break;
  }
  return std::nullopt;
}

}  // namespace probity::privacy::guard
