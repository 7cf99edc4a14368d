#include "records/importing/value_format.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace probity::records::importing {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr int kMonths = 12;

/// "13/04/1980 10:00" in its pieces; the year comes last.
struct DateParts {
  int first;
  int second;
  std::string_view year;
  std::string_view rest;
  bool pointed;
};

std::optional<int> small_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 2) return std::nullopt;
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// Nothing where the order of the parts does not matter, or it is no date of numbers.
std::optional<DateParts> date_parts(std::string_view cell) {
  const auto take_digits = [&cell] {
    const std::string_view digits = cell.substr(0, std::min(cell.find_first_not_of(kDigits), cell.size()));
    cell.remove_prefix(digits.size());
    return digits;
  };
  const auto first = small_number(take_digits());
  if (!first || cell.empty() || !std::string_view("./-").contains(cell.front())) return std::nullopt;
  const char separator = cell.front();
  cell.remove_prefix(1);
  const auto second = small_number(take_digits());
  if (!second || !cell.starts_with(separator)) return std::nullopt;
  cell.remove_prefix(1);
  const std::string_view year = take_digits();
  const bool ends = cell.empty() || cell.front() == ' ' || cell.front() == 'T' || cell.front() == ',';
  if ((year.size() != 2 && year.size() != 4) || !ends) return std::nullopt;
  return DateParts{*first, *second, year, cell, separator == '.'};
}

/// From the first digit to the last: "-1.234,56 EUR" -> "1.234,56". Empty where it is no number.
std::string_view number_in(std::string_view cell) {
  const std::size_t begin = cell.find_first_of(kDigits), end = cell.find_last_of(kDigits);
  if (begin == cell.npos) return {};
  const bool marked = begin > 0 && (cell[begin - 1] == '.' || cell[begin - 1] == ',');
  const std::string_view number = cell.substr(begin - (marked ? 1 : 0), end - begin + (marked ? 2 : 1));
  const bool plain = number.find_first_not_of("0123456789., '\xc2\xa0\xe2\x80\xaf\x89\x99") == number.npos;
  return plain ? number : std::string_view();
}

/// The mark before the decimals, where the number alone says which it is.
char decimal_mark(std::string_view number) {
  const auto points = std::ranges::count(number, '.'), commas = std::ranges::count(number, ',');
  if (points == 0 && commas == 0) return 0;
  if (points > 0 && commas > 0) return number[number.find_last_of(".,")];
  if (points > 1 || commas > 1) return points > 1 ? ',' : '.';
  const std::size_t at = number.find_first_of(".,");
  const bool ambiguous = number.size() - at - 1 == 3 && at >= 1 && at <= 3 && number.front() != '0';
  return ambiguous ? 0 : number[at];
}

/// Groups of three, or of two before the last as in India.
bool is_grouped(std::string_view whole, char mark) {
  const auto groups = split(whole, mark);
  if (groups.size() == 1) return true;
  if (groups.front().empty() || groups.front().size() > 3 || groups.back().size() != 3) return false;
  return std::all_of(groups.begin() + 1, groups.end(), [](std::string_view group) { return group.size() == 2 || group.size() == 3; });
}

std::string_view by_country(std::string_view country, bool dates) {
  const meta::InputContext place{.country = std::string(country)};
  const meta::Field field{};
  Cell read[1];
  if (dates) {
    const bool month_first = meta::field_type("date")->read_text(field, "01/02/2001", place, read) && std::get<std::int64_t>(read[0]) == 11'324;
    return month_first ? kMonthFirst : kDayFirst;
  }
  const bool point = !meta::field_type("number")->read_text(field, "1.001", place, read);
  return point ? kDecimalPoint : kDecimalComma;
}

Result<std::string> date_in(std::string_view cell, std::string_view format) {
  const auto parts = date_parts(cell);
  if (!parts) return std::string(cell);
  const bool month_first = format == kMonthFirst;
  const int day = month_first ? parts->second : parts->first, month = month_first ? parts->first : parts->second;
  if (month < 1 || month > kMonths) {
    return invalid("invalid_date", fmt::format("\"{}\" is no date in the form {}, in which this column is read.", first_characters(cell, 40), format));
  }
  // With points a date is read day first everywhere.
  return fmt::format("{:02}.{:02}.{}{}", day, month, parts->year, parts->rest);
}

Result<std::string> number_as(std::string_view cell, std::string_view format) {
  const std::string_view number = number_in(cell);
  if (number.find_first_of(".,") == number.npos) return std::string(cell);
  const char decimal = format == kDecimalComma ? ',' : '.', grouping = format == kDecimalComma ? '.' : ',';
  const std::size_t mark = std::min(number.find(decimal), number.size());
  const std::string_view fraction = number.substr(std::min(mark + 1, number.size()));
  if (!is_grouped(number.substr(0, mark), grouping) || fraction.find_first_of(".,") != fraction.npos) {
    return invalid("invalid_number", fmt::format("\"{}\" is no number in the form {}, in which this column is read.", first_characters(cell, 40), format));
  }
  std::string plain(number.substr(0, mark));
  std::erase(plain, grouping);
  // Four decimals are no thousands anywhere.
  if (!fraction.empty()) plain += fmt::format(".{}{}", fraction, fraction.size() == 3 ? "0" : "");
  const auto begin = static_cast<std::size_t>(number.data() - cell.data());
  return fmt::format("{}{}{}", cell.substr(0, begin), plain, cell.substr(begin + number.size()));
}

}  // namespace

std::vector<std::string_view> formats_of(const meta::Field& field) {
  const std::string_view type = field.type->name();
  if (type == "date" || type == "date_time") return {kDayFirst, kMonthFirst};
  if (type == "number" || type == "money") return {kDecimalComma, kDecimalPoint};
  return {};
}

void FormatEvidence::add(std::string_view cell) {
  if (const auto parts = date_parts(cell)) {
    const bool month_first = parts->second > kMonths && parts->first <= kMonths;
    const bool day_first = parts->first > kMonths && parts->second <= kMonths;
    if (month_first) ++month_first_;
    if (day_first || (parts->pointed && !month_first)) ++day_first_;
    return;
  }
  const std::string_view number = number_in(cell);
  has_marks_ |= number.find_first_of(".,") != number.npos;
  const char mark = decimal_mark(number);
  if (mark == ',') ++comma_;
  if (mark == '.') ++point_;
}

std::string_view FormatEvidence::dates(std::string_view country) const {
  if (day_first_ == month_first_) return by_country(country, true);
  return day_first_ > month_first_ ? kDayFirst : kMonthFirst;
}

std::string_view FormatEvidence::numbers(std::string_view country, bool written_by_program) const {
  if (comma_ != point_) return comma_ > point_ ? kDecimalComma : kDecimalPoint;
  return !has_marks_ && written_by_program ? kDecimalPoint : by_country(country, false);
}

Result<std::string> in_format(std::string_view cell, std::string_view format) {
  if (format.empty()) return std::string(cell);
  return format == kDayFirst || format == kMonthFirst ? date_in(cell, format) : number_as(cell, format);
}

}  // namespace probity::records::importing
