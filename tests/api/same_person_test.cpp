// One human being in several records: what stands against one of them stands against all, in every order in which
// records are merged, converted, restored and parted, and however a minor came to be one.
#include "api_fixture.hpp"
#include "rights/restriction/parental_consents.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;

class SamePersonApi : public ApiTest {
 protected:
  std::string contact(std::string_view more = "") const { return server.create("contacts", fmt::format(R"({{"last_name":"Same{}"{}}})", ++made_, more)); }
  std::string lead() const { return server.create("leads", fmt::format(R"({{"last_name":"Lead{0}","email":["lead{0}@example.org"]}})", ++made_)); }
  std::string path(std::string_view plural, const std::string& id) const { return fmt::format("/api/v1/{}/{}", plural, id); }
  std::string impose(const std::string& of, std::string_view body) const {
    const Reply reply = server.owner("POST", of + "/restrictions", std::string(body));
    EXPECT_EQ(reply.status, 201) << reply.text;
    settle();
    return reply.text_at("id");
  }
  void lift(const std::string& of, const std::string& restriction) const {
    EXPECT_EQ(server.owner("DELETE", of + "/restrictions/" + restriction, R"({"reason":"settled"})").status, 200);
    settle();
  }
  int status(const std::string& target, std::string_view purpose = "service") const {
    return server.send(server.as(server.owner_token, "GET", target).with("Probity-Purpose", std::string(purpose))).status;
  }
  Reply by_law(std::string method, const std::string& target, std::string body = {}) const {
    return server.send(server.as(server.owner_token, std::move(method), target, std::move(body)).with("Probity-Purpose", "legal_obligation"));
  }
  std::string merge(const std::string& winner, const std::string& loser) const {
    const Reply merged = server.owner("POST", "/api/v1/contacts/merge", fmt::format(R"({{"winner":"{}","losers":["{}"]}})", winner, loser));
    EXPECT_EQ(merged.status, 200) << merged.text;
    settle();
    return merged.text_at("merge");
  }
  void settle() const { expect_value(server.base.subjects->settle(server.first)); }
  void age(privacy::AgeLimit age) const {
    auto workspace = expect_value(server.base.workspaces->find(server.first));
    privacy::Policy policy = *before_->policy;
    policy.age = std::move(age);
    server.base.workspaces->govern(*workspace, privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy))}));
  }
  void TearDown() override { server.base.workspaces->govern(*expect_value(server.base.workspaces->find(server.first)), before_); }

  const privacy::PolicyPointer before_ = expect_value(server.base.workspaces->find(server.first))->policy();
  static inline int made_ = 0;
};

TEST_F(SamePersonApi, AMergedLoserFollowsTheWinner) {
  for (const char* body : {R"({"kind":"restriction","reason":"x"})", R"({"kind":"minor","reason":"x"})", R"({"kind":"objection","purpose":"sales","reason":"x"})"}) {
    const std::string winner = path("contacts", contact()), loser = path("contacts", contact(R"(,"email":["loser@example.org"])"));
    merge(winner.substr(winner.rfind('/') + 1), loser.substr(loser.rfind('/') + 1));
    const std::string restriction = impose(winner, body);
    const char* purpose = std::string_view(body).find("sales") != std::string_view::npos ? "sales" : "service";
    EXPECT_EQ(status(winner, purpose), 404) << body;
    EXPECT_EQ(status(loser, purpose), 404) << body;
    EXPECT_EQ(status(loser + "/history", purpose), 404) << body;
    EXPECT_EQ(server.owner("GET", loser + "/restrictions").at("items").Size(), 1u) << body;
    lift(winner, restriction);
    EXPECT_EQ(status(winner, purpose), 200) << body;
    EXPECT_EQ(status(loser, purpose), 200) << body;
  }
}

TEST_F(SamePersonApi, NobodyGetsALoserBackThatMayNotBeUsed) {
  const std::string winner = contact(), loser = contact();
  merge(winner, loser);
  impose(path("contacts", loser), R"({"kind":"restriction","reason":"imposed through the loser"})");
  EXPECT_EQ(status(path("contacts", winner)), 404);
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", path("contacts", loser) + "/restore")).status, 404);
  EXPECT_EQ(by_law("POST", path("contacts", loser) + "/restore").status, 200);
  EXPECT_EQ(status(path("contacts", loser)), 404);
}

