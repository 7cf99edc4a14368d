// API tokens with less than their member may do, and the networks from which a workspace is open.
#include "test_browser.hpp"

namespace probity::api {
namespace {

class TokenTest : public ApiTest {
 protected:
  void SetUp() override { ASSERT_EQ(browser.sign_in("owner@example.org", kPassword).status, 201); }
  std::string create(const std::string& body) {
    const Reply made = browser.send("POST", "/api/v1/tokens", body);
    EXPECT_EQ(made.status, 201) << made.text;
    return made.text_at("token");
  }
  Reply send(const std::string& token, const char* method, const char* target, const char* body = "") { return server.send(server.as(token, method, target, body)); }

  Browser browser{server, "198.51.100.50"};
};

TEST_F(TokenTest, ThatOnlyReadsWritesNothing) {
  const std::string token = create(R"({"name":"report","may":"read"})");
  const Rows before = server.rows();
  EXPECT_EQ(send(token, "GET", "/api/v1/contacts").status, 200);
  EXPECT_EQ(send(token, "POST", "/api/v1/contacts", R"({"last_name":"X"})").status, 403);
  EXPECT_EQ(send(token, "POST", "/api/v1/meta/entities", R"({"entity":"x_thing"})").code(), "administrators_only");
  EXPECT_EQ(send(token, "GET", "/api/v1/policy").code(), "administrators_only");
  EXPECT_EQ(server.rows(), before);
}

TEST_F(TokenTest, OfSomeKindsOfRecordsSeesNoOthers) {
  const std::string token = create(R"({"name":"sync","entities":["contacts"]})");
  EXPECT_EQ(send(token, "POST", "/api/v1/contacts?allow_duplicate=true", R"({"last_name":"Synced"})").status, 201);
  const Reply other = send(token, "GET", "/api/v1/companies");
  const Reply unknown = send(token, "GET", "/api/v1/nothings");
  EXPECT_EQ(other.status, 404);
  EXPECT_EQ(other.code(), unknown.code());
  EXPECT_EQ(browser.send("POST", "/api/v1/tokens", R"({"entities":["nothings"]})").status, 404);
}

TEST_F(TokenTest, IsListedWithoutItsTextAndRevoked) {
  const std::string token = create(R"({"name":"to be revoked","expires_at":"2999-01-01T00:00:00Z"})");
  EXPECT_EQ(send(token, "GET", "/api/v1/meta").status, 200);
  const Reply listed = browser.send("GET", "/api/v1/tokens");
  EXPECT_EQ(listed.text.find(token), std::string::npos);
  const auto& items = listed.at("items");
  const auto& last = items[items.Size() - 1];
  EXPECT_EQ(std::string(last["name"].GetString()), "to be revoked");
  EXPECT_EQ(std::string(last["expires_at"].GetString()), "2999-01-01T00:00:00Z");
  EXPECT_TRUE(last["last_used_at"].IsString());
  const std::string id = last["id"].GetString();
  Browser stranger(server, "198.51.100.51");
  ASSERT_EQ(stranger.sign_in("member@example.org", kPassword).status, 201);
  EXPECT_EQ(stranger.send("DELETE", "/api/v1/tokens/" + id).status, 404);
  EXPECT_EQ(stranger.send("GET", "/api/v1/tokens?all=true").status, 403);
  EXPECT_EQ(send(server.second_token, "DELETE", ("/api/v1/tokens/" + id).c_str()).status, 404);
  EXPECT_EQ(browser.send("DELETE", "/api/v1/tokens/" + id).status, 204);
  EXPECT_EQ(send(token, "GET", "/api/v1/meta").code(), "bad_token");
}

TEST_F(TokenTest, MakesNoOtherTokens) {
  EXPECT_EQ(send(server.owner_token, "GET", "/api/v1/meta").status, 200);  // its last use is noted once an hour
  const Rows before = server.rows("system");
  EXPECT_EQ(send(server.owner_token, "POST", "/api/v1/tokens", R"({"name":"more"})").code(), "session_required");
  EXPECT_EQ(server.rows("system"), before);
}

TEST_F(TokenTest, OfThePastIsNotMade) {
  const Reply reply = browser.send("POST", "/api/v1/tokens", R"({"expires_at":"2001-01-01T00:00:00Z"})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.code(), "in_the_past");
  EXPECT_EQ(browser.send("POST", "/api/v1/tokens", R"({"may":"everything"})").status, 422);
}

TEST_F(TokenTest, ComesInFromListedNetworksOnly) {
  const std::string slug = expect_value(server.accounts->create_workspace({.name = "Walled", .input = {.country = "DE", .currency = "EUR", .time_zone = "UTC"}, .reference = {}})).slug;
  expect_value(server.accounts->add_member(slug, {.email = "owner@example.org", .name = "", .password = ""}, "owner"));
  const std::string token = expect_value(server.accounts->create_token(slug, "owner@example.org", "test"));
  ASSERT_EQ(browser.sign_in("owner@example.org", kPassword).status, 201);
  browser.workspace = slug;
  const auto change = [&](const char* body) { return browser.send("POST", "/api/v1/workspace/networks", body); };
  EXPECT_EQ(change(R"({"members":["192.0.2.0/24"],"tokens":[]})").code(), "would_lock_you_out");
  EXPECT_EQ(change(R"({"members":["198.51.100.0/33"],"tokens":[]})").code(), "bad_network");
  EXPECT_EQ(change(R"({"members":[],"tokens":["everywhere"]})").code(), "bad_network");
  EXPECT_EQ(browser.send("GET", "/api/v1/workspace/networks").text, R"({"members":[],"tokens":[]})");
  ASSERT_EQ(change(R"({"members":["198.51.100.0/24"],"tokens":["192.0.2.0/24","2001:db8::/32"]})").status, 200);
  Ask by_token = server.as(token, "GET", "/api/v1/contacts");
  EXPECT_EQ(server.send(by_token).code(), "address_not_allowed");
  by_token.peer = "192.0.2.9";
  EXPECT_EQ(server.send(by_token).status, 200);
  by_token.peer = "2001:db8:1::9";
  EXPECT_EQ(server.send(by_token).status, 200);
  EXPECT_EQ(browser.send("GET", "/api/v1/contacts").status, 200);
  browser.address = "203.0.113.1";
  const Reply shut = browser.send("GET", "/api/v1/contacts");
  EXPECT_EQ(shut.status, 403);
  EXPECT_EQ(shut.code(), "address_not_allowed");
  // The person is signed in all the same, and other workspaces are open.
  EXPECT_EQ(browser.send("GET", "/api/v1/session").status, 200);
  browser.workspace = server.first;
  EXPECT_EQ(browser.send("GET", "/api/v1/contacts").status, 200);
}

}  // namespace
}  // namespace probity::api
