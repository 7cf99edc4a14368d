#include "domains/calendar/series.hpp"

#include <gtest/gtest.h>

namespace probity::calendar {
namespace {

Timestamp at(std::string_view text) { return *parse_timestamp(text, "UTC"); }

Series weekly() {
  return {.id = {}, .start = at("2026-03-16T09:00:00Z"), .end = at("2026-03-16T10:00:00Z"), .time_zone = "Europe/Berlin", .rrule = "FREQ=WEEKLY"};
}

std::vector<std::string> starts(const Series& series, std::string_view from, std::string_view to, std::size_t most = 100) {
  std::vector<std::string> found;
  for (const Occurrence& each : occurrences(series, at(from), at(to), most)) found.push_back(format_timestamp(each.start));
  return found;
}

using Times = std::vector<std::string>;

TEST(Series, keeps_its_time_of_day_over_daylight_saving) {
  // Berlin puts its clocks forward on 29 March and back on 25 October.
  EXPECT_EQ(starts(weekly(), "2026-03-20T00:00:00Z", "2026-04-07T00:00:00Z"), (Times{"2026-03-23T09:00:00Z", "2026-03-30T08:00:00Z", "2026-04-06T08:00:00Z"}));
  EXPECT_EQ(starts(weekly(), "2026-10-19T00:00:00Z", "2026-10-27T00:00:00Z"), (Times{"2026-10-19T08:00:00Z", "2026-10-26T09:00:00Z"}));
}

TEST(Series, a_time_that_does_not_exist_is_moved_and_comes_back) {
  Series daily = weekly();
  daily.start = at("2026-03-28T01:30:00Z");  // half past two in Berlin
  daily.end = daily.start + kHour;
  daily.rrule = "FREQ=DAILY;COUNT=3";
  EXPECT_EQ(starts(daily, "2026-03-01T00:00:00Z", "2026-04-30T00:00:00Z"), (Times{"2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}));
}

TEST(Series, whole_days_stay_whole_where_they_are_short) {
  Series days{.id = {}, .start = at("2026-03-27T23:00:00Z"), .end = at("2026-03-28T23:00:00Z"), .time_zone = "Europe/Berlin", .all_day = true, .rrule = "FREQ=DAILY;COUNT=3"};
  const auto made = occurrences(days, at("2026-03-29T12:00:00Z"), at("2026-03-29T13:00:00Z"), 9);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].end - made[0].start, 23 * kHour);
}

TEST(Series, what_is_under_way_is_found_and_what_is_over_is_not) {
  EXPECT_EQ(starts(weekly(), "2026-03-23T09:59:59Z", "2026-03-23T12:00:00Z").size(), 1u);
  EXPECT_EQ(starts(weekly(), "2026-03-23T10:00:00Z", "2026-03-23T12:00:00Z").size(), 0u);
  EXPECT_EQ(starts(weekly(), "2026-03-23T08:00:00Z", "2026-03-23T09:00:00Z").size(), 0u);
  Series moment = weekly();
  moment.rrule.clear();
  moment.end = moment.start;
  EXPECT_EQ(starts(moment, "2026-03-16T09:00:00Z", "2026-03-16T10:00:00Z").size(), 1u);
}

TEST(Series, exceptions_move_and_cancel) {
  Series series = weekly();
  series.exceptions = {{.at = at("2026-03-23T09:00:00Z"), .cancelled = true},
                       {.at = at("2026-03-30T08:00:00Z"), .start = at("2026-03-31T12:00:00Z"), .end = at("2026-03-31T13:00:00Z"), .title = "Late"}};
  EXPECT_EQ(starts(series, "2026-03-16T00:00:00Z", "2026-04-07T00:00:00Z"), (Times{"2026-03-16T09:00:00Z", "2026-03-31T12:00:00Z", "2026-04-06T08:00:00Z"}));
  EXPECT_EQ(next_start(series, at("2026-03-16T09:00:00Z")), at("2026-03-31T12:00:00Z"));
  EXPECT_EQ(next_start(series, at("2026-03-16T08:59:59Z")), at("2026-03-16T09:00:00Z"));
}

TEST(Series, knows_its_end) {
  Series series = weekly();
  EXPECT_EQ(end_of(series), kForever);
  series.rrule = "FREQ=WEEKLY;COUNT=3";
  EXPECT_EQ(end_of(series), at("2026-03-30T09:00:00Z"));
  EXPECT_EQ(next_start(series, at("2026-03-30T08:00:00Z")), std::nullopt);
  series.exceptions = {{.at = at("2026-03-23T09:00:00Z"), .start = at("2026-05-01T08:00:00Z"), .end = at("2026-05-01T09:00:00Z")}};
  EXPECT_EQ(end_of(series), at("2026-05-01T09:00:00Z"));
}

TEST(Series, is_bounded) { EXPECT_EQ(starts(weekly(), "2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z", 7).size(), 7u); }

TEST(Series, exceptions_are_read_and_written) {
  const Series series = weekly();
  const char* json = R"([{"at":"2026-03-23T09:00:00Z","cancelled":true},{"at":"2026-03-30T10:00","start":"2026-03-31T14:00"}])";
  const auto read = read_exceptions(*parse_json(json), series);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(exceptions_json(*read), R"([{"at":"2026-03-23T09:00:00Z","cancelled":true},{"at":"2026-03-30T08:00:00Z","start":"2026-03-31T12:00:00Z","end":"2026-03-31T13:00:00Z"}])");
  for (const char* bad : {"{}", "[1]", R"([{"cancelled":true}])", R"([{"at":"soon","cancelled":true}])", R"([{"at":"2026-03-23T09:00:00Z"}])", R"([{"at":"2026-03-23T09:00:00Z","cancelled":1}])",
                          R"([{"at":"2026-03-23T09:00:00Z","start":"2026-03-23T09:00:00Z","end":"2026-03-22T09:00:00Z"}])", R"([{"at":"2026-03-23T09:00:00Z","cancelled":true,"x":1}])"}) {
    EXPECT_EQ(read_exceptions(*parse_json(bad), series).error().code, "invalid_exceptions") << bad;
  }
}

}  // namespace
}  // namespace probity::calendar
