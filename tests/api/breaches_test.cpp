// The register of breaches: its clock, its steps, the drafts, letters to people.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;

class BreachesApiTest : public ApiTest {
 protected:
  std::string breach(Timestamp aware_at, std::string_view more = "") { return server.create("breaches", fmt::format(R"({{"title":"Lost laptop","aware_at":"{}"{}}})", format_timestamp(aware_at), more)); }
  std::string path(const std::string& id, std::string_view what = "") { return "/api/v1/breaches/" + id + std::string(what); }
  Reply step(const std::string& id, const std::string& body) { return server.owner("POST", path(id, "/steps"), body); }
  static constexpr const char* kWhole = R"({"description":"A laptop was stolen.","kinds":["confidentiality"],"people_kinds":"Customers","people_count":3,"categories":["user.contact.email"],"records_count":3,"consequences":"Strangers may write.","measures":"Wiped"})";
  static constexpr std::string_view kFilled = R"(,"description":"A laptop was stolen.","consequences":"Strangers may write.","measures":"It was wiped.","kinds":["confidentiality","availability"],"categories":["user.contact.email"],"risk":"high")";
};

TEST_F(BreachesApiTest, TheClockIsThatOfTheWall) {
  const Timestamp aware = now() - 20 * kHour - kMinute;
  const std::string id = breach(aware);
  const Reply record = server.owner("GET", path(id));
  EXPECT_EQ(record.text_at("due_at"), format_timestamp(aware + 72 * kHour));
  EXPECT_EQ(record.text_at("state"), "open");
  EXPECT_EQ(record.text_at("people_state"), "undecided");
  const Reply story = server.owner("GET", path(id, "/story"));
  EXPECT_EQ(story.at("hours_left").GetInt64(), 51);
  EXPECT_FALSE(story.at("overdue").GetBool());
  EXPECT_THAT(story.text_at("in_words"), HasSubstr("51 hours left of 72"));
  EXPECT_TRUE(server.owner("GET", path(breach(now() - 80 * kHour), "/story")).at("overdue").GetBool());
  EXPECT_EQ(server.owner("POST", "/api/v1/breaches", fmt::format(R"({{"title":"Soon","aware_at":"{}"}})", format_timestamp(now() + kDay))).code(), "aware_in_future");
}

TEST_F(BreachesApiTest, StepsMoveTheStatesAndStay) {
  const std::string id = breach(now() - kHour);
  EXPECT_EQ(step(id, R"({"step":"close"})").code(), "breach_undecided");
  EXPECT_EQ(step(id, R"({"step":"not_report","why":"Wiped at once"})").code(), "risk_not_unlikely");
  server.owner("PATCH", path(id), R"({"risk":"likely","measures":"Wiped"})");
  EXPECT_EQ(step(id, R"({"step":"report"})").status, 400) << "to whom?";
  EXPECT_EQ(step(id, fmt::format(R"({{"step":"report","authority":"The commissioner","at":"{}"}})", format_timestamp(now() - kDay))).code(), "bad_time");
  const Reply reported = step(id, R"({"step":"report","authority":"The commissioner","reference":"26/1"})");
  ASSERT_EQ(reported.status, 200) << reported.text;
  EXPECT_THAT(reported.text_at("in_words"), HasSubstr("Reported to the authority"));
  EXPECT_EQ(reported.text_at("steps.0.step"), "report");
  EXPECT_EQ(reported.text_at("steps.0.reference"), "26/1");
  EXPECT_EQ(server.owner("GET", path(id)).text_at("authority"), "The commissioner");
  EXPECT_EQ(step(id, R"({"step":"report","authority":"Another"})").code(), "already_reported");
  EXPECT_EQ(step(id, R"({"step":"close"})").code(), "breach_undecided") << "what was to follow the report has not followed";
  EXPECT_EQ(server.owner("PATCH", path(id), kWhole).status, 200);
  EXPECT_EQ(step(id, R"({"step":"close"})").status, 200);
  EXPECT_EQ(step(id, R"({"step":"not_tell","why":"x"})").code(), "breach_closed");
  EXPECT_EQ(step(id, R"({"step":"note","why":"The police called"})").status, 200);
  EXPECT_EQ(step(id, R"({"step":"reopen","why":"There was a second laptop"})").at("steps").Size(), 4u);
  EXPECT_EQ(server.owner("GET", path(id)).text_at("state"), "reported");
  const std::string first = step(id, R"({"step":"note","why":"One more"})").text_at("steps.0.id");
  EXPECT_NE(server.owner("PATCH", "/api/v1/breach_steps/" + first, R"({"why":"Another"})").status, 200);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/breach_steps/" + first).status, 403);
  EXPECT_EQ(server.owner("DELETE", path(id)).status, 403) << "the register forgets none";
  EXPECT_NE(server.owner("PATCH", path(id), R"({"state":"closed"})").status, 200) << "states follow from steps";
}

