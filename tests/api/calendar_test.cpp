// Time and notice over HTTP: the calendar, double bookings, reminders, and notifications for one member alone.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

class Heard : public http::EventStream {
 public:
  bool send(std::string_view, std::string_view data) override {
    if (data.find(R"("entity":"notification")") != data.npos) notifications.emplace_back(data);
    return true;
  }
  void close() override {}
  std::vector<std::string> notifications;
};

class CalendarApi : public ApiTest {
 protected:
  std::string member_id(std::string_view email) const {
    const Reply members = server.owner("GET", "/api/v1/members");
    for (const JsonValue& item : members.at("items").GetArray()) {
      if (view(item["email"]) == email) return std::string(view(item["id"]));
    }
    return {};
  }
  Reply member(std::string method, std::string target, std::string body = {}) const { return server.send(server.as(server.member_token, std::move(method), std::move(target), std::move(body))); }
  std::shared_ptr<Heard> listen(const std::string& token) const {
    auto heard = std::make_shared<Heard>();
    server.send(server.as(token, "GET", "/api/v1/events")).raw.on_stream(heard);
    return heard;
  }
};

TEST_F(CalendarApi, ADoubleBookingWarnsAndIsSaved) {
  const std::string owner = member_id("owner@example.org");
  const std::string body = fmt::format(R"({{"title":"One","start":"2031-05-05T10:00:00Z","end":"2031-05-05T11:00:00Z","owner":"{}"}})", owner);
  const Reply first = server.owner("POST", "/api/v1/meetings", body);
  ASSERT_EQ(first.status, 201) << first.text;
  EXPECT_FALSE(first.json.HasMember("warnings"));
  const Reply asked = server.owner("POST", "/api/v1/meetings/conflicts", fmt::format(R"({{"start":"2031-05-05T10:30:00Z","owner":"{}"}})", owner));
  ASSERT_EQ(asked.status, 200) << asked.text;
  EXPECT_EQ(asked.text_at("conflicts.0.id"), first.text_at("id"));
  EXPECT_EQ(asked.text_at("conflicts.0.who.0.entity"), "member");
  const Reply second = server.owner("POST", "/api/v1/meetings", body);
  ASSERT_EQ(second.status, 201) << second.text;
  EXPECT_EQ(second.text_at("warnings.0.code"), "double_booked");
  EXPECT_EQ(second.text_at("warnings.0.conflicts.0.display"), "One");
  const Reply changed = server.owner("PATCH", "/api/v1/meetings/" + second.text_at("id"), R"({"start":"2031-05-05T11:00:00Z","end":"2031-05-05T12:00:00Z"})");
  EXPECT_FALSE(changed.json.HasMember("warnings")) << changed.text;
  EXPECT_FALSE(server.owner("GET", "/api/v1/meetings/" + second.text_at("id")).json.HasMember("warnings"));
}

TEST_F(CalendarApi, ConflictsTakeOnlyFieldsOfAMeeting) {
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("POST", "/api/v1/meetings/conflicts", R"({"dragon":1})").status, 422);
  EXPECT_EQ(server.owner("POST", "/api/v1/meetings/conflicts", R"({"id":"x"})").status, 400);
  EXPECT_EQ(server.owner("POST", "/api/v1/meetings/conflicts", R"({"id":"0190a000-0000-7000-8000-000000000000"})").status, 404);
  EXPECT_EQ(server.owner("POST", "/api/v1/meetings/conflicts", R"({"start":"2031-05-05T10:00:00Z","rrule":"FREQ=SECONDLY"})").status, 200) << "what is no rule yet is once";
  EXPECT_EQ(server.rows(), before);
}

TEST_F(CalendarApi, AHostileRuleIsRefused) {
  const Rows before = server.rows();
  const Reply reply = server.owner("POST", "/api/v1/meetings", R"({"title":"Forever","start":"2031-01-01T10:00:00Z","rrule":"FREQ=SECONDLY"})");
  EXPECT_EQ(reply.status, 422) << reply.text;
  EXPECT_EQ(reply.text_at("errors.0.field"), "rrule");
  EXPECT_EQ(server.rows(), before);
}

