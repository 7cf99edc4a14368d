// Live changes: ids only, to who may read them, for as long as they may.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

class Heard : public http::EventStream {
 public:
  bool send(std::string_view event, std::string_view data) override {
    if (closed) return false;
    events.emplace_back(std::string(event) + " " + std::string(data));
    return true;
  }
  void close() override { closed = true; }
  std::vector<std::string> events;
  bool closed = false;
};

class EventsApi : public ApiTest {
 protected:
  std::shared_ptr<Heard> listen(const Ask& ask) const {
    const Reply reply = server.send(ask);
    EXPECT_EQ(reply.status, 200) << reply.text;
    EXPECT_EQ(reply.header("Content-Type"), "text/event-stream");
    auto heard = std::make_shared<Heard>();
    if (reply.raw.on_stream) reply.raw.on_stream(heard);
    return heard;
  }
};

TEST_F(EventsApi, AChangeIsToldAsIdsOnly) {
  const auto heard = listen(server.browser("GET", "/api/v1/events"));
  const auto other = listen(server.as(server.second_token, "GET", "/api/v1/events"));
  const std::string id = server.create("contacts", R"({"last_name":"Confidential"})");
  ASSERT_EQ(heard->events.size(), 1u);
  EXPECT_EQ(heard->events[0], fmt::format(R"(change {{"entity":"contact","id":"{}","operation":"create"}})", id));
  EXPECT_TRUE(other->events.empty());
  heard->closed = true;
}

TEST_F(EventsApi, WhoSignsOutHearsNothingMore) {
  const Reply in = server.send(server.as("", "POST", "/api/v1/session", fmt::format(R"({{"email":"administrator@example.org","password":"{}"}})", kPassword)));
  ASSERT_EQ(in.status, 201) << in.text;
  const std::string set_cookie(in.header("Set-Cookie"));
  const std::string cookie = set_cookie.substr(0, set_cookie.find(';'));
  const auto heard = listen(Ask{.method = "GET", .target = "/api/v1/events"}.with("Cookie", cookie).with("Probity-Workspace", server.first));
  const auto other = listen(server.browser("GET", "/api/v1/events"));
  server.send(Ask{.method = "DELETE", .target = "/api/v1/session"}.with("Cookie", cookie).with("Probity-Csrf", in.text_at("csrf")));
  EXPECT_TRUE(heard->closed);
  EXPECT_FALSE(other->closed);
  server.create_contact();
  EXPECT_TRUE(heard->events.empty());
  EXPECT_EQ(other->events.size(), 1u);
  other->closed = true;
}

TEST_F(EventsApi, AReaderWhoWentIsForgotten) {
  const auto heard = listen(server.browser("GET", "/api/v1/events"));
  heard->closed = true;
  server.create_contact();
  server.create_contact();
  EXPECT_EQ(heard.use_count(), 1);
}

}  // namespace
}  // namespace probity::api