TEST_F(BreachesApiTest, DraftsAreInWordsAndSayWhatIsMissing) {
  const Reply empty = server.owner("GET", path(breach(now()), "/notice"));
  EXPECT_EQ(empty.at("missing_for_authority").Size(), 8u);
  EXPECT_THAT(empty.text_at("authority"), HasSubstr("it will follow"));
  const Reply filled = server.owner("GET", path(breach(now(), std::string(kFilled) + R"(,"people_kinds":"Customers","people_count":3,"records_count":3)"), "/notice"));
  EXPECT_EQ(filled.at("missing_for_authority").Size(), 0u) << filled.text;
  EXPECT_THAT(filled.text_at("authority"), HasSubstr("Kind of breach: confidentiality, availability"));
  EXPECT_THAT(filled.text_at("authority"), HasSubstr("Email address"));
  EXPECT_THAT(filled.text_at("people"), HasSubstr("Strangers may write."));
}

TEST_F(BreachesApiTest, PeopleAreToldOnceAndItIsWrittenDown) {
  const std::string mark = "Marked" + Id::make().text().substr(30);
  server.create("contacts", fmt::format(R"({{"last_name":"{}","email":"first@example.org"}})", mark));
  server.create("contacts", fmt::format(R"({{"last_name":"{}"}})", mark));
  const std::string tell = fmt::format(R"({{"step":"tell","entity":"contacts","filter":{{"field":"last_name","op":"eq","value":"{}"}}}})", mark);
  EXPECT_EQ(step(breach(now()), tell).code(), "notice_incomplete");
  const std::string id = breach(now(), kFilled);
  EXPECT_EQ(step(id, R"({"step":"tell","entity":"companies"})").code(), "not_people");
  EXPECT_GE(step(id, R"({"step":"tell","entity":"contacts","filter":{"field":"nonsense","op":"eq","value":1}})").status, 400);
  server.letters.clear();
  const Reply begun = step(id, tell);
  ASSERT_EQ(begun.status, 202) << begun.text;
  EXPECT_EQ(server.finish(begun.text_at("job")).text_at("state"), "done");
  ASSERT_EQ(server.letters.size(), 1u);
  EXPECT_EQ(server.letters[0].to, "first@example.org");
  EXPECT_EQ(server.letters[0].template_name, "breach");
  EXPECT_EQ(server.letters[0].values["what_happened"], "A laptop was stolen.");
  EXPECT_EQ(server.owner("GET", path(id)).text_at("people_state"), "told");
  const Reply story = server.owner("GET", path(id, "/story"));
  EXPECT_EQ(story.text_at("steps.0.step"), "tell");
  EXPECT_EQ(story.at("steps.0.people").GetInt64(), 1);
  EXPECT_THAT(story.text_at("steps.0.why"), HasSubstr("1 could not be written to"));
  EXPECT_EQ(step(id, tell).code(), "already_told");
}

TEST_F(BreachesApiTest, AdministratorsAreAlertedBeforeAndAfter) {
  const auto alerts_of = [&](const std::string& id) {
    server.alerts.clear();
    expect_value(server.incidents->ring(server.first));
    std::vector<incidents::Alert> alerts;
    std::ranges::copy_if(server.alerts, std::back_inserter(alerts), [&](const incidents::Alert& alert) { return alert.breach.text() == id; });
    return alerts;
  };
  EXPECT_TRUE(alerts_of(breach(now() - 40 * kHour)).empty());
  const std::string last_day = breach(now() - 50 * kHour), overdue = breach(now() - 73 * kHour);
  ASSERT_EQ(alerts_of(last_day).size(), 1u);
  EXPECT_THAT(alerts_of(last_day)[0].clock, HasSubstr("hours left"));
  ASSERT_EQ(alerts_of(overdue).size(), 1u);
  EXPECT_THAT(alerts_of(overdue)[0].clock, HasSubstr("Overdue"));
  EXPECT_EQ(alerts_of(overdue)[0].id, alerts_of(overdue)[0].id) << "told once, however often it is looked at";
  ASSERT_EQ(step(overdue, R"({"step":"report","authority":"The commissioner"})").status, 200);
  EXPECT_TRUE(alerts_of(overdue).empty());
}

