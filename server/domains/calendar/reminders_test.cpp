#include "domains/calendar/reminders.hpp"

#include "domains/calendar/calendar_fixture.hpp"

namespace probity::calendar {
namespace {

class RemindersTest : public CalendarTest {
 protected:
  Id meeting(std::int64_t starts_in, std::string_view more = "") {
    return workspace.create("meeting", fmt::format(R"({{"title":"Plan","start":"{}","end":"{}","owner":"{}","attendee_users":["{}"],"reminders":["15"]{}}})", in(starts_in), in(starts_in + 3600), ada.text(), bob.text(), more));
  }
  std::int64_t put_down() { return workspace.count(store::kReminder); }
  std::int64_t reminded_of() { return count("reminder"); }
};

TEST_F(RemindersTest, organiser_and_colleagues_are_reminded_once) {
  const Id id = meeting(3600);
  run_due();
  EXPECT_EQ(reminded_of(), 0);
  const Later later(2710);
  run_due();
  EXPECT_EQ(reminded_of(), 2);
  run_due();
  EXPECT_EQ(reminded_of(), 2);
  EXPECT_EQ(put_down(), 0);
  workspace.update("meeting", id, R"({"title":"Plan again"})");
  run_due();
  EXPECT_EQ(reminded_of(), 2) << "what was told is not told again";
}

TEST_F(RemindersTest, what_fell_due_while_nothing_ran_is_told_after_the_start) {
  meeting(3600);
  const Later later(7200);
  workspace.reopen();
  watch();
  run_due();
  EXPECT_EQ(reminded_of(), 2);
}

TEST_F(RemindersTest, follows_the_meeting_when_it_is_moved) {
  const Id id = meeting(3600);
  workspace.update("meeting", id, fmt::format(R"({{"start":"{}","end":"{}"}})", in(36'000), in(39'600)));
  {
    const Later later(3000);
    run_due();
    EXPECT_EQ(reminded_of(), 0);
  }
  const Later later(36'000);
  run_due();
  EXPECT_EQ(reminded_of(), 2);
}

TEST_F(RemindersTest, is_not_sent_for_what_is_cancelled_or_binned) {
  const Id cancelled = meeting(3600);
  const Id binned = meeting(3600);
  const Id task = workspace.create("task", fmt::format(R"({{"title":"Call","reminder":"{}","assignee":"{}"}})", in(1000), ada.text()));
  EXPECT_EQ(put_down(), 3);
  workspace.update("meeting", cancelled, R"({"state":"cancelled"})");
  workspace.remove("meeting", binned);
  workspace.update("task", task, R"({"done":true})");
  EXPECT_EQ(put_down(), 0);
  expect_value(workspace.records->restore(workspace.at("meeting"), binned));
  workspace.update("task", task, R"({"done":false})");
  const Later later(3000);
  run_due();
  EXPECT_EQ(reminded_of(), 3) << "two of the restored meeting, one of the task";
}

TEST_F(RemindersTest, each_occurrence_is_told_of) {
  meeting(3600, R"(,"rrule":"FREQ=DAILY;COUNT=3")");
  for (const std::int64_t day : {0, 1, 2, 3}) {
    // An hour more where the clocks there are put back meanwhile.
    const Later later(day * 86'400 + 3600 + 3600);
    run_due();
    EXPECT_EQ(reminded_of(), 2 * std::min<std::int64_t>(day + 1, 3));
  }
}

TEST_F(RemindersTest, a_change_between_due_and_told_loses_nothing) {
  const Id id = meeting(3600);
  const Later later(2710);
  workspace.update("meeting", id, R"({"description":"Bring cake"})");
  run_due();
  EXPECT_EQ(reminded_of(), 2);
}

TEST_F(RemindersTest, a_meeting_that_nobody_gives_tells_who_wrote_it_down) {
  workspace.create("meeting", fmt::format(R"({{"title":"Plan","start":"{}","reminders":["0","5"]}})", in(600)));
  const Later later(700);
  run_due();
  EXPECT_EQ(workspace.count("notification", store::Condition::equals("user", cell(workspace.member))), 2);
}

}  // namespace
}  // namespace probity::calendar