TEST_F(SamePersonApi, WhatWasImposedMeanwhileStandsAgainstBothWhenAMergeIsUndone) {
  const std::string winner = contact(), loser = contact();
  const std::string before = impose(path("contacts", loser), R"({"kind":"hold","reason":"the loser's alone"})");
  const std::string merged = merge(winner, loser);
  impose(path("contacts", winner), R"({"kind":"restriction","reason":"meanwhile"})");
  const Reply refused = server.owner("POST", "/api/v1/merges/" + merged + "/undo");
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.text_at("detail"), HasSubstr("may not be used now"));
  ASSERT_EQ(by_law("POST", "/api/v1/merges/" + merged + "/undo").status, 200);
  settle();
  for (const std::string& id : {winner, loser}) EXPECT_EQ(status(path("contacts", id)), 404) << (id == loser);
  EXPECT_EQ(server.owner("GET", path("contacts", winner) + "/restrictions").at("items").Size(), 1u);
  EXPECT_EQ(server.owner("GET", path("contacts", loser) + "/restrictions").at("items").Size(), 2u);
  lift(path("contacts", winner), server.owner("GET", path("contacts", winner) + "/restrictions").text_at("items.0.id"));
  EXPECT_EQ(status(path("contacts", winner)), 200);
  EXPECT_EQ(status(path("contacts", loser)), 404) << "each has its own from now on";
}

TEST_F(SamePersonApi, AConvertedLeadTakesItsNoAlongAndSharesWhatComes) {
  const std::string no = R"({"kind":"objection","purpose":"sales","reason":"x"})";
  const std::string of = lead(), at_lead = path("leads", of);
  impose(at_lead, no);
  impose(at_lead, R"({"kind":"hold","reason":"x"})");
  ASSERT_EQ(server.owner("POST", "/api/v1/contacts/0190a000-0000-7000-8000-000000000000/restrictions", no).status, 404);
  const Reply converted = server.owner("POST", at_lead + "/convert", R"({"deal":{}})");
  ASSERT_EQ(converted.status, 200) << converted.text;
  settle();
  const std::string at_contact = path("contacts", converted.text_at("contact.id").empty() ? converted.text_at("contact") : converted.text_at("contact.id"));
  EXPECT_EQ(status(at_contact, "sales"), 404);
  EXPECT_EQ(status(at_contact), 200);
  EXPECT_EQ(server.owner("GET", at_contact + "/restrictions").at("items").Size(), 2u);
  EXPECT_EQ(server.owner("DELETE", at_contact).status, 204);
  EXPECT_EQ(server.owner("DELETE", at_contact + "?purge=true").code(), "held");
  EXPECT_EQ(server.owner("POST", at_contact + "/restore").status, 200);
  const std::string later = impose(at_contact, R"({"kind":"restriction","reason":"later"})");
  EXPECT_EQ(status(at_lead), 404) << "the contact's restriction";
  lift(at_lead, later);
  EXPECT_EQ(status(at_lead), 200);
  EXPECT_EQ(status(at_contact), 200);
  impose(at_lead, R"({"kind":"minor","reason":"later"})");
  EXPECT_EQ(status(at_contact), 404) << "the lead's mark";
}

TEST_F(SamePersonApi, ALeadThatBecomesSomebodyOnRecordJoinsThem) {
  const std::string there = contact(), of = lead();
  impose(path("leads", of), R"({"kind":"objection","purpose":"sales","reason":"x"})");
  ASSERT_EQ(server.owner("POST", path("leads", of) + "/convert", fmt::format(R"({{"contact":"{}"}})", there)).status, 200);
  settle();
  EXPECT_EQ(status(path("contacts", there), "sales"), 404);
}

TEST_F(SamePersonApi, WhoeverLiesInTheBinIsRestrictedAsWell) {
  const std::string of = contact(), at = path("contacts", of);
  ASSERT_EQ(server.owner("DELETE", at).status, 204);
  EXPECT_EQ(status(at), 200);
  impose(at, R"({"kind":"hold","reason":"x"})");
  EXPECT_EQ(server.owner("DELETE", at + "?purge=true").code(), "held");
  impose(at, R"({"kind":"restriction","reason":"x"})");
  EXPECT_EQ(status(at), 404);
}

