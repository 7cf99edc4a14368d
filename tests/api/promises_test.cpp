// How it stands with promises: for members, for administrators, and on the public pages.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(ApiTest, MembersSeeHowItStandsWithThePromises) {
  const Reply reply = server.send(server.as(server.member_token, "GET", "/api/v1/promises"));
  ASSERT_EQ(reply.status, 200) << reply.text;
  ASSERT_GT(reply.at("promises").Size(), 0u);
  for (const JsonValue& promise : reply.at("promises").GetArray()) {
    const std::string_view state = view(promise["state"]);
    EXPECT_TRUE(state == "kept" || state == "broken" || state == "waiting") << state;
    EXPECT_EQ(state == "waiting", promise["waiting_for"].Size() > 0 && state != "broken") << view(promise["id"]);
    EXPECT_FALSE(view(promise["evidence"]).empty()) << view(promise["id"]);
  }
  EXPECT_EQ(server.send(server.as("", "GET", "/api/v1/promises")).status, 401);
}

TEST_F(ApiTest, AdministratorsLookNowButNotAllTheTime) {
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", "/api/v1/promises/check")).status, 403);
  EXPECT_EQ(server.owner("GET", "/api/v1/promises").status, 200);
  const Reply again = server.owner("POST", "/api/v1/promises/check");
  EXPECT_EQ(again.status, 429) << "looked at a moment ago";
  EXPECT_FALSE(again.header("Retry-After").empty());
  const Rows before = server.rows();
  server.owner("POST", "/api/v1/promises/check");
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, PrivacyHomeIsForAdministrators) {
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", "/api/v1/privacy/home")).status, 403);
  const Reply home = server.owner("GET", "/api/v1/privacy/home");
  ASSERT_EQ(home.status, 200) << home.text;
  for (const char* member : {"promises", "due", "notices", "messages", "processors", "unused_fields", "security_txt"}) EXPECT_FALSE(home.at(member).IsNull()) << member;
}

TEST_F(ApiTest, ARecordTellsHowLongItIsKeptAndWhy) {
  const std::string contact = server.create_contact();
  const Reply kept = server.owner("GET", "/api/v1/contacts/" + contact + "/kept_until");
  ASSERT_EQ(kept.status, 200) << kept.text;
  EXPECT_FALSE(kept.text_at("because").empty());
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/contacts/" + contact + "/kept_until")).status, 404) << "another workspace's";
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + Id::make().text() + "/kept_until").status, 404);
}

TEST_F(ApiTest, AnybodyReadsWhatWasFound) {
  ASSERT_EQ(server.owner("GET", "/api/v1/promises").status, 200);
  const Reply page = server.send(server.as("", "GET", "/trust/of/" + server.first));
  ASSERT_EQ(page.status, 200) << page.text;
  EXPECT_THAT(std::string(page.header("Content-Type")), HasSubstr("text/html"));
  EXPECT_THAT(page.text, HasSubstr("Kept"));
  EXPECT_THAT(page.text, HasSubstr("Looked at"));
  EXPECT_THAT(page.text, Not(HasSubstr("@example.org"))) << "nobody's address";
  EXPECT_THAT(page.text, Not(HasSubstr("<script")));
  EXPECT_TRUE(page.header("Set-Cookie").empty());
  const Reply json = server.send(server.as("", "GET", "/trust/of/" + server.first + "?format=json"));
  EXPECT_GT(json.at("promises").Size(), 0u);
  EXPECT_EQ(server.send(server.as("", "GET", "/trust")).status, 200);
  EXPECT_EQ(server.send(server.as("", "GET", "/trust/of/nobody-here")).status, 404);
  EXPECT_EQ(server.send(server.as("", "GET", "/trust/of/system")).status, 404);
  EXPECT_EQ(server.send(server.as("", "GET", "/trust?format=pdf")).status, 400);
}

}  // namespace
}  // namespace probity::api
