#include "records/formats/recurrence.hpp"

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace probity::formats {
namespace {

WallSeconds wall(std::string_view text) { return *parse_timestamp(text, "UTC") / kSecond; }
std::string shown(WallSeconds at) { return format_local(at * kSecond, "UTC"); }

std::vector<std::string> times(std::string_view rule, std::string_view first, std::size_t most, std::string_view from = "", std::string_view zone = "UTC") {
  std::vector<std::string> found;
  const auto recurrence = Recurrence::parse(rule, zone);
  if (!recurrence) return {recurrence.error().code};
  recurrence->each(wall(first), from.empty() ? wall(first) : wall(from), [&](WallSeconds at) {
    found.push_back(shown(at));
    return found.size() < most;
  });
  return found;
}

using Times = std::vector<std::string>;

TEST(Recurrence, makes_the_times_of_a_rule) {
  EXPECT_EQ(times("FREQ=WEEKLY;BYDAY=MO,WE", "2026-01-05T10:00", 3), (Times{"2026-01-05T10:00:00", "2026-01-07T10:00:00", "2026-01-12T10:00:00"}));
  EXPECT_EQ(times("rrule:freq=monthly;bymonthday=31", "2026-01-31T08:30", 3), (Times{"2026-01-31T08:30:00", "2026-03-31T08:30:00", "2026-05-31T08:30:00"}));
  EXPECT_EQ(times("FREQ=YEARLY;COUNT=2", "2024-02-29T00:00", 9), (Times{"2024-02-29T00:00:00", "2028-02-29T00:00:00"}));
}

TEST(Recurrence, the_first_time_counts_though_the_rule_does_not_make_it) {
  EXPECT_EQ(times("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-01-06T10:00", 9), (Times{"2026-01-06T10:00:00", "2026-01-12T10:00:00", "2026-01-19T10:00:00"}));
}

TEST(Recurrence, ends_at_its_until_on_the_wall_clock_there) {
  // 23:30 UTC on the 7th is half past midnight on the 8th in Berlin.
  EXPECT_EQ(times("FREQ=DAILY;UNTIL=20260107T233000Z", "2026-01-06T00:30", 9, "", "Europe/Berlin").size(), 3u);
  EXPECT_EQ(times("FREQ=DAILY;UNTIL=20260107T223000Z", "2026-01-06T00:30", 9, "", "Europe/Berlin").size(), 2u);
  EXPECT_EQ(times("FREQ=DAILY;UNTIL=20260107", "2026-01-06T15:00", 9).size(), 2u);
}

TEST(Recurrence, entered_in_the_middle_it_makes_the_same_times) {
  for (const char* rule : {"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=15",
                           "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=WEEKLY", "FREQ=DAILY;INTERVAL=10;COUNT=200", "FREQ=YEARLY;INTERVAL=3"}) {
    const Times all = times(rule, "2020-01-14T09:00", 1000);
    for (const char* from : {"2020-01-15T00:00", "2021-07-01T12:00", "2023-02-28T09:00", "2024-12-31T23:59"}) {
      Times expected;
      for (const std::string& each : all) {
        if (wall(each) >= wall(from) && expected.size() < 5) expected.push_back(each);
      }
      EXPECT_EQ(times(rule, "2020-01-14T09:00", 5, from), expected) << rule << " " << from;
    }
  }
}

TEST(Recurrence, refuses_what_is_no_rule_and_what_never_rests) {
  for (const char* rule : {"", "weekly", "FREQ=SOMETIMES", "FREQ=", "FREQ=DAILY;BYDAY=XX"}) EXPECT_EQ(times(rule, "2026-01-01T00:00", 1), Times{"invalid_recurrence"}) << rule;
  for (const char* rule : {"FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=5", "FREQ=HOURLY", "FREQ=DAILY;BYSECOND=0,1,2", "FREQ=DAILY;BYMINUTE=0,30"}) {
    EXPECT_EQ(times(rule, "2026-01-01T00:00", 1), Times{"too_frequent"}) << rule;
  }
  EXPECT_EQ(times("FREQ=DAILY;" + std::string(600, 'A'), "2026-01-01T00:00", 1), Times{"invalid_recurrence"});
}

TEST(Recurrence, a_rule_that_never_matches_is_refused_or_over) {
  for (const char* rule : {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2,4;BYMONTHDAY=31", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-30"}) {
    EXPECT_EQ(times(rule, "2026-01-01T00:00", 9), Times{"invalid_recurrence"}) << rule;
  }
  EXPECT_EQ(times("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "2026-01-01T00:00", 9), Times{"2026-01-01T00:00:00"});
}

TEST(Recurrence, counts_down) { EXPECT_EQ(Recurrence::parse("FREQ=DAILY;COUNT=5;INTERVAL=2", "UTC")->text(4), "FREQ=DAILY;COUNT=4;INTERVAL=2"); }

}  // namespace
}  // namespace probity::formats
