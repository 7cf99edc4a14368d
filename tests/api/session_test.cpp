// First run and sign-in.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

std::string setup_body(const std::string& secret, const std::string& password) {
  return fmt::format(R"({{"secret":"{}","name":"Ada","email":"ada@example.org","password":"{}","workspace_name":"Acme Räder","country":"DE","currency":"EUR","time_zone":"Europe/Berlin","start":"empty"}})",
                     secret, password);
}

TEST(FirstRun, TheFirstVisitorWithTheSecretBecomesTheOwner) {
  const Server fresh{Server::Empty{}};
  const auto send = [&](const std::string& body) { return fresh.send(fresh.as("", "POST", "/api/v1/setup", body)); };
  EXPECT_TRUE(fresh.send({.method = "GET", .target = "/api/v1/setup"}).at("needed").GetBool());
  const std::string secret = fresh.accounts->first_run_secret();
  const Rows before = fresh.rows("system");
  EXPECT_EQ(send(setup_body("guess", kPassword)).code(), "wrong_secret");
  EXPECT_EQ(send(setup_body("guess", kPassword)).status, 403);
  const Reply weak = send(setup_body(secret, "too short"));
  EXPECT_EQ(weak.status, 422);
  EXPECT_EQ(weak.text_at("errors.0.field"), "password");
  EXPECT_EQ(fresh.rows("system"), before);
  const Reply done = send(setup_body(secret, kPassword));
  ASSERT_EQ(done.status, 201) << done.text;
  EXPECT_EQ(done.text_at("workspaces.0.slug"), "acme-rader");
  EXPECT_EQ(done.text_at("workspaces.0.role"), "owner");
  const std::string set_cookie(done.header("Set-Cookie"));
  const Reply meta = fresh.send(Ask{.method = "GET", .target = "/api/v1/meta"}
                                    .with("Cookie", set_cookie.substr(0, set_cookie.find(';'))).with("Probity-Workspace", "acme-rader"));
  EXPECT_EQ(meta.text_at("workspace.time_zone"), "Europe/Berlin");
  EXPECT_FALSE(fresh.send({.method = "GET", .target = "/api/v1/setup"}).at("needed").GetBool());
  EXPECT_EQ(send(setup_body(secret, kPassword)).code(), "setup_done");
}

TEST_F(ApiTest, SetupIsOverOnceThereIsAnOwner) {
  const Reply state = server.send({.method = "GET", .target = "/api/v1/setup"});
  EXPECT_FALSE(state.at("needed").GetBool());
  const Rows before = server.rows("system");
  Ask again = server.as("", "POST", "/api/v1/setup",
                        R"({"secret":"x","name":"Eve","email":"eve@example.org","password":"long enough for it","workspace_name":"W","country":"DE","currency":"EUR","time_zone":"UTC","start":"empty"})");
  EXPECT_EQ(server.send(again).code(), "setup_done");
  EXPECT_EQ(server.rows("system"), before);
}

TEST_F(ApiTest, SetupInputIsChecked) {
  const auto send = [&](const std::string& body) { return server.send(server.as("", "POST", "/api/v1/setup", body)); };
  EXPECT_EQ(send("{}").code(), "required");
  EXPECT_EQ(send("{}").status, 422);
  EXPECT_EQ(send(R"({"secret":1})").code(), "wrong_type");
  EXPECT_EQ(send(R"({"role":"owner"})").code(), "unknown_member");
}

TEST_F(ApiTest, ASessionIsACookieAndATokenAgainstForgery) {
  const Reply in = server.send(server.as("", "POST", "/api/v1/session", fmt::format(R"({{"email":"member@example.org","password":"{}"}})", kPassword)));
  ASSERT_EQ(in.status, 201) << in.text;
  const std::string set_cookie(in.header("Set-Cookie"));
  EXPECT_THAT(set_cookie, testing::StartsWith("probity_session="));
  EXPECT_THAT(set_cookie, testing::HasSubstr("; HttpOnly"));
  EXPECT_THAT(set_cookie, testing::HasSubstr("; SameSite=Lax"));
  EXPECT_THAT(set_cookie, testing::HasSubstr("; Path=/"));
  EXPECT_EQ(in.text_at("workspaces.0.slug"), server.first);
  EXPECT_EQ(in.text_at("workspaces.0.role"), "member");
  const std::string cookie = set_cookie.substr(0, set_cookie.find(';'));
  EXPECT_EQ(in.text.find(cookie.substr(cookie.find('=') + 1)), std::string::npos);

  const auto with_cookie = [&](const char* method) { return Ask{.method = method, .target = "/api/v1/session"}.with("Cookie", cookie); };
  EXPECT_EQ(server.send(with_cookie("GET")).text_at("csrf"), in.text_at("csrf"));
  EXPECT_EQ(server.send(with_cookie("DELETE")).code(), "bad_csrf");
  const Reply out = server.send(with_cookie("DELETE").with("Probity-Csrf", in.text_at("csrf")));
  EXPECT_EQ(out.status, 204);
  EXPECT_THAT(std::string(out.header("Set-Cookie")), testing::HasSubstr("Max-Age=0"));
  EXPECT_EQ(server.send(with_cookie("GET")).code(), "sign_in_required");
}

TEST_F(ApiTest, AFailedSignInTellsNothing) {
  const Rows before = server.rows("system");
  const auto send = [&](const std::string& email) { return server.send(server.as("", "POST", "/api/v1/session", fmt::format(R"({{"email":"{}","password":"wrong wrong wrong"}})", email))); };
  const Reply known = send("administrator@example.org");
  const Reply unknown = send("nobody@example.org");
  EXPECT_EQ(known.status, 401);
  EXPECT_EQ(known.text, unknown.text);
  EXPECT_TRUE(known.header("Set-Cookie").empty());
  EXPECT_EQ(server.rows("system"), before);
  EXPECT_EQ(server.send(server.as("", "POST", "/api/v1/session", R"({"email":"a@example.org"})")).status, 422);
  EXPECT_EQ(server.send(server.as("", "POST", "/api/v1/session", R"({"email":"a@example.org","password":["x"]})")).status, 422);
}

TEST_F(ApiTest, GuessingPasswordsIsSlowedDown) {
  Reply reply;
  for (int tries = 0; tries < 11; ++tries) reply = server.send(server.as("", "POST", "/api/v1/session", R"({"email":"guessed@example.org","password":"guess guess guess"})"));
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.code(), "too_many_attempts");
  EXPECT_GT(std::stoi(std::string(reply.header("Retry-After"))), 0);
}

TEST_F(ApiTest, ABrowserWorksWithCookieTokenAndWorkspace) {
  EXPECT_EQ(server.send(server.browser("GET", "/api/v1/contacts?limit=1")).status, 200);
  const Reply created = server.send(server.browser("POST", "/api/v1/contacts", R"({"last_name":"Typed by hand"})"));
  ASSERT_EQ(created.status, 201) << created.text;
  const Reply history = server.owner("GET", "/api/v1/contacts/" + created.text_at("id") + "/history");
  EXPECT_EQ(history.text_at("items.0.origin"), "web");
  EXPECT_EQ(history.text_at("items.0.actor.id"), created.text_at("created_by"));
}

TEST_F(ApiTest, ATokenWinsOverACookie) {
  Ask ask = server.browser("POST", "/api/v1/contacts", R"({"last_name":"X"})");
  EXPECT_EQ(server.send(ask.with("Authorization", "Bearer " + server.reader_token)).status, 403);
}

}  // namespace
}  // namespace probity::api
