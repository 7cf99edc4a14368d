#pragma once
// Instants are UTC microseconds since 1970. All time in the program comes from here, so that a test
// clock shifts all of it: jobs, expiry and retention.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity {

/// Microseconds since 1970-01-01T00:00:00Z.
using Timestamp = std::int64_t;

inline constexpr Timestamp kMillisecond = 1'000;
inline constexpr Timestamp kSecond = 1'000'000;
inline constexpr Timestamp kMinute = 60 * kSecond;
inline constexpr Timestamp kHour = 60 * kMinute;
inline constexpr Timestamp kDay = 24 * kHour;

/// The program's clock: the system's, plus the test shift if there is one. Thread-safe.
Timestamp now();

/// Shifts the program's clock by an ISO 8601 duration with a sign, e.g. "+P91D" or "-PT2H30M".
/// Call once, before threads start.
Result<> shift_clock(std::string_view duration);
/// The shift in force, in microseconds; 0 in production.
Timestamp clock_shift();

/// "2026-01-31T10:00:00Z"; fraction of six digits only where it is not zero.
std::string format_timestamp(Timestamp at);
/// RFC 3339 with "Z" or an offset, or a local time ("2026-01-31T10:00", "2026-01-31 10:00:00") read in
/// `time_zone` (IANA name; empty means UTC). A local time that does not exist is moved forward by the
/// length of the gap, one that comes twice is its first occurrence (RFC 5545, section 3.3.5). Error codes
/// "invalid_datetime" and "unknown_time_zone".
Result<Timestamp> parse_timestamp(std::string_view text, std::string_view time_zone = {});
/// The wall clock there at that instant, to the second: "2026-01-31T10:00:00". An unknown zone is UTC.
std::string format_local(Timestamp at, std::string_view time_zone);

/// Days since 1970-01-01, for calendar dates without a time.
using Day = std::int32_t;
std::string format_day(Day day);                        ///< "2026-01-31"
std::optional<Day> parse_day(std::string_view text);    ///< strict ISO, only real dates
Day day_of(Timestamp at, std::string_view time_zone);   ///< the date there at that instant; an unknown zone is UTC

/// Seconds of an ISO 8601 duration without years and months ("P1DT2H", "PT90S"), which may have a sign.
std::optional<std::int64_t> parse_duration_seconds(std::string_view text);
std::string format_duration_seconds(std::int64_t seconds);  ///< "PT1H30M"

bool is_time_zone(std::string_view name);

}  // namespace probity
