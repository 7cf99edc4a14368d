// What stands against the use of a person's data, imposed and lifted by administrators, and explained.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;

class RestrictionApi : public ApiTest {
 protected:
  std::string impose(std::string body) const {
    const Reply reply = server.owner("POST", path + "/restrictions", std::move(body));
    EXPECT_EQ(reply.status, 201) << reply.text;
    return reply.text_at("id");
  }
  int lift(const std::string& restriction) const { return server.owner("DELETE", path + "/restrictions/" + restriction, R"({"reason":"settled"})").status; }
  int status(std::string_view purpose = "service") const { return server.send(server.as(server.owner_token, "GET", path).with("Probity-Purpose", std::string(purpose))).status; }

  const std::string contact = server.create_contact("Restricted");
  const std::string path = "/api/v1/contacts/" + contact;
};

TEST_F(RestrictionApi, IsImposedAndLiftedWithAReason) {
  const std::string id = impose(R"({"kind":"restriction","reason":"They say it is wrong."})");
  EXPECT_EQ(status(), 404);
  EXPECT_EQ(status("legal_obligation"), 200);
  const Reply listed = server.owner("GET", path + "/restrictions");
  EXPECT_EQ(listed.text_at("items.0.kind"), "restriction");
  EXPECT_EQ(listed.text_at("items.0.reason"), "They say it is wrong.");
  EXPECT_EQ(lift(id), 200);
  EXPECT_EQ(lift(id), 409);
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(server.owner("GET", path + "/restrictions").text_at("items.0.lifted_because"), "settled");
}

TEST_F(RestrictionApi, OneThatStaysInForceCountsOn) {
  const std::string one = impose(R"({"kind":"restriction","reason":"a"})");
  const std::string other = impose(R"({"kind":"restriction","reason":"b"})");
  EXPECT_EQ(lift(one), 200);
  EXPECT_EQ(status(), 404);
  EXPECT_EQ(lift(other), 200);
  EXPECT_EQ(status(), 200);
}

TEST_F(RestrictionApi, AnObjectionStandsAgainstItsPurposeAlone) {
  impose(R"({"kind":"objection","purpose":"sales","reason":"by letter"})");
  EXPECT_EQ(status("sales"), 404);
  EXPECT_EQ(status("service"), 200);
}

TEST_F(RestrictionApi, WhatIsHeldStaysInTheBin) {
  impose(R"({"kind":"hold","reason":"lawsuit"})");
  EXPECT_EQ(server.owner("DELETE", path).status, 204);
  EXPECT_EQ(server.owner("DELETE", path + "?purge=true").code(), "held");
}

TEST_F(RestrictionApi, EndsByItself) {
  const std::string id = impose(R"({"kind":"restriction","reason":"a","until":"2999-01-01T00:00:00Z"})");
  const privacy::Access access{.actor = {}, .workspace = server.first, .purpose = "legal_obligation",
                               .grants = privacy::Grants::make({.role = "owner", .administrator = true}), .origin = "test"};
  const auto context = expect_value(server.base.records->enter(access, "restriction"));
  expect_value(server.base.records->alter(records::by_program(context, *context.entity), *Id::parse(id), records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    draft.value(*draft.entity->field("until")) = std::int64_t{1};
    return {};
  }));
  expect_value(server.restriction_ends->lift_ended(server.first));
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(server.owner("GET", path + "/restrictions").text_at("items.0.lifted_because"), "Its time was over.");
}

TEST_F(RestrictionApi, IsForAdministratorsAndPeopleAndSense) {
  const Rows before = server.rows();
  const std::string fine = R"({"kind":"restriction","reason":"a"})";
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", path + "/restrictions", fine)).status, 403);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", "/api/v1/restrictions")).status, 404);
  EXPECT_EQ(server.owner("POST", "/api/v1/restrictions", R"({"kind":"hold"})").status, 403);
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts/0190a000-0000-7000-8000-000000000000/restrictions", fine).status, 404);
  for (const char* body : {R"({"kind":"curse","reason":"a"})", R"({"kind":"objection","reason":"a"})", R"({"kind":"objection","purpose":"legal_obligation","reason":"a"})",
                           R"({"kind":"restriction","purpose":"sales","reason":"a"})", R"({"kind":"hold"})", R"({"kind":"hold","reason":"a","until":"2001-01-01T00:00:00Z"})"}) {
    const int status = server.owner("POST", path + "/restrictions", body).status;
    EXPECT_TRUE(status == 400 || status == 422) << body << status;
  }
  EXPECT_EQ(server.rows(), before);
}

TEST_F(RestrictionApi, ItIsSaidWhySomethingIsNotUsed) {
  impose(R"({"kind":"objection","purpose":"sales","reason":"by letter"})");
  const Reply said = server.owner("GET", path + "/purposes");
  ASSERT_EQ(said.status, 200) << said.text;
  for (const JsonValue& purpose : said.at("purposes").GetArray()) {
    const std::string name(view(purpose["name"]));
    if (name == "service") EXPECT_TRUE(purpose["used"].GetBool());
    if (name == "sales") EXPECT_THAT(std::string(view(purpose["because"][0])), HasSubstr("objected"));
    if (name == "marketing") EXPECT_THAT(std::string(view(purpose["because"][0])), HasSubstr("consent"));
  }
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", path + "/purposes")).status, 403);
}

TEST_F(RestrictionApi, AnImportLeavesTheirRowAlone) {
  const std::string email = fmt::format("restricted{}@example.org", contact);
  ASSERT_EQ(server.owner("PATCH", path, fmt::format(R"({{"email":["{}"]}})", email)).status, 200);
  impose(R"({"kind":"restriction","reason":"a"})");
  const auto import = [&](std::string_view mode) {
    const Reply prepared = server.owner("POST", "/api/v1/imports", fmt::format(R"({{"entity":"contacts","upload":"{}"}})", server.upload(fmt::format("Last name,Email\nIntruder,{}\n", email), "people.csv")));
    const std::string at(prepared.header("Location"));
    const Reply chosen = server.owner("PATCH", at, fmt::format(R"({{"mode":"{}","key":"email"}})", mode));
    EXPECT_EQ(chosen.status, 200) << chosen.text;
    EXPECT_EQ(server.owner("POST", at + "/start").status, 202);
    expect_value(server.base.jobs->run_due(server.first));
    const Reply done = server.owner("GET", at);
    EXPECT_EQ(done.at("progress.failed").GetInt(), 1) << mode << done.text;
    EXPECT_EQ(done.at("progress.possible_duplicates").IsInt() ? done.at("progress.possible_duplicates").GetInt() : 0, 0) << mode;
    EXPECT_THAT(server.owner("GET", at + "/failed_rows").text, HasSubstr("left alone"));
  };
  const Rows before = server.rows();
  import("create");
  import("upsert");
  EXPECT_EQ(server.rows().counts.at("contact"), before.counts.at("contact"));
  EXPECT_EQ(server.send(server.as(server.owner_token, "GET", path).with("Probity-Purpose", "legal_obligation")).text_at("last_name"), "Restricted");
}

}  // namespace
}  // namespace probity::api
