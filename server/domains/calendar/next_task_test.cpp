#include "domains/calendar/next_task.hpp"

#include "domains/calendar/calendar_fixture.hpp"

namespace probity::calendar {
namespace {

Timestamp at(std::string_view text) { return *parse_timestamp(text, "UTC"); }

std::string next(std::string_view rule, std::string_view due, std::string_view done) {
  const auto time = next_time(rule, at(due), at(done), "Europe/Berlin");
  if (!time) return time.error().code;
  return *time ? format_timestamp((*time)->due) + " " + (*time)->rule : "over";
}

TEST(NextTime, is_the_next_of_the_rule_in_the_zone_of_the_workspace) {
  EXPECT_EQ(next("FREQ=WEEKLY", "2026-03-23T09:00:00Z", "2026-03-22T12:00:00Z"), "2026-03-30T08:00:00Z FREQ=WEEKLY");
  EXPECT_EQ(next("FREQ=MONTHLY;BYDAY=1MO", "2026-02-02T09:00:00Z", "2026-02-02T10:00:00Z"), "2026-03-02T09:00:00Z FREQ=MONTHLY;BYDAY=1MO");
}

TEST(NextTime, what_was_left_lying_does_not_pile_up) { EXPECT_EQ(next("FREQ=DAILY", "2026-01-05T09:00:00Z", "2026-01-09T12:00:00Z"), "2026-01-10T09:00:00Z FREQ=DAILY"); }

TEST(NextTime, ends_with_its_rule) {
  EXPECT_EQ(next("FREQ=DAILY;COUNT=3", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z"), "2026-01-06T09:00:00Z FREQ=DAILY;COUNT=2");
  EXPECT_EQ(next("FREQ=DAILY;COUNT=1", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z"), "over");
  EXPECT_EQ(next("FREQ=DAILY;UNTIL=20260105T120000Z", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z"), "over");
}

class NextTaskTest : public CalendarTest {
 protected:
  JsonDocument open_tasks() { return workspace.list("task", {.filter = R"({"field":"done","value":false})"}); }
};

TEST_F(NextTaskTest, a_finished_task_comes_again_once) {
  const std::string contact = workspace.create("contact", R"({"last_name":"Lovelace"})").text();
  const Id task = workspace.create("task", fmt::format(R"({{"title":"Report","due":"2030-01-07T09:00:00Z","reminder":"2030-01-07T08:00:00Z","recurrence":"freq=weekly","contacts":["{}"],"priority":"high","assignee":"{}"}})", contact, workspace.member.text()));
  workspace.update("task", task, R"({"done":true})");
  const JsonDocument open = open_tasks();
  ASSERT_EQ(open["items"].Size(), 1u);
  const JsonValue& again = open["items"][0];
  EXPECT_EQ(view(again["due"]), "2030-01-14T09:00:00Z");
  EXPECT_EQ(view(again["reminder"]), "2030-01-14T08:00:00Z");
  EXPECT_EQ(view(again["title"]), "Report");
  EXPECT_EQ(view(again["priority"]), "high");
  EXPECT_EQ(view(again["contacts"][0]), contact);
  EXPECT_TRUE(again["done_at"].IsNull());
  EXPECT_EQ(workspace.count_of(store::kEdge, "from_record", *Id::parse(view(again["id"]))), 1);

  workspace.update("task", task, R"({"done":false})");
  workspace.update("task", task, R"({"done":true})");
  EXPECT_EQ(workspace.count("task"), 2);
}

TEST_F(NextTaskTest, the_next_one_goes_on) {
  const Id task = workspace.create("task", R"({"title":"Report","due":"2030-01-07T09:00:00Z","recurrence":"FREQ=DAILY;COUNT=2"})");
  workspace.update("task", task, R"({"done":true})");
  const Id second = *Id::parse(view(open_tasks()["items"][0]["id"]));
  workspace.update("task", second, R"({"done":true})");
  EXPECT_EQ(workspace.count("task"), 2);
}

TEST_F(NextTaskTest, one_without_a_rule_is_done_for_good_and_a_wrong_rule_is_refused) {
  workspace.update("task", workspace.create("task", R"({"title":"Once","due":"2030-01-07T09:00:00Z"})"), R"({"done":true})");
  EXPECT_EQ(workspace.count("task"), 1);
  const auto refused = workspace.records->create(workspace.at("task"), expect_value(parse_json(R"({"title":"x","recurrence":"FREQ=SECONDLY"})")));
  EXPECT_EQ(refused.error().fields.at(0).code, "too_frequent");
}

}  // namespace
}  // namespace probity::calendar
