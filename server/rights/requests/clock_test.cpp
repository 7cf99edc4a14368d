#include "rights/requests/clock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "records/test_workspace.hpp"

namespace probity::requests {
namespace {

using records::expect_value;

const privacy::Law& law() {
  static const privacy::Law law = expect_value(privacy::load_law(std::filesystem::path(PROBITY_SOURCE_DIR) / "policies/law"));
  return law;
}
WorkingDays working(std::string_view country) { return country.empty() ? WorkingDays() : expect_value(WorkingDays::with(law().holidays.find(country)->second)); }
Clock clock_of(std::string_view name, std::string_view country = "") { return {law().clocks.find(name)->second, working(country)}; }

Day day(std::string_view text) { return *parse_day(text); }
std::string due(std::string_view name, std::string_view received, std::string_view country = "", bool extended = false) {
  return format_day(clock_of(name, country).read({.received = day(received), .pauses = {}, .extended = extended}, day(received)).due);
}

const Day kFirst = day("2023-01-01"), kLast = day("2033-01-01");

/// The rule of the regulator once more, in other words: count months by their numbers.
Day same_date_in(Day start, int months) {
  using namespace std::chrono;
  const year_month_day date{sys_days(days(start))};
  const int count = static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1 + months;
  const year_month_day_last last = year(count / 12) / month(static_cast<unsigned>(count % 12 + 1)) / std::chrono::last;
  const auto number = std::min(static_cast<unsigned>(date.day()), static_cast<unsigned>(last.day()));
  return static_cast<Day>(sys_days(last.year() / last.month() / std::chrono::day(number)).time_since_epoch().count());
}
int weekday_of(Day at) { return static_cast<int>(((at % 7) + 11) % 7); }  // 0 is Sunday; 1970-01-01 was a Thursday

TEST(ClockTest, vectors_of_the_regulator) {
  EXPECT_EQ(due("month", "2026-01-31"), "2026-03-02") << "no 31st of February, and the 28th is a Saturday";
  EXPECT_EQ(due("month", "2026-09-03"), "2026-10-05") << "the 3rd of October is a Saturday";
  EXPECT_EQ(due("month", "2026-11-25", "GB"), "2026-12-29") << "Christmas Day, Boxing Day, Sunday and the substitute of Boxing Day pass";
  EXPECT_EQ(due("month", "2026-11-25"), "2026-12-25") << "without a country weekends alone count";
  EXPECT_EQ(due("month", "2024-01-31"), "2024-02-29");
  EXPECT_EQ(due("month", "2026-08-30", "", true), "2026-11-30");
  EXPECT_EQ(due("28_days", "2026-02-01"), "2026-03-01") << "28 days are 28 days, on a Sunday too";
  EXPECT_EQ(due("ccpa", "2026-01-01"), "2026-02-15");
  EXPECT_EQ(due("ccpa", "2026-01-01", "", true), "2026-04-01");
}

TEST(ClockTest, every_date_of_ten_years_by_the_month) {
  const Clock clock = clock_of("month");
  for (Day received = kFirst; received < kLast; ++received) {
    for (const auto& [months, extended] : {std::pair(1, false), std::pair(3, true)}) {
      Day expected = same_date_in(received, months);
      while (weekday_of(expected) == 0 || weekday_of(expected) == 6) ++expected;
      ASSERT_EQ(clock.read({.received = received, .pauses = {}, .extended = extended}, received).due, expected) << format_day(received);
    }
  }
}

TEST(ClockTest, twenty_eight_days_are_never_longer_than_a_month) {
  for (const char* country : {"", "GB", "DE", "US"}) {
    const Clock days = clock_of("28_days", country), month = clock_of("month", country);
    for (Day received = kFirst; received < kLast; ++received) {
      const Day short_one = days.read({.received = received, .pauses = {}, .extended = false}, received).due;
      ASSERT_EQ(short_one, received + 28);
      ASSERT_LE(short_one, month.read({.received = received, .pauses = {}, .extended = false}, received).due) << format_day(received) << " " << country;
    }
  }
}

TEST(ClockTest, every_pause_of_every_date_moves_the_end_by_its_days) {
  const Clock month = clock_of("month"), days = clock_of("28_days"), ccpa = clock_of("ccpa");
  for (Day received = kFirst; received < kLast; ++received) {
    for (const int start : {0, 1, 13, 30}) {
      for (int length = 0; length <= 45; ++length) {
        const Course course{.received = received, .pauses = {{received + start, received + start + length}}, .extended = false};
        Day expected = same_date_in(received, 1) + length;
        while (weekday_of(expected) == 0 || weekday_of(expected) == 6) ++expected;
        ASSERT_EQ(month.read(course, received).due, expected) << format_day(received) << " " << start << " " << length;
        ASSERT_EQ(days.read(course, received).due, received + 28 + length);
        ASSERT_EQ(ccpa.read(course, received).due, received + 45) << "verification does not stop the clock in California";
      }
    }
  }
}

TEST(ClockTest, the_end_never_comes_nearer_while_it_stands_still) {
  const Clock clock = clock_of("month", "DE");
  for (Day received = kFirst; received < kFirst + 366; ++received) {
    const Course course{.received = received, .pauses = {{received + 5, {}}}, .extended = false};
    Reading before = clock.read(course, received + 5);
    EXPECT_TRUE(before.paused);
    for (Day today = received + 6; today < received + 60; ++today) {
      const Reading reading = clock.read(course, today);
      ASSERT_GE(reading.due, before.due);
      ASSERT_GE(reading.days_left, 0);
      before = reading;
    }
  }
}

RC_GTEST_PROP(ClockTest, days_in_several_pauses_count_once, ()) {
  const Clock clock = clock_of("28_days");
  const Day received = *rc::gen::inRange(kFirst, kLast);
  const auto spans = *rc::gen::container<std::vector<std::pair<int, int>>>(rc::gen::pair(rc::gen::inRange(-20, 90), rc::gen::inRange(0, 40)));
  std::vector<Pause> pauses;
  std::set<Day> stood_still;
  for (const auto& [start, length] : spans) {
    pauses.push_back({received + start, received + start + length});
    for (Day at = received + start; at < received + start + length; ++at) {
      if (at >= received) stood_still.insert(at);
    }
  }
  RC_ASSERT(clock.read({.received = received, .pauses = pauses, .extended = false}, received).due == received + 28 + static_cast<Day>(stood_still.size()));
}

RC_GTEST_PROP(ClockTest, an_end_by_the_month_is_a_working_day, ()) {
  const std::string country = *rc::gen::element<std::string>("AT", "DE", "FR", "GB", "US");
  const Day received = *rc::gen::inRange(kFirst, kLast);
  const int length = *rc::gen::inRange(0, 60);
  const Course course{.received = received, .pauses = {{received, received + length}}, .extended = *rc::gen::arbitrary<bool>()};
  RC_ASSERT(working(country).is_working(clock_of("month", country).read(course, received).due));
}

TEST(ClockTest, an_extension_is_told_before_it_is_due_and_once) {
  const Clock month = clock_of("month");
  const Day received = day("2026-01-31");
  EXPECT_TRUE(month.may_extend({.received = received, .pauses = {}, .extended = false}, day("2026-03-02")));
  EXPECT_FALSE(month.may_extend({.received = received, .pauses = {}, .extended = false}, day("2026-03-03")));
  EXPECT_FALSE(month.may_extend({.received = received, .pauses = {}, .extended = true}, received));
  EXPECT_EQ(month.read({.received = received, .pauses = {}, .extended = false}, received).extended_due, day("2026-04-30"));
  EXPECT_FALSE(clock_of("28_days").may_extend({.received = received, .pauses = {}, .extended = false}, received)) << "what is promised in 28 days is not extended";
}

TEST(ClockTest, california_counts_working_days) {
  const Clock clock = clock_of("ccpa", "US");
  const Day received = day("2026-12-18");  // a Friday before Christmas and New Year
  EXPECT_EQ(clock.read({.received = received, .pauses = {}, .extended = false}, received).acknowledge_by, day("2027-01-05"));
  EXPECT_EQ(clock.opt_out_by(received), day("2027-01-12"));
  EXPECT_EQ(clock_of("month").opt_out_by(received), std::nullopt);
  EXPECT_EQ(clock.rule().kept->text(), "P24M");
}

TEST(WorkingDaysTest, easter_and_what_is_counted_from_it) {
  EXPECT_EQ(format_day(easter_of(2024)), "2024-03-31");
  EXPECT_EQ(format_day(easter_of(2025)), "2025-04-20");
  EXPECT_EQ(format_day(easter_of(2026)), "2026-04-05");
  EXPECT_EQ(format_day(easter_of(2038)), "2038-04-25");
  const WorkingDays gb = working("GB");
  for (const char* holiday : {"2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25"}) EXPECT_FALSE(gb.is_working(day(holiday))) << holiday;
  EXPECT_TRUE(gb.is_working(day("2026-05-11")));
  EXPECT_FALSE(working("US").is_working(day("2026-11-26"))) << "the fourth Thursday";
  EXPECT_TRUE(working("US").is_working(day("2026-11-19")));
  EXPECT_FALSE(expect_value(WorkingDays::with({"2026-06-10"})).is_working(day("2026-06-10")));
}

TEST(WorkingDaysTest, holidays_on_a_weekend_are_kept_on_another_day) {
  const WorkingDays gb = working("GB"), us = working("US");
  for (const char* substitute : {"2020-12-28", "2021-12-27", "2021-12-28", "2022-12-27", "2022-01-03", "2023-01-02"}) EXPECT_FALSE(gb.is_working(day(substitute))) << substitute;
  for (const char* working_day : {"2020-12-29", "2021-12-29", "2022-12-28", "2024-12-27"}) EXPECT_TRUE(gb.is_working(day(working_day))) << working_day;
  for (const char* observed : {"2021-12-31", "2026-07-03", "2027-07-05", "2021-12-24"}) EXPECT_FALSE(us.is_working(day(observed))) << observed;
  EXPECT_TRUE(us.is_working(day("2026-07-06")));
}

TEST(WorkingDaysTest, what_is_no_holiday_is_refused) {
  for (const char* wrong : {"", "13-01", "02-30", "easter+", "easter1x", "5/moonday/1", "13/monday/1", "5/monday/6", "5/monday", "tomorrow"}) EXPECT_FALSE(WorkingDays::with({wrong})) << wrong;
}

TEST(WorkingDaysTest, every_holiday_that_ships_can_be_read) {
  for (const auto& [country, days] : law().holidays) EXPECT_TRUE(WorkingDays::with(days)) << country;
}

}  // namespace
}  // namespace probity::requests
