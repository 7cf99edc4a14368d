#pragma once
// Dates and times of day as people and spreadsheets write them.
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace probity::meta {

/// ISO ("2026-01-31", "20260131", "2026/01/31"), day first ("31.01.2026", "31/01/2026", "31-1-26") or, in
/// countries that write so, month first ("01/31/2026"); English month names ("31 Jan 2026", "Jan 31,
/// 2026"). A number above 12 tells day from month anywhere. Years of two digits are read as spreadsheets
/// do: 00 to 29 is 2000 to 2029, 30 to 99 is 1930 to 1999. Nothing for anything else.
std::optional<Day> day_in_text(std::string_view text, std::string_view country);

/// A date as above, then perhaps a time ("10:00", "10:00:30", "2:30 PM"), read in `time_zone`; without
/// one, midnight. RFC 3339 is taken as it is. Code "invalid_date_time".
Result<Timestamp> instant_in_text(std::string_view text, std::string_view country, std::string_view time_zone);

/// Whether a year has the four digits that dates are written with.
bool is_writable(Timestamp at);

}  // namespace probity::meta
