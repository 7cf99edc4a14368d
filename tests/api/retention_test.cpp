// How long things are kept, what goes next, and who looked.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

class RetentionApi : public ApiTest {
 protected:
  /// As if it had been made so many days ago.
  void age(const std::string& contact, int days) const {
    store::Plan plan;
    plan.update(store::Projection::make("contact", {"_deleted_at"}), {Cell{now() - days * kDay}}, {{"_id", cell(*Id::parse(contact))}});
    expect_value(expect_value(server.base.backend->open(server.first, false))->write_and_wait(std::move(plan)));
  }
  bool is_shown(const std::string& contact, const std::string& target) const {
    const Reply page = server.owner("GET", target);
    EXPECT_EQ(page.status, 200) << page.text;
    return page.text.find(contact) != std::string::npos;
  }
};

TEST_F(RetentionApi, WhatThePreviewShowsGoesWithTheRunAndNothingElse) {
  const std::string old = server.create_contact("Thrown");
  const std::string recent = server.create_contact("Recent");
  for (const std::string& id : {old, recent}) ASSERT_EQ(server.owner("DELETE", "/api/v1/contacts/" + id).status, 204);
  age(old, 31);
  const Rows before = server.rows();
  EXPECT_TRUE(is_shown(old, "/api/v1/retention/preview?rule=bin"));
  EXPECT_FALSE(is_shown(recent, "/api/v1/retention/preview?rule=bin"));
  EXPECT_TRUE(is_shown(recent, "/api/v1/retention/upcoming?days=31"));
  EXPECT_EQ(server.rows(), before) << "to look changes nothing";
  const Reply run = server.owner("POST", "/api/v1/retention/run");
  ASSERT_EQ(run.status, 202) << run.text;
  const Reply done = server.finish(run.text_at("id"));
  EXPECT_EQ(done.text_at("state"), "done") << done.text;
  EXPECT_GE(done.at("result.rules").Size(), 1u);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + old).status, 404);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + recent).status, 200);
  const Reply rules = server.owner("GET", "/api/v1/retention");
  EXPECT_EQ(rules.status, 200) << rules.text;
  EXPECT_EQ(rules.text_at("last_run.id"), run.text_at("id"));
  EXPECT_EQ(server.owner("GET", "/api/v1/retention/calendar?months=3").at("months").Size(), 3u);
}

TEST_F(RetentionApi, WhoOpenedAndEditedIsShownToAdministrators) {
  const std::string path = "/api/v1/contacts/" + server.create_contact("Looked at");
  EXPECT_EQ(server.owner("GET", path + "/looks").at("items").Size(), 0u) << "to make one is no look";
  for (int i = 0; i < 3; ++i) ASSERT_EQ(server.owner("GET", path).status, 200);
  ASSERT_EQ(server.send(server.as(server.member_token, "PATCH", path, R"({"first_name":"Ada"})")).status, 200);
  ASSERT_EQ(server.owner("GET", "/api/v1/contacts?limit=200").status, 200);
  const Reply looks = server.owner("GET", path + "/looks");
  ASSERT_EQ(looks.at("items").Size(), 2u) << looks.text;
  EXPECT_EQ(looks.at("items.0.times").GetInt() + looks.at("items.1.times").GetInt(), 4);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", path + "/looks")).status, 403);
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", path + "/looks")).status, 404) << "another workspace's";
}

TEST_F(RetentionApi, IsForAdministratorsAndSense) {
  for (const char* target : {"/api/v1/retention", "/api/v1/retention/preview", "/api/v1/retention/calendar", "/api/v1/retention/upcoming"}) {
    EXPECT_EQ(server.send(server.as(server.member_token, "GET", target)).status, 403) << target;
    EXPECT_EQ(server.send(server.as("", "GET", target)).status, 401) << target;
  }
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", "/api/v1/retention/run")).status, 403);
  for (const char* target : {"/api/v1/retention/preview?after=nonsense", "/api/v1/retention/preview?limit=0", "/api/v1/retention/preview?at=tomorrow", "/api/v1/retention/calendar?months=0",
                             "/api/v1/retention/upcoming?days=99999999"}) {
    const int status = server.owner("GET", target).status;
    EXPECT_TRUE(status == 400 || status == 422) << target << " " << status;
  }
}

TEST_F(RetentionApi, AHoldNamesItsKindAndWhoLooksAfterIt) {
  const std::string path = "/api/v1/contacts/" + server.create_contact("Held");
  const Reply bad = server.owner("POST", path + "/restrictions", R"({"kind":"hold","reason":"a","hold_kind":"whim"})");
  EXPECT_EQ(bad.code(), "bad_hold") << bad.text;
  EXPECT_EQ(server.owner("POST", path + "/restrictions", R"({"kind":"restriction","reason":"a","hold_kind":"legal"})").code(), "bad_hold");
  ASSERT_EQ(server.owner("POST", path + "/restrictions", R"({"kind":"hold","reason":"An open claim","hold_kind":"dispute","until":"2999-01-01T00:00:00Z"})").status, 201);
  const Reply kept = server.owner("GET", path + "/kept_until");
  EXPECT_EQ(kept.text_at("grounds.0.kind"), "hold");
  EXPECT_THAT(kept.text_at("because"), testing::HasSubstr("dispute"));
  EXPECT_THAT(kept.text_at("because"), testing::HasSubstr("2999-01-01"));
}

}  // namespace
}  // namespace probity::api