TEST_F(BreachesApiTest, CountsComeFromTheModel) {
  server.create("contacts", R"({"last_name":"Lovelace","email":"ada@example.org"})");
  const Reply held = server.owner("GET", "/api/v1/breaches/people_held");
  ASSERT_EQ(held.status, 200) << held.text;
  std::set<std::string> entities;
  std::int64_t with_address = 0;
  for (const JsonValue& item : held.at("items").GetArray()) {
    entities.insert(std::string(view(item["entity"])));
    if (view(item["entity"]) != "contacts") continue;
    for (const JsonValue& category : item["categories"].GetArray()) {
      if (view(category["category"]) == "user.contact.email") with_address = category["people"].GetInt64();
    }
  }
  EXPECT_TRUE(entities.contains("contacts") && entities.contains("leads"));
  EXPECT_GE(with_address, 1);
}

TEST_F(BreachesApiTest, TheRegisterIsForAdministratorsOfTheWorkspace) {
  const std::string id = breach(now());
  const Rows before = server.rows();
  for (const std::string& token : {server.member_token, server.reader_token}) {
    EXPECT_EQ(server.send(server.as(token, "GET", path(id))).status, 404);
    EXPECT_EQ(server.send(server.as(token, "GET", path(id, "/story"))).status, 403);
    EXPECT_EQ(server.send(server.as(token, "POST", path(id, "/steps"), R"({"step":"note","why":"x"})")).status, 403);
    EXPECT_GE(server.send(server.as(token, "POST", "/api/v1/breaches", R"({"title":"x"})")).status, 403);
  }
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", path(id, "/story"))).status, 404);
  EXPECT_EQ(server.send(server.as(server.second_token, "POST", path(id, "/steps"), R"({"step":"note","why":"x"})")).status, 404);
  EXPECT_EQ(step(id, R"({"step":"dance"})").status, 400);
  EXPECT_EQ(step(id, R"({"step":"note"})").status, 400);
  EXPECT_EQ(step(id, R"({"step":"note","why":"x","fun":1})").status, 422);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(BreachesApiTest, TheOperatorsRegisterIsOfAccountsAndForWhoRunsTheInstallation) {
  const std::string base = "/api/v1/operator/breaches";
  const std::string body = fmt::format(R"({{"title":"Log in the open","aware_at":"{}"{}}})", format_timestamp(now() - kHour), kFilled);
  const Rows before = server.rows();
  for (const std::string& token : {server.second_token, server.member_token}) {
    EXPECT_EQ(server.send(server.as(token, "POST", base, body)).status, 403);
    EXPECT_EQ(server.send(server.as(token, "GET", base)).status, 403);
    EXPECT_EQ(server.send(server.as(token, "GET", base + "/people_held")).status, 403);
  }
  const Reply made = server.owner("POST", base, body);
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(server.rows(), before) << "nothing of it stands in a workspace";
  const std::string id = made.text_at("id"), one = base + "/" + id;
  EXPECT_EQ(made.header("Location"), one);
  EXPECT_EQ(server.owner("GET", base + "?limit=1").text_at("items.0.id"), id);
  EXPECT_EQ(server.owner("GET", "/api/v1/breaches/" + id).status, 404);
  EXPECT_EQ(server.owner("PATCH", one, R"({"risk":"high","advice":"Change your password."})").status, 200);
  EXPECT_THAT(server.owner("GET", one + "/notice").text_at("people"), HasSubstr("Change your password."));
  EXPECT_THAT(server.owner("GET", base + "/people_held").text, HasSubstr("members"));
  EXPECT_THAT(server.owner("GET", base + "/people_held").text, testing::Not(HasSubstr("contacts")));
  EXPECT_EQ(server.owner("POST", one + "/steps", R"({"step":"report","authority":"The commissioner"})").status, 200);
  EXPECT_EQ(server.owner("POST", one + "/steps", R"({"step":"tell","entity":"members"})").status, 202);
  expect_value(server.base.jobs->run_due("system"));
  EXPECT_EQ(server.owner("GET", one).text_at("people_state"), "told");
  EXPECT_EQ(server.owner("PATCH", one, kWhole).status, 200);
  EXPECT_EQ(server.owner("POST", one + "/steps", R"({"step":"close"})").status, 200);
}

}  // namespace
}  // namespace probity::api
