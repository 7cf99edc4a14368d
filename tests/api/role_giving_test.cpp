// Who says what others may: roles, owners of records, shares, and why.
#include "roles_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class RoleGiving : public RolesApi {};

TEST_F(RoleGiving, NobodyGivesMoreThanTheyHave) {
  const auto administrator = [&](const std::string& member, const std::string& body) { return server.send(server.as(server.administrator_token, "PATCH", "/api/v1/members/" + member, body)); };
  const Reply members = server.owner("GET", "/api/v1/members?limit=200");
  std::string owner;
  for (const JsonValue& each : members.json["items"].GetArray()) {
    if (view(each["role"]) == "owner") owner = view(each["id"]);
  }
  const Somebody climber = seat_somebody(server, "climber", "administrator");
  EXPECT_EQ(administrator(mate_.id, R"({"role":"owner"})").code(), "above_your_own");
  EXPECT_EQ(administrator(owner, R"({"role":"member"})").code(), "above_your_own");
  EXPECT_EQ(ask(climber, "PATCH", "/api/v1/members/" + climber.id, R"({"role":"owner"})").code(), "above_your_own");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/members/" + owner, R"({"role":"administrator"})").code(), "last_owner");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/members/" + owner, R"({"role":"king"})").code(), "unknown_role");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/members/" + owner, R"({"workspace":"second"})").status, 422);
  EXPECT_EQ(ask(mate_, "PATCH", "/api/v1/members/" + mate_.id, R"({"role":"administrator"})").code(), "administrators_only");
  EXPECT_EQ(ask(mate_, "POST", "/api/v1/roles", R"({"name":"Mine","grants":{}})").status, 404);
  EXPECT_EQ(ask(mate_, "PATCH", "/api/v1/teams/" + team_, R"({"members":[]})").status, 403);
  EXPECT_EQ(server.owner("PATCH", "/api/v1/members/" + climber.id, R"({"role":"read-only"})").status, 200);
  EXPECT_EQ(ask(climber, "POST", "/api/v1/contacts", R"({"last_name":"No"})").status, 403) << "at once";
  EXPECT_EQ(server.owner("DELETE", "/api/v1/roles/" + own_role_).code(), "role_in_use");
  // To whom a record belongs is not given away beyond one's reach, nor made up.
  const Case& mine = cases_->at(0);
  EXPECT_EQ(ask(self_, "PATCH", "/api/v1/contacts/" + mine.id, fmt::format(R"({{"owner":"{}"}})", stranger_.id)).status, 403);
  EXPECT_EQ(ask(self_, "PATCH", "/api/v1/contacts/" + cases_->at(5).id, fmt::format(R"({{"owner":"{}"}})", self_.id)).status, 403) << "shared, not owned";
  EXPECT_EQ(ask(self_, "POST", "/api/v1/contacts", fmt::format(R"({{"last_name":"Pushed","owner":"{}"}})", stranger_.id)).status, 403);
  const Reply created = ask(self_, "POST", "/api/v1/contacts", R"({"last_name":"Brought"})");
  EXPECT_EQ(created.status, 201) << created.text;
  EXPECT_EQ(ask(teamed_, "PATCH", "/api/v1/contacts/" + mine.id, fmt::format(R"({{"owner":"{}"}})", stranger_.id)).status, 403);
}

TEST_F(RoleGiving, RolesAreCheckedWhenTheyAreWritten) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"([1])", "bad_role"}, {R"({"administrator":true})", "bad_role"}, {R"({"everything":{"read":"some"}})", "bad_role"}, {R"({"everything":{"rule":"all"}})", "bad_role"},
      {R"({"everything":{"fields":{"x":"hidden"}}})", "bad_role"}, {R"({"entities":{"unicorn":{}}})", "bad_role"}, {R"({"entities":{"member":{"read":"all"}}})", "bad_role"},
      {R"({"entities":{"contact":{"fields":{"horn":"hidden"}}}})", "bad_role"}, {R"({"entities":{"contact":{"fields":{"email":"maybe"}}}})", "bad_role"},
      {R"({"purposes":[]})", "bad_role"}, {R"({"purposes":["legal_obligation"]})", "bad_role"}, {R"({"purposes":["astrology"]})", "bad_role"}, {R"({"private":true})", "bad_role"}};
  const Rows before = server.rows();
  for (const auto& [grants, code] : wrong) {
    const Reply refused = server.owner("POST", "/api/v1/roles", fmt::format(R"({{"name":"Wrong","grants":{}}})", grants));
    EXPECT_EQ(refused.code(), code) << grants << refused.text;
  }
  for (const char* name : {"owner", "Administrator", "own"}) {
    EXPECT_EQ(server.owner("POST", "/api/v1/roles", fmt::format(R"({{"name":"{}","grants":{{}}}})", name)).code(), "name_taken") << name;
  }
  EXPECT_EQ(server.rows(), before);
  // Whatever it says, it is no administrator's.
  const std::string greedy = make_role(server, "Greedy", R"({"everything":{"read":"all","create":"all","update":"all","delete":"all","export":"all","bulk":"all"},"entities":{"disclosure":{"read":"all","update":"all"},"role":{"read":"all","update":"all"},"share":{"read":"all"}},"private":"all"})");
  const Somebody greedy_one = seat_somebody(server, "greedy", greedy);
  for (const char* closed : {"disclosures", "roles", "shares", "suppressions", "support_views"}) EXPECT_EQ(ask(greedy_one, "GET", fmt::format("/api/v1/{}", closed)).status, 404) << closed;
  EXPECT_EQ(ask(greedy_one, "GET", "/api/v1/contacts/" + cases_->at(6).id).status, 404) << "a private record of no team of theirs";
  // A change of the role is in force with the next request.
  EXPECT_EQ(ask(greedy_one, "GET", "/api/v1/contacts").status, 200);
  EXPECT_EQ(server.owner("PATCH", "/api/v1/roles/" + greedy, R"({"grants":{}})").status, 200);
  EXPECT_EQ(ask(greedy_one, "GET", "/api/v1/contacts").status, 404);
}

