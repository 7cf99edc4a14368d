#include "base/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace probity {
namespace {

constexpr Timestamp kYear1 = -719'162 * kDay;
constexpr Timestamp kYear9999 = 2'932'896 * kDay;

struct Reading {
  const char* text;
  const char* zone;
  const char* instant;
};

class ReadTimestamp : public testing::TestWithParam<Reading> {};

TEST_P(ReadTimestamp, IsTheInstantMeant) {
  const auto at = parse_timestamp(GetParam().text, GetParam().zone);
  ASSERT_TRUE(at) << GetParam().text;
  EXPECT_EQ(format_timestamp(*at), GetParam().instant) << GetParam().text << " in " << GetParam().zone;
}

INSTANTIATE_TEST_SUITE_P(
    Time, ReadTimestamp,
    testing::Values(Reading{"1970-01-01T00:00:00Z", "", "1970-01-01T00:00:00Z"},
                    Reading{"2026-01-31T10:00:00+01:00", "America/New_York", "2026-01-31T09:00:00Z"},
                    Reading{"2026-01-31t10:00:00-0330", "", "2026-01-31T13:30:00Z"},
                    Reading{"2026-01-31 10:00", "", "2026-01-31T10:00:00Z"},
                    Reading{"2026-01-31T10:00:00.5z", "", "2026-01-31T10:00:00.500000Z"},
                    Reading{"2026-01-31T10:00:00.1234567Z", "", "2026-01-31T10:00:00.123456Z"},
                    Reading{"2026-01-31T10:00", "Europe/Berlin", "2026-01-31T09:00:00Z"},
                    Reading{"2026-07-31T10:00", "Europe/Berlin", "2026-07-31T08:00:00Z"},
                    Reading{"2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:30:00Z"},   // does not exist
                    Reading{"2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"},   // comes twice
                    Reading{"2011-12-30T12:00", "Pacific/Apia", "2011-12-30T22:00:00Z"},    // a day left out
                    Reading{"2016-12-31T23:59:60Z", "", "2017-01-01T00:00:00Z"},            // leap second
                    Reading{"2024-02-29T00:00Z", "", "2024-02-29T00:00:00Z"},
                    Reading{"1969-12-31T23:59:59.999999Z", "", "1969-12-31T23:59:59.999999Z"}));

TEST(Time, RefusesWhatIsNoInstant) {
  for (const char* text :
       {"", "2026-01-31", "2026-01-31T", "2026-02-29T10:00Z", "2026-13-01T10:00Z", "2026-00-10T10:00Z",
        "2026-04-31T10:00Z", "2026-01-31T24:00Z", "2026-01-31T10:60Z", "2026-01-31T10:00:61Z", "2026-01-31T10:00:60Z",
        "2026-01-31T10:00:00.Z", "2026-01-31T10:00:00+1", "2026-01-31T10:00:00+25:00", "2026-01-31T10:00:00Zx",
        "2026-01-31T10:00 Z", "26-01-31T10:00", "2026-1-31T10:00", "31.01.2026 10:00", "2026-01-31  10:00",
        " 2026-01-31T10:00", "2026-01-31T10", "2026-01-31T+1:00"}) {
    const auto at = parse_timestamp(text);
    ASSERT_FALSE(at) << text;
    EXPECT_EQ(at.error().code, "invalid_datetime") << text;
  }
  EXPECT_EQ(parse_timestamp("2026-01-31T10:00", "Mars/Olympus").error().code, "unknown_time_zone");
}

TEST(Time, EveryInstantOfFourDigitYearsRoundTrips) {
  EXPECT_TRUE(rc::check("parse(format(instant)) == instant", [] {
    const auto at = *rc::gen::inRange<Timestamp>(kYear1, kYear9999);
    RC_ASSERT(parse_timestamp(format_timestamp(at)).value() == at);
  }));
}

TEST(Time, DaysAreRealDates) {
  EXPECT_EQ(parse_day("1970-01-01"), 0);
  EXPECT_EQ(parse_day("2000-02-29"), 11'016);
  EXPECT_EQ(parse_day("1969-12-31"), -1);
  for (const char* text : {"", "1900-02-29", "2026-02-30", "2026-1-1", "2026-01-01 ", "01/31/2026", "20260131"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
  EXPECT_TRUE(rc::check("parse_day(format_day(day)) == day", [] {
    const auto day = *rc::gen::inRange<Day>(kYear1 / kDay, kYear9999 / kDay);
    RC_ASSERT(parse_day(format_day(day)) == day);
  }));
}

TEST(Time, TheDayDependsOnThePlace) {
  const Timestamp at = parse_timestamp("2026-01-31T23:30:00Z").value();
  EXPECT_EQ(format_day(day_of(at, "UTC")), "2026-01-31");
  EXPECT_EQ(format_day(day_of(at, "Europe/Berlin")), "2026-02-01");
  EXPECT_EQ(format_day(day_of(at, "America/Los_Angeles")), "2026-01-31");
  EXPECT_EQ(format_day(day_of(-1, "UTC")), "1969-12-31");
}

TEST(Time, TheWallClockDependsOnThePlace) {
  const Timestamp at = parse_timestamp("2026-07-31T23:30:15.5Z").value();
  EXPECT_EQ(format_local(at, "UTC"), "2026-07-31T23:30:15");
  EXPECT_EQ(format_local(at, "Europe/Berlin"), "2026-08-01T01:30:15");
  EXPECT_EQ(format_local(-1, ""), "1969-12-31T23:59:59");
  EXPECT_EQ(format_local(at, "Mars/Olympus"), "2026-07-31T23:30:15");
}

TEST(Time, ZonesAreKnownByName) {
  EXPECT_TRUE(is_time_zone("Europe/Berlin"));
  EXPECT_TRUE(is_time_zone("UTC"));
  for (const char* name : {"", "Berlin", "europe/berlin", "../../etc/passwd", "Europe"}) {
    EXPECT_FALSE(is_time_zone(name)) << name;
  }
}

TEST(Time, DurationsAreCountedInSeconds) {
  EXPECT_EQ(parse_duration_seconds("PT90S"), 90);
  EXPECT_EQ(parse_duration_seconds("P1DT2H"), 93'600);
  EXPECT_EQ(parse_duration_seconds("P2W"), 1'209'600);
  EXPECT_EQ(parse_duration_seconds("-PT15M"), -900);
  EXPECT_EQ(parse_duration_seconds("+P91D"), 91 * 86'400);
  for (const char* text : {"", "P", "PT", "P1", "1D", "P1Y", "P1M", "P1DT", "PT1H1H", "PT1S1H", "P1H", "PT1D", "PT-1S",
                           "PT1.5S", "P1D ", "P99999999999999999999D", "P9223372036854775807D"}) {
    EXPECT_FALSE(parse_duration_seconds(text)) << text;
  }
}

TEST(Time, DurationsAreWrittenShort) {
  EXPECT_EQ(format_duration_seconds(0), "PT0S");
  EXPECT_EQ(format_duration_seconds(5'400), "PT1H30M");
  EXPECT_EQ(format_duration_seconds(93'600), "P1DT2H");
  EXPECT_EQ(format_duration_seconds(14 * 86'400), "P14D");
  EXPECT_EQ(format_duration_seconds(-900), "-PT15M");
  EXPECT_TRUE(rc::check("parse(format(seconds)) == seconds", [] {
    const auto seconds = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
    RC_ASSERT(parse_duration_seconds(format_duration_seconds(seconds)) == seconds);
  }));
}

TEST(Time, TheClockCanBeShifted) {
  const Timestamp before = now();
  ASSERT_TRUE(shift_clock("+P91D"));
  EXPECT_EQ(clock_shift(), 91 * kDay);
  EXPECT_GE(now(), before + 91 * kDay);
  EXPECT_EQ(shift_clock("tomorrow").error().code, "invalid_clock_shift");
  EXPECT_EQ(clock_shift(), 91 * kDay);
  ASSERT_TRUE(shift_clock("-PT0S"));
  EXPECT_EQ(clock_shift(), 0);
}

}  // namespace
}  // namespace probity
