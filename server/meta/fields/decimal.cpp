#include "meta/fields/decimal.hpp"

#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "meta/fields/input.hpp"

namespace probity::meta {
namespace {

constexpr std::int64_t kPowers[kMaximumDigits + 1] = {1,       10,        100,        1'000,        10'000,
                                                     100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

/// CLDR 42: territories that write a point before the decimals. Everybody else writes a comma. Sorted.
constexpr std::string_view kDecimalPoint[] = {
    "AE", "AG", "AI", "AS", "AU", "BB", "BD", "BM", "BN", "BS", "BT", "BW", "BZ", "CA", "CH", "CN", "DM", "DO", "EG",
    "ET", "FJ", "FM", "GB", "GD", "GH", "GI", "GT", "GU", "GY", "HK", "HN", "IE", "IL", "IM", "IN", "JE", "JM", "JO",
    "JP", "KE", "KH", "KN", "KR", "KW", "KY", "LC", "LI", "LK", "LR", "MH", "MM", "MN", "MO", "MP", "MT", "MV", "MW",
    "MX", "MY", "NA", "NG", "NI", "NP", "NZ", "OM", "PA", "PG", "PH", "PK", "PR", "PW", "QA", "SA", "SG", "SV", "TC",
    "TH", "TT", "TW", "TZ", "UG", "UM", "US", "VC", "VG", "VI", "YE", "ZM", "ZW"};

std::unexpected<Error> no_number(std::string_view text) {
  return invalid("invalid_number", fmt::format("{} is not a number. Write it like 1234.50.", in_quotes(text)));
}
std::unexpected<Error> too_many_decimals(int digits) {
  if (digits == 0) return invalid("too_many_decimals", "Only whole numbers are kept here. Round it first.");
  return invalid("too_many_decimals", fmt::format("At most {} decimals are kept here. Round it first.", digits));
}
std::unexpected<Error> out_of_range() { return invalid("out_of_range", "The number is too large to be kept exactly."); }

/// A number without its sign and the marks that only group its digits.
struct Unsigned {
  std::string digits;  ///< digits, points and commas
  bool negative = false;
  bool spaced = false;  ///< grouped by spaces or apostrophes, so that a point or comma is a decimal mark
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size()) text.replace(at, from.size(), to);
}

Unsigned without_marks(std::string_view text) {
  Unsigned number;
  std::string plain(trim(text));
  for (const std::string_view space : {"\u00a0", "\u202f", "\u2009"}) replace_all(plain, space, " ");
  replace_all(plain, "\u2019", "'");
  replace_all(plain, "\u2212", "-");
  if (plain.ends_with('%')) plain.pop_back();
  std::string_view rest = trim(plain);
  if (rest.starts_with('(') && rest.ends_with(')')) {
    number.negative = true;
    rest = trim(rest.substr(1, rest.size() - 2));
  } else if (rest.starts_with('-') || rest.ends_with('-')) {
    number.negative = true;
    rest = trim(rest.starts_with('-') ? rest.substr(1) : rest.substr(0, rest.size() - 1));
  } else if (rest.starts_with('+')) {
    rest = trim(rest.substr(1));
  }
  number.spaced = rest.find_first_of(" '") != rest.npos;
  std::ranges::copy_if(rest, std::back_inserter(number.digits), [](char mark) { return mark != ' ' && mark != '\''; });
  return number;
}

/// Groups of three, or of two before the last as in India.
bool is_grouped(std::string_view whole, char separator) {
  const auto groups = split(whole, separator);
  if (groups.front().empty() || groups.front().size() > 3) return false;
  for (std::size_t at = 1; at < groups.size(); ++at) {
    const bool is_last = at + 1 == groups.size();
    if (groups[at].size() != 3 && (is_last || groups[at].size() != 2)) return false;
  }
  return true;
}

/// The mark before the decimals, or 0 where every mark groups.
char decimal_mark(const Unsigned& number, std::string_view country) {
  const std::string& text = number.digits;
  const auto points = std::ranges::count(text, '.'), commas = std::ranges::count(text, ',');
  if (points == 0 && commas == 0) return 0;
  if (points > 0 && commas > 0) return text[text.find_last_of(".,")];
  if (points + commas > 1) return 0;
  const char mark = points ? '.' : ',';
  const std::size_t at = text.find(mark), before = at, after = text.size() - at - 1;
  const bool ambiguous = after == 3 && before >= 1 && before <= 3 && text[0] != '0' && !number.spaced;
  if (!ambiguous) return mark;
  const char usual = std::ranges::binary_search(kDecimalPoint, country) ? '.' : ',';
  return mark == usual ? mark : 0;
}

/// Spreadsheets and programs write what binary arithmetic left over: -71.15463729999999 for -71.1546373.
/// That much off is no decimal anybody typed.
constexpr double kLeftOver = 1e-14;

Result<std::int64_t> scaled_from(double number, int digits, Excess excess) {
  const auto power = static_cast<double>(kPowers[digits]);
  if (!(std::abs(number) * power <= static_cast<double>(kMaximumScaled))) return out_of_range();
  const double scaled = std::nearbyint(number * power);
  const bool is_exact = std::abs(scaled / power - number) <= std::abs(number) * kLeftOver;
  if (!is_exact && excess == Excess::refuse) return too_many_decimals(digits);
  return static_cast<std::int64_t>(scaled);
}

Result<std::int64_t> scaled_from(std::string_view whole, std::string_view fraction, int digits, Excess excess) {
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > static_cast<std::size_t>(digits)) {
    const std::string text = fmt::format("0{}.{}", whole, fraction);
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return scaled_from(number, digits, excess);
  }
  std::int64_t scaled = 0;
  const auto append = [&scaled](char digit) {
    scaled = scaled * 10 + (digit - '0');
    return scaled <= kMaximumScaled;
  };
  for (const char digit : whole) {
    if (!append(digit)) return out_of_range();
  }
  for (std::size_t place = 0; place < static_cast<std::size_t>(digits); ++place) {
    if (!append(place < fraction.size() ? fraction[place] : '0')) return out_of_range();
  }
  return scaled;
}

}  // namespace