TEST_F(RoleGiving, SharingTakesEffectAtOnceAndEnds) {
  const Case& one = cases_->at(2);
  const std::string path = "/api/v1/contacts/" + one.id;
  EXPECT_EQ(ask(self_, "GET", path).status, 404);
  const Reply given = ask(stranger_, "POST", path + "/shares", fmt::format(R"({{"level":"read","member":"{}"}})", self_.id));
  ASSERT_EQ(given.status, 201) << given.text;
  EXPECT_EQ(ask(self_, "GET", path).status, 200);
  EXPECT_EQ(ask(self_, "PATCH", path, R"({"department":"x"})").status, 403);
  EXPECT_EQ(ask(self_, "POST", path + "/shares", fmt::format(R"({{"level":"read","team":"{}"}})", team_)).status, 403) << "shared on";
  EXPECT_EQ(ask(stranger_, "POST", path + "/shares", fmt::format(R"({{"level":"write","member":"{}"}})", self_.id)).text_at("id"), given.text_at("id"));
  EXPECT_EQ(ask(self_, "PATCH", path, R"({"department":"x"})").status, 200);
  EXPECT_EQ(ask(self_, "DELETE", path).status, 403);
  EXPECT_EQ(ask(stranger_, "GET", path + "/shares").json["items"].Size(), 1u);
  EXPECT_EQ(ask(stranger_, "DELETE", path + "/shares/" + given.text_at("id")).status, 204);
  EXPECT_EQ(ask(self_, "GET", path).status, 404);
  EXPECT_EQ(ask(self_, "GET", "/api/v1/contacts?count=exact&q=" + one.marker).at("count").GetInt(), 0);
  const auto refused = [&](const std::string& body) { return ask(stranger_, "POST", path + "/shares", body).code(); };
  EXPECT_EQ(refused(R"({"level":"all"})"), "bad_level");
  EXPECT_EQ(refused(R"({"level":"read"})"), "bad_level");
  EXPECT_EQ(refused(fmt::format(R"({{"level":"private","member":"{}"}})", self_.id)), "bad_level");
  EXPECT_EQ(refused(fmt::format(R"({{"level":"read","member":"{}"}})", Id::make().text())), "unknown_member");
  EXPECT_EQ(refused(fmt::format(R"({{"level":"read","team":"{}"}})", Id::make().text())), "unknown_team");
}

TEST_F(RoleGiving, WhyIsSaidInWordsToWhomItMayBe) {
  const std::string path = "/api/v1/contacts/" + cases_->at(2).id + "/access";
  const Reply hidden = ask(self_, "GET", path);
  EXPECT_EQ(hidden.status, 404);
  EXPECT_THAT(hidden.text_at("detail"), HasSubstr("one's own, or shared with one"));
  const Reply of_other = server.owner("GET", path + "?member=" + self_.id);
  ASSERT_EQ(of_other.status, 200) << of_other.text;
  EXPECT_FALSE(of_other.at("sees").GetBool());
  EXPECT_THAT(of_other.text, HasSubstr("nobody in the member's teams"));
  EXPECT_TRUE(ask(self_, "GET", "/api/v1/contacts/" + cases_->at(4).id + "/access").at("sees").GetBool());
  EXPECT_EQ(ask(mate_, "GET", path + "?member=" + self_.id).code(), "administrators_only");
  EXPECT_EQ(server.owner("GET", path + "?member=" + Id::make().text()).status, 404);
  const Reply of_clerk = server.owner("GET", path + "?member=" + clerk_.id);
  EXPECT_THAT(of_clerk.text, HasSubstr("The role hides it."));
}

}  // namespace
}  // namespace probity::api
