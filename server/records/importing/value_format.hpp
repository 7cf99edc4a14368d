#pragma once
// How a column writes dates and numbers. One cell alone often does not say whether 03/04 is in April or in March,
// so it is decided once for the whole column, and a cell that does not fit is refused instead of being turned round.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "meta/entity.hpp"

namespace probity::records::importing {

inline constexpr std::string_view kDayFirst = "day/month/year";
inline constexpr std::string_view kMonthFirst = "month/day/year";
inline constexpr std::string_view kDecimalComma = "1.234,56";
inline constexpr std::string_view kDecimalPoint = "1,234.56";

/// The formats that values of a field can have, none for most fields: how they are told apart.
std::vector<std::string_view> formats_of(const meta::Field& field);

/// What the cells of one column tell.
class FormatEvidence {
 public:
  void add(std::string_view cell);
  /// What most of the cells that can be read one way only say; where there are none, how the country writes.
  std::string_view dates(std::string_view country) const;
  /// `written_by_program`: the column names are our own, and programs write a point before decimals.
  std::string_view numbers(std::string_view country, bool written_by_program) const;

 private:
  int day_first_ = 0;
  int month_first_ = 0;
  int comma_ = 0;
  int point_ = 0;
  bool has_marks_ = false;
};

/// The cell so written that it can be read one way only. What is in no such form (a date with the month's name, a
/// word) stays as it is. Codes "invalid_date", "invalid_number" where it does not fit the format.
Result<std::string> in_format(std::string_view cell, std::string_view format);

}  // namespace probity::records::importing
