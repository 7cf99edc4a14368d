// Mail of the product itself, as an administrator sees it. No mail server is configured here.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

class MessagesTest : public ApiTest {
 protected:
  std::string test_message() {
    const Reply sent = server.owner("POST", "/api/v1/messages/test");
    EXPECT_EQ(sent.status, 202) << sent.text;
    return sent.text_at("id");
  }
};

TEST_F(MessagesTest, without_a_mail_server_a_message_waits_in_sight) {
  const Reply sent = server.owner("POST", "/api/v1/messages/test");
  ASSERT_EQ(sent.status, 202) << sent.text;
  EXPECT_EQ(sent.header("Location"), "/api/v1/messages/" + sent.text_at("id"));
  EXPECT_EQ(sent.text_at("state"), "not_configured");
  const Reply got = server.owner("GET", "/api/v1/messages/" + sent.text_at("id"));
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.text_at("to.0.value"), "owner@example.org");
  EXPECT_NE(got.text_at("text").find("this is the test message that Member owner asked for"), std::string::npos) << got.text_at("text");
  EXPECT_NE(got.text_at("html").find("<html"), std::string::npos);
  EXPECT_EQ(server.owner("GET", "/api/v1/messages?sort=-created_at").text_at("items.0.id"), sent.text_at("id"));
}

TEST_F(MessagesTest, what_it_is_filled_with_is_not_shown_as_it_lies_there) {
  const Reply got = server.owner("GET", "/api/v1/messages/" + test_message());
  EXPECT_TRUE(got.at("contents").IsNull());
  EXPECT_EQ(server.owner("GET", "/api/v1/messages?fields=contents").code(), "unknown_field");
}

TEST_F(MessagesTest, only_administrators_see_mail_to_others) {
  const std::string id = test_message();
  for (const std::string& token : {server.member_token, server.reader_token}) {
    EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/messages")).status, 404);
    EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/messages/" + id)).status, 403);
    EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/messages/" + id + "/history")).status, 404);
  }
  EXPECT_EQ(server.send(server.as(server.administrator_token, "GET", "/api/v1/messages/" + id)).status, 200);
}

TEST_F(MessagesTest, nobody_writes_or_deletes_one_by_hand) {
  const std::string id = test_message();
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("POST", "/api/v1/messages", R"({"subject":"Hello","to":["eve@example.org"]})").status, 403);
  EXPECT_EQ(server.owner("PATCH", "/api/v1/messages/" + id, R"({"state":"sent"})").status, 403);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/messages/" + id).status, 403);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(MessagesTest, an_administrator_discards_or_tries_again) {
  const std::string path = "/api/v1/messages/" + test_message();
  const Reply retried = server.owner("POST", path + "/retry");
  EXPECT_EQ(retried.status, 409) << retried.text;
  EXPECT_EQ(retried.code(), "not_configured");
  const Reply discarded = server.owner("POST", path + "/discard");
  EXPECT_EQ(discarded.status, 200) << discarded.text;
  EXPECT_EQ(discarded.text_at("state"), "discarded");
  EXPECT_EQ(server.owner("POST", path + "/retry").code(), "discarded");
  EXPECT_TRUE(server.mail.empty());
}

TEST_F(MessagesTest, a_test_message_goes_to_whoever_asks_and_to_nobody_else) {
  const Reply refused = server.owner("POST", "/api/v1/messages/test", R"({"to":"eve@example.org"})");
  EXPECT_EQ(refused.status, 422) << "it goes to whoever asks, and to nobody else";
  EXPECT_EQ(refused.code(), "unknown_member");
}

TEST_F(MessagesTest, who_runs_the_installation_sees_what_goes_to_members) {
  const Reply sent = server.owner("POST", "/api/v1/operator/messages/test");
  ASSERT_EQ(sent.status, 202) << sent.text;
  const std::string path = "/api/v1/operator/messages/" + sent.text_at("id");
  EXPECT_EQ(sent.header("Location"), path);
  EXPECT_EQ(server.owner("GET", "/api/v1/operator/messages?limit=1").text_at("items.0.id"), sent.text_at("id"));
  EXPECT_EQ(server.owner("GET", path).status, 200);
  EXPECT_EQ(server.owner("GET", "/api/v1/messages/" + sent.text_at("id")).status, 404) << "not the workspace's";
  for (const std::string& token : {server.administrator_token, server.second_token}) {
    for (const Ask& ask : {server.as(token, "GET", "/api/v1/operator/messages"), server.as(token, "GET", path), server.as(token, "POST", path + "/discard")}) {
      const Reply refused = server.send(ask);
      EXPECT_EQ(refused.status, 403) << refused.text;
      EXPECT_EQ(refused.code(), "operator_only");
    }
  }
  EXPECT_EQ(server.owner("POST", path + "/discard").text_at("state"), "discarded");
}

}  // namespace
}  // namespace probity::api