TEST_F(SamePersonApi, AMinorByHandAndByBirthdayDoNotUndoEachOther) {
  age({.years = 16});
  const std::string child = contact(R"(,"birthday":"2015-01-01")"), at = path("contacts", child);
  EXPECT_EQ(status(at), 404);
  lift(at, impose(at, R"({"kind":"minor","reason":"x"})"));
  EXPECT_EQ(status(at), 404) << "the birthday says so still";
  EXPECT_EQ(by_law("PATCH", at, R"({"birthday":null})").status, 200);
  EXPECT_EQ(status(at), 200) << "nothing says so any more";
  const std::string adult = contact(), other = path("contacts", adult);
  impose(other, R"({"kind":"minor","reason":"x"})");
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(by_law("PATCH", other, fmt::format(R"({{"birthday":"19{}0-01-01"}})", 5 + round % 3)).status, 200);
    EXPECT_EQ(status(other), 404) << round;
    settle();
    EXPECT_EQ(status(other), 404) << round;
  }
}

TEST_F(SamePersonApi, TheAddressDecidesAnewAndAnUnbornBirthdayIsRefused) {
  age({.years = 16, .by_country = {{"AT", 14}}});
  const std::string birthday = format_day(day_of(now(), "") - 15 * 366 + 30);
  const std::string at = path("contacts", contact(fmt::format(R"(,"birthday":"{}","address":{{"country":"AT"}})", birthday)));
  EXPECT_EQ(status(at), 200);
  EXPECT_EQ(server.owner("PATCH", at, R"({"address":{"country":"DE"}})").status, 200);
  EXPECT_EQ(status(at), 404);
  EXPECT_EQ(by_law("PATCH", at, R"({"address":{"country":"Austria"}})").status, 200);
  EXPECT_EQ(status(at), 200);
  const Reply unborn = server.owner("PATCH", at, R"({"birthday":"2931-01-01"})");
  EXPECT_EQ(unborn.status, 422) << unborn.text;
  EXPECT_THAT(unborn.text, HasSubstr("in_the_future"));
}

TEST_F(SamePersonApi, AMistypedBirthdayHasAWayBack) {
  age({.years = 16});
  const std::string at = path("contacts", contact(R"(,"birthday":"1981-03-04")"));
  const Reply typo = server.owner("PATCH", at, R"({"birthday":"2018-03-04"})");
  EXPECT_THAT(typo.text, HasSubstr("ask an administrator to correct it there"));
  EXPECT_EQ(status(at), 404);
  EXPECT_EQ(by_law("PATCH", at, R"({"birthday":"1981-03-04"})").status, 200);
  EXPECT_EQ(status(at), 200);
}

TEST_F(SamePersonApi, AParentsConsentCountsWhileItStandsAndThePolicyKnowsIt) {
  age({.years = 16});
  const std::string at = path("contacts", contact(R"(,"birthday":"2015-01-01")")), consents = at + "/parental_consents";
  const std::string fine = R"({"parent":"Olga Quill","verified":"Signed letter of 3 May with a copy of her passport"})";
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("POST", consents, fine).code(), "parental_consent_unknown");
  age({.years = 16, .parental_consent = true});
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", consents, fine)).status, 403);
  for (const char* body : {R"({"parent":"","verified":"x"})", R"({"parent":"Olga"})", R"({"parent":"Olga","verified":"x","given_at":"2999-01-01T00:00:00Z"})", R"({"parent":"Olga","verified":"x","age":3})"}) {
    EXPECT_GE(server.owner("POST", consents, body).status, 400) << body;
  }
  EXPECT_EQ(server.rows(), before);
  const Reply recorded = server.owner("POST", consents, fine);
  ASSERT_EQ(recorded.status, 201) << recorded.text;
  settle();
  EXPECT_EQ(status(at), 200);
  impose(at, R"({"kind":"minor","reason":"noticed by hand as well"})");
  EXPECT_EQ(status(at), 200) << "the parent's consent holds against both";
  age({.years = 16});
  EXPECT_EQ(server.owner("GET", consents).at("items").Size(), 1u);
  age({.years = 16, .parental_consent = true});
  const std::string one = consents + "/" + recorded.text_at("id");
  EXPECT_EQ(server.owner("DELETE", one, R"({"reason":"by telephone"})").status, 200);
  EXPECT_EQ(server.owner("DELETE", one, R"({"reason":"again"})").code(), "withdrawn_already");
  settle();
  EXPECT_EQ(status(at), 404);
  EXPECT_EQ(server.owner("GET", consents).text_at("items.0.withdrawn_because"), "by telephone");
}

}  // namespace
}  // namespace probity::api
