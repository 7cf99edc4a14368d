#include "domains/calendar/conflicts.hpp"

#include "domains/calendar/calendar_fixture.hpp"

namespace probity::calendar {
namespace {

class ConflictsTest : public CalendarTest {
 protected:
  records::Written save(std::string_view times, std::string_view people) {
    return expect_value(workspace.records->create(workspace.at("meeting"), expect_value(parse_json(fmt::format(R"({{"title":"Plan",{},{}}})", times, people))), {}));
  }
  std::string owner(const Id& id) const { return fmt::format(R"("owner":"{}")", id.text()); }
  std::string colleagues(const Id& id) const { return fmt::format(R"("attendee_users":["{}"])", id.text()); }
  static constexpr const char* kTen = R"("start":"2030-01-07T10:00:00Z","end":"2030-01-07T11:00:00Z")";
  static constexpr const char* kHalfPastTen = R"("start":"2030-01-07T10:30:00Z","end":"2030-01-07T11:30:00Z")";
  static constexpr const char* kEleven = R"("start":"2030-01-07T11:00:00Z","end":"2030-01-07T12:00:00Z")";
};

TEST_F(ConflictsTest, warns_and_saves_all_the_same) {
  const Id first = save(kTen, owner(ada)).id;
  const records::Written second = save(kHalfPastTen, colleagues(ada));
  ASSERT_EQ(second.warnings.size(), 1u);
  const JsonDocument warning = expect_value(parse_json(second.warnings[0]));
  EXPECT_EQ(view(warning["code"]), "double_booked");
  const JsonValue& conflict = warning["conflicts"][0];
  EXPECT_EQ(view(conflict["id"]), first.text());
  EXPECT_EQ(view(conflict["start"]), "2030-01-07T10:00:00Z");
  EXPECT_EQ(view(conflict["who"][0]["entity"]), "member");
  EXPECT_EQ(view(conflict["who"][0]["id"]), ada.text());
  EXPECT_EQ(view(conflict["who"][0]["display"]), "Ada");
  EXPECT_EQ(workspace.update("meeting", second.id, R"({"title":"Still"})").warnings.size(), 1u);
}

TEST_F(ConflictsTest, other_people_and_other_times_do_not_clash) {
  save(kTen, owner(ada));
  EXPECT_TRUE(save(kHalfPastTen, owner(bob)).warnings.empty());
  EXPECT_TRUE(save(kEleven, owner(ada)).warnings.empty()) << "one ends when the other begins";
}

TEST_F(ConflictsTest, contacts_clash_too) {
  const std::string contact = workspace.create("contact", R"({"last_name":"Lovelace"})").text();
  const std::string attends = fmt::format(R"("attendees":["{}"])", contact);
  save(kTen, attends);
  const auto warnings = save(kHalfPastTen, attends).warnings;
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(view(expect_value(parse_json(warnings[0]))["conflicts"][0]["who"][0]["display"]), "Lovelace");
}

TEST_F(ConflictsTest, what_is_cancelled_or_binned_is_in_nobodys_way) {
  const Id cancelled = save(kTen, owner(ada)).id;
  workspace.update("meeting", cancelled, R"({"state":"cancelled"})");
  workspace.remove("meeting", save(kTen, owner(ada)).id);
  EXPECT_TRUE(save(kHalfPastTen, owner(ada)).warnings.empty());
  EXPECT_TRUE(workspace.update("meeting", cancelled, R"({"title":"Off"})").warnings.empty());
}

TEST_F(ConflictsTest, repeated_meetings_clash_with_single_ones_and_with_each_other) {
  save(R"("start":"2030-01-01T10:00:00Z","end":"2030-01-01T11:00:00Z","time_zone":"UTC","rrule":"FREQ=WEEKLY;BYDAY=MO")", owner(ada));
  EXPECT_EQ(save(kHalfPastTen, owner(ada)).warnings.size(), 1u) << "the 7th is a Monday";
  EXPECT_EQ(save(R"("start":"2030-01-02T10:30:00Z","end":"2030-01-02T10:45:00Z","time_zone":"UTC","rrule":"FREQ=DAILY")", owner(ada)).warnings.size(), 1u);
  EXPECT_TRUE(save(R"("start":"2030-01-08T10:30:00Z","end":"2030-01-08T10:45:00Z","time_zone":"UTC","rrule":"FREQ=WEEKLY;BYDAY=WE")", owner(bob)).warnings.empty());
}

TEST_F(ConflictsTest, a_long_meeting_is_in_the_way_to_its_end) {
  save(R"("start":"2030-01-01T00:00:00Z","end":"2030-01-20T00:00:00Z")", owner(ada));
  EXPECT_EQ(save(kTen, owner(ada)).warnings.size(), 1u);
}

TEST_F(ConflictsTest, many_at_once_are_not_asked_about) {
  save(kTen, owner(ada));
  const auto written = expect_value(workspace.records->create(workspace.at("meeting"), expect_value(parse_json(fmt::format(R"({{"title":"Plan",{},{}}})", kTen, owner(ada)))), {.group = Id::make()}));
  EXPECT_TRUE(written.warnings.empty());
}

TEST_F(ConflictsTest, while_typing_nothing_is_written) {
  const Id first = save(kTen, owner(ada)).id;
  const auto ask = [&](const std::string& json) {
    return workspace.answer([&](JsonWriter& writer) { return write_conflicts(*workspace.records, workspace.access, expect_value(parse_json(json)), writer); });
  };
  EXPECT_EQ(ask("{}")["conflicts"].Size(), 0u);
  EXPECT_EQ(ask(fmt::format("{{{},{}}}", kHalfPastTen, owner(ada)))["conflicts"].Size(), 1u);
  EXPECT_EQ(ask(fmt::format(R"({{"id":"{}",{}}})", first.text(), kHalfPastTen))["conflicts"].Size(), 0u) << "not in its own way";
  EXPECT_EQ(workspace.count("meeting"), 1);
}

TEST_F(ConflictsTest, refuses_what_is_no_meeting) {
  const auto refused = [&](std::string_view fields) {
    return workspace.records->create(workspace.at("meeting"), expect_value(parse_json(fmt::format(R"({{"title":"Plan",{}}})", fields))), {}).error().fields.at(0).code;
  };
  EXPECT_EQ(refused(R"("start":"2030-01-07T10:00:00Z","end":"2030-01-07T09:00:00Z")"), "ends_before_start");
  EXPECT_EQ(refused(R"("start":"2030-01-07T10:00:00Z","time_zone":"Mars/Olympus")"), "unknown_time_zone");
  EXPECT_EQ(refused(R"("start":"2030-01-07T10:00:00Z","rrule":"FREQ=SECONDLY")"), "too_frequent");
  EXPECT_EQ(refused(R"("start":"2030-01-07T10:00:00Z","rrule":"FREQ=DAILY;INTERVAL=7;BYDAY=TU")"), "invalid_recurrence");
  EXPECT_EQ(refused(R"("start":"2030-01-07T10:00:00Z","rrule":"every day")"), "invalid_recurrence");
  EXPECT_EQ(refused(R"("start":"2030-01-07T10:00:00Z","exceptions":[{"at":"later"}])"), "invalid_exceptions");
}

}  // namespace
}  // namespace probity::calendar