Result<std::int64_t> scaled_number(const JsonValue& value, int digits, Excess excess) {
  if (!value.IsNumber()) return wrong_type("a number without quotation marks");
  return scaled_from(value.GetDouble(), digits, excess);
}

Result<std::int64_t> scaled_in_text(std::string_view text, int digits, std::string_view country, Excess excess) {
  const Unsigned number = without_marks(text);
  const char mark = decimal_mark(number, country);
  const std::size_t point = mark ? number.digits.rfind(mark) : number.digits.size();
  std::string whole = number.digits.substr(0, point);
  const std::string fraction = mark ? number.digits.substr(point + 1) : "";
  const std::size_t separator = whole.find_first_of(".,");
  if (separator != whole.npos) {
    const char grouping = whole[separator];
    if (grouping == mark || !is_grouped(whole, grouping)) return no_number(text);
    std::erase(whole, grouping);
  }
  const bool only_digits = (whole + fraction).find_first_not_of("0123456789") == std::string::npos;
  if (!only_digits || (whole + fraction).empty()) return no_number(text);
  PROBITY_ASSIGN(const std::int64_t scaled, scaled_from(whole, fraction, digits, excess));
  return number.negative ? -scaled : scaled;
}

Result<> check_bounds(const Field& field, int digits) {
  for (const auto& bound : {field.minimum, field.maximum}) {
    if (bound && std::abs(static_cast<double>(*bound)) > static_cast<double>(kMaximumScaled / kPowers[digits])) {
      return invalid("wrong_option", fmt::format("{} is too large a bound for {} decimals", *bound, digits));
    }
  }
  if (field.minimum && field.maximum && *field.minimum > *field.maximum) {
    return invalid("wrong_option", "min is above max; exchange them");
  }
  return {};
}

Result<> check_within_bounds(const Field& field, std::int64_t scaled, int digits) {
  if (field.minimum && scaled < *field.minimum * kPowers[digits]) {
    return invalid("out_of_range", fmt::format("The number must be at least {}.", *field.minimum));
  }
  if (field.maximum && scaled > *field.maximum * kPowers[digits]) {
    return invalid("out_of_range", fmt::format("The number must be at most {}.", *field.maximum));
  }
  return {};
}

std::string scaled_text_padded(std::int64_t scaled, int digits) {
  const auto power = static_cast<std::uint64_t>(kPowers[digits]);
  const auto magnitude = scaled < 0 ? 0 - static_cast<std::uint64_t>(scaled) : static_cast<std::uint64_t>(scaled);
  const char* sign = scaled < 0 ? "-" : "";
  if (digits == 0) return fmt::format("{}{}", sign, magnitude);
  return fmt::format("{}{}.{:0{}}", sign, magnitude / power, magnitude % power, digits);
}

std::string scaled_text(std::int64_t scaled, int digits) {
  std::string text = scaled_text_padded(scaled, digits);
  if (digits == 0) return text;
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string unmistakable(std::string text) {
  const std::size_t point = text.find('.');
  if (point != text.npos && text.size() - point - 1 == 3) text += '0';
  return text;
}

}  // namespace probity::meta