TEST_F(CalendarApi, TheCalendarShowsARange) {
  server.create("meetings", R"({"title":"Weekly","start":"2032-03-01T09:00:00Z","end":"2032-03-01T10:00:00Z","time_zone":"Europe/Berlin","rrule":"FREQ=WEEKLY;COUNT=10"})");
  const Reply shown = server.owner("GET", "/api/v1/calendar?from=2032-03-01&to=2032-04-12");
  ASSERT_EQ(shown.status, 200) << shown.text;
  ASSERT_EQ(shown.at("items").Size(), 6u) << shown.text;
  EXPECT_EQ(shown.text_at("items.0.start"), "2032-03-01T09:00:00Z");
  EXPECT_EQ(shown.text_at("items.4.start"), "2032-03-29T08:00:00Z") << "summer time";
  EXPECT_FALSE(shown.at("truncated").GetBool());
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/calendar?from=2032-03-01&to=2032-04-12")).at("items").Size(), 0u);
  for (const char* range : {"", "?from=2032-03-01", "?from=x&to=y", "?from=2032-03-01&to=2032-03-01", "?from=2032-03-01&to=2033-04-01", "?from=2032-03-01&to=2032-03-02&member=me"}) {
    EXPECT_EQ(server.owner("GET", std::string("/api/v1/calendar") + range).status, 400) << range;
  }
}

TEST_F(CalendarApi, ANotificationIsForItsMemberAlone) {
  const auto theirs = listen(server.member_token);
  const auto others = listen(server.owner_token);
  const std::string contact = server.create_contact("Mentioned");
  const std::string told = member_id("member@example.org");
  server.create("comments", fmt::format(R"({{"text":"Look","record":"{}","mentions":["{}"]}})", contact, told));
  const Reply list = member("GET", "/api/v1/notifications?filter=" + std::string(R"({"field":"kind","value":"mention"})"));
  ASSERT_EQ(list.status, 200) << list.text;
  ASSERT_EQ(list.at("items").Size(), 1u);
  const std::string path = "/api/v1/notifications/" + list.text_at("items.0.id");
  EXPECT_EQ(list.text_at("items.0.record"), contact);
  ASSERT_EQ(theirs->notifications.size(), 1u) << "they hear of it at once";
  EXPECT_TRUE(others->notifications.empty());

  EXPECT_EQ(server.owner("GET", "/api/v1/notifications").text.find(contact), std::string::npos);
  EXPECT_EQ(server.owner("GET", path).status, 404);
  EXPECT_EQ(server.owner("PATCH", path, R"({"read_at":"2030-01-01T00:00:00Z"})").status, 404);
  EXPECT_EQ(server.owner("DELETE", path).status, 404);
  EXPECT_EQ(server.owner("GET", path + "/history").status, 404);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + contact + "/timeline").text.find("mentioned"), std::string::npos);
  EXPECT_EQ(member("PATCH", path, R"({"read_at":"2030-01-01T00:00:00Z"})").text_at("read_at"), "2030-01-01T00:00:00Z");
  EXPECT_EQ(member("PATCH", path, R"({"text":"Other"})").status, 422) << "what it says stays";
  EXPECT_EQ(member("DELETE", path).status, 204);
}

TEST_F(CalendarApi, AssigningTellsTheAssignee) {
  const std::string told = member_id("administrator@example.org");
  const auto count = [&] { return server.send(server.as(server.administrator_token, "GET", "/api/v1/notifications?count=exact")).at("count").GetInt64(); };
  const std::int64_t before = count();
  server.create("tasks", fmt::format(R"({{"title":"Call back","assignee":"{}"}})", told));
  EXPECT_EQ(count(), before + 1);
  server.send(server.as(server.administrator_token, "POST", "/api/v1/tasks", fmt::format(R"({{"title":"My own","assignee":"{}"}})", told)));
  EXPECT_EQ(count(), before + 1);
}

TEST_F(CalendarApi, AReminderThatFallsDueIsWrittenOnce) {
  const std::string soon = format_timestamp((now() / kSecond + 3600) * kSecond);
  const std::string task = server.create("tasks", fmt::format(R"({{"title":"Remember","reminder":"{}","assignee":"{}"}})", soon, member_id("reader@example.org")));
  const auto reminders = [&] {
    expect_value(server.base.jobs->run_due(server.first));
    return server.send(server.as(server.reader_token, "GET", "/api/v1/notifications?count=exact&filter=" + std::string(R"({"field":"kind","value":"reminder"})"))).at("count").GetInt64();
  };
  EXPECT_EQ(reminders(), 0);
  expect_value(shift_clock("PT2H"));
  EXPECT_EQ(reminders(), 1);
  EXPECT_EQ(reminders(), 1);
  expect_value(shift_clock("PT0S"));
}

}  // namespace
}  // namespace probity::api
