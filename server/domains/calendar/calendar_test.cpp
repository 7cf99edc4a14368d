#include "domains/calendar/calendar_fixture.hpp"

namespace probity::calendar {
namespace {

class RangeTest : public CalendarTest {
 protected:
  JsonDocument calendar(const Range& range) { return workspace.answer([&](JsonWriter& writer) { return write_calendar(*workspace.records, workspace.access, range, writer); }); }
  static std::string told(const JsonDocument& calendar) {
    std::string text;
    for (const JsonValue& item : calendar["items"].GetArray()) text += fmt::format("{} {} {}\n", view(item["start"]), view(item["entity"]), view(item["display"]));
    return text;
  }
  std::string error(const Range& range) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    const auto written = write_calendar(*workspace.records, workspace.access, range, writer);
    return written ? "" : written.error().code;
  }
};

TEST_F(RangeTest, shows_what_happens_and_what_is_due_by_time) {
  workspace.create("meeting", R"({"title":"Weekly","start":"2026-03-16T09:00:00Z","end":"2026-03-16T10:00:00Z","time_zone":"Europe/Berlin","rrule":"FREQ=WEEKLY","exceptions":[{"at":"2026-03-30T08:00:00Z","start":"2026-03-31T08:00:00Z","title":"Moved"}]})");
  workspace.create("meeting", fmt::format(R"({{"title":"Visit","start":"2026-03-24T09:00:00Z","end":"2026-03-24T10:00:00Z","attendee_users":["{}"]}})", ada.text()));
  workspace.create("meeting", R"({"title":"Fair","start":"2026-03-01T09:00:00Z","end":"2026-03-30T10:00:00Z"})");
  workspace.create("task", R"({"title":"Report","due":"2026-03-25T09:00:00Z"})");
  workspace.create("task", R"({"title":"Done","due":"2026-03-25T09:00:00Z","done":true})");
  workspace.create("call", R"({"subject":"Ring","at":"2026-03-26T09:00:00Z","outcome":"planned"})");
  workspace.create("call", R"({"subject":"Rang","at":"2026-03-26T09:00:00Z","outcome":"connected"})");
  const JsonDocument shown = calendar({"2026-03-23", "2026-04-01", ""});
  EXPECT_EQ(told(shown),
            "2026-03-01T09:00:00Z meeting Fair\n2026-03-23T09:00:00Z meeting Weekly\n2026-03-24T09:00:00Z meeting Visit\n2026-03-25T09:00:00Z task Report\n"
            "2026-03-26T09:00:00Z call Ring\n2026-03-31T08:00:00Z meeting Moved\n");
  EXPECT_FALSE(shown["truncated"].GetBool());
  EXPECT_EQ(told(calendar({"2026-03-23", "2026-04-01", ada.text()})), "2026-03-24T09:00:00Z meeting Visit\n");
}

TEST_F(RangeTest, days_begin_where_the_workspace_is) {
  workspace.create("task", R"({"title":"Late","due":"2026-06-01T22:30:00Z"})");
  EXPECT_EQ(told(calendar({"2026-06-02", "2026-06-03", ""})), "2026-06-01T22:30:00Z task Late\n");
}

TEST_F(RangeTest, is_bounded) {
  EXPECT_EQ(error({"", "2026-01-01", ""}), "bad_range");
  EXPECT_EQ(error({"2026-01-01", "soon", ""}), "bad_range");
  EXPECT_EQ(error({"2026-01-02", "2026-01-01", ""}), "bad_range");
  EXPECT_EQ(error({"2026-01-01", "2027-01-03", ""}), "bad_range");
  EXPECT_EQ(error({"2026-01-01", "2027-01-02", ""}), "");
  EXPECT_EQ(error({"2026-01-01", "2026-02-01", "ada"}), "bad_member");
  for (int each = 0; each < 6; ++each) workspace.create("meeting", R"({"title":"Daily","start":"2026-01-01T09:00:00Z","rrule":"FREQ=DAILY"})");
  const JsonDocument year = calendar({"2026-01-01", "2026-12-31", ""});
  EXPECT_EQ(year["items"].Size(), 2000u);
  EXPECT_TRUE(year["truncated"].GetBool());
}

}  // namespace
}  // namespace probity::calendar
