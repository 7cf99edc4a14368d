// What people said, over HTTP: by members, by the person's own links, by files.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

constexpr const char* kOneClick = "List-Unsubscribe=One-Click";

class ConsentsApi : public ApiTest {
 protected:
  std::string contact() {
    static int number = 0;
    email = fmt::format("person{}@consents.example", ++number);
    return server.create("contacts", fmt::format(R"({{"last_name":"Consent","email":"{}"}})", email));
  }
  std::string path(const std::string& id, std::string_view rest = "consents") const { return fmt::format("/api/v1/contacts/{}/{}", id, rest); }
  Reply record(const std::string& id, std::string_view state, std::string_view more = "") const {
    return server.owner("POST", path(id), fmt::format(R"({{"purpose":"marketing","channel":"email","state":"{}","source":"https://example.org/news","method":"form"{}}})", state, more));
  }
  Reply why(const std::string& id) const { return server.owner("GET", path(id, "consents/why?purpose=marketing&channel=email")); }
  std::string topic(std::string_view name) const {
    const Reply found = server.owner("GET", "/api/v1/topics?limit=200");
    for (const JsonValue& each : found.at("items").GetArray()) {
      if (view(each["name"]) == name) return std::string(view(each["id"]));
    }
    return "";
  }
  rights::WaysOut ways(const std::string& id, std::string_view topic = "Newsletter") const {
    return expect_value(server.consents->ways_out(server.first, "contact", *Id::parse(id), "marketing", "email", topic, email));
  }
  static std::string local(const std::string& url) { return url.substr(url.find('/', 8)); }
  Reply post(const std::string& target, std::string body, std::string type = "application/x-www-form-urlencoded") const {
    Ask ask{.method = "POST", .target = target, .body = std::move(body)};
    return server.send(ask.with("Content-Type", std::move(type)));
  }
  Reply get(const std::string& target) const { return server.send({.method = "GET", .target = target}); }
  std::size_t events(const std::string& id) const { return server.owner("GET", path(id)).at("items").Size(); }

  std::string email;
};

TEST_F(ConsentsApi, WhatIsRecordedAnswersWhy) {
  const std::string id = contact();
  EXPECT_EQ(why(id).at("allowed").GetBool(), false);
  const Reply made = record(id, "given", R"(,"wording":"Yes, write to me","wording_version":"3","at":"2026-01-31T10:00:00Z")");
  ASSERT_EQ(made.status, 201) << made.text;
  const Reply reply = why(id);
  EXPECT_TRUE(reply.at("allowed").GetBool()) << reply.text;
  EXPECT_EQ(reply.text_at("addresses.0.code"), "allowed");
  EXPECT_EQ(reply.text_at("state"), "given");
  EXPECT_EQ(reply.text_at("chain.0.wording"), "Yes, write to me");
  EXPECT_THAT(reply.text_at("chain.0.words"), testing::HasSubstr("has agreed"));
  EXPECT_EQ(reply.text_at("chain.0.address").substr(1), "***@consents.example");
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.0.id"), made.text_at("id"));
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.0.by").size(), 36u);
}

TEST_F(ConsentsApi, WhatIsWrongLeavesNothing) {
  const std::string id = contact();
  const Rows before = server.rows();
  EXPECT_EQ(record(id, "agreed").code(), "unknown_state");
  EXPECT_EQ(record(id, "given", R"(,"at":"tomorrow")").code(), "invalid_datetime");
  EXPECT_EQ(record(id, "given", R"(,"at":"2126-01-01T00:00:00Z")").code(), "in_the_future");
  EXPECT_EQ(record(id, "given", R"(,"topic":"none")").code(), "unknown_topic");
  EXPECT_EQ(record(id, "given", R"(,"extra":1)").code(), "unknown_member");
  EXPECT_EQ(server.owner("POST", path(id), R"({"purpose":"marketing","state":"given"})").code(), "required");
  EXPECT_EQ(server.owner("POST", path(id), R"({"purpose":"marketing","state":"given","source":" "})").code(), "no_proof");
  EXPECT_EQ(server.owner("GET", path(id, "consents/why?purpose=gossip")).code(), "unknown_purpose");
  EXPECT_EQ(server.owner("GET", path(id, "consents/why?purpose=marketing&channel=pigeon")).code(), "unknown_channel");
  EXPECT_EQ(server.rows(), before);
  const std::string company = server.create("companies", R"({"name":"Consent Ltd"})");
  EXPECT_EQ(server.owner("GET", fmt::format("/api/v1/companies/{}/consents", company)).code(), "not_a_person");
}

TEST_F(ConsentsApi, NobodyButTheProgramWitnessesALink) {
  const std::string id = contact();
  ASSERT_EQ(record(id, "withdrawn").status, 201);
  const Rows before = server.rows();
  for (const char* method : {"double-opt-in", "portal", "link", "one-click", "gpc", "cookie-banner", "time"}) {
    const std::string said = fmt::format(R"({{"purpose":"marketing","channel":"email","state":"given","source":"s","method":"{}"}})", method);
    const Reply recorded = server.owner("POST", path(id), said);
    EXPECT_EQ(recorded.status, 422) << method << recorded.text;
    EXPECT_EQ(recorded.code(), "not_witnessed") << method;
    const std::string switched = fmt::format(R"({{"changes":[{{"purpose":"marketing","channel":"email","topic":"{}","on":true}}],"source":"s","method":"{}"}})", topic("Offers"), method);
    const Reply refused = server.owner("PUT", path(id, "preferences"), switched);
    EXPECT_EQ(refused.status, 422) << method << refused.text;
    const std::string row = fmt::format(R"({{"person":"{}","purpose":"marketing","channel":"email","state":"given","at":"2026-01-31T10:00:00Z","source":"s","method":"{}"}})", id, method);
    EXPECT_EQ(server.owner("POST", "/api/v1/consents", row).status, 422) << method;
  }
  EXPECT_EQ(server.rows(), before);
  EXPECT_FALSE(why(id).at("allowed").GetBool());
}

TEST_F(ConsentsApi, WhoIsRestrictedStillSaysNoAndIsAnswered) {
  const std::string id = contact();
  const std::string body = fmt::format(R"({{"purpose":"marketing","address":"{}","wording":"Yes, write to me."}})", email);
  ASSERT_EQ(server.owner("POST", path(id, "consents/requests"), body).status, 201);
  const std::string confirmation = local(server.letters.back().values.at("link"));
  const std::string unsubscribe = local(ways(id).unsubscribe_url);
  ASSERT_EQ(server.owner("POST", path(id, "restrictions"), R"({"kind":"restriction","reason":"Disputed"})").status, 201);
  ASSERT_EQ(server.owner("GET", "/api/v1/contacts/" + id).status, 404);
  const Reply confirmed = post(confirmation, "action=confirm");
  EXPECT_EQ(confirmed.status, 200) << confirmed.text;
  EXPECT_THAT(confirmed.text, testing::HasSubstr("/preferences/")) << "the way to take it back";
  EXPECT_EQ(confirmed.text.find("does not exist"), std::string::npos);
  EXPECT_EQ(post(unsubscribe, kOneClick).status, 200);
  EXPECT_EQ(record(id, "withdrawn").status, 201);
  EXPECT_EQ(why(id).code(), "restricted");
  EXPECT_EQ(server.owner("GET", path(id, "vendors")).status, 200);
  EXPECT_EQ(server.owner("POST", path(id, "consents/requests"), body).code(), "restricted");
}

TEST_F(ConsentsApi, OneClickUnsubscribesOnceAndSaysSoEveryTime) {
  const std::string id = contact();
  record(id, "given");
  const std::string target = local(ways(id).unsubscribe_url);
  for (const auto& [body, type] : {std::pair<std::string, std::string>{kOneClick, "application/x-www-form-urlencoded"},
                                   {"--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n", "multipart/form-data; boundary=b"}}) {
    const Reply reply = post(target, body, type);
    EXPECT_EQ(reply.status, 200) << reply.text;
    EXPECT_EQ(reply.header("Set-Cookie"), "");
    EXPECT_EQ(reply.header("Location"), "");
    EXPECT_EQ(reply.text.find(email), std::string::npos);
  }
  EXPECT_EQ(events(id), 2u);
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.1.method"), "one-click");
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.1.topic"), topic("Newsletter"));
  EXPECT_TRUE(why(id).at("allowed").GetBool()) << "the other kinds go on";
}

TEST_F(ConsentsApi, WhoeverOnlyLooksChangesNothing) {
  const std::string id = contact();
  record(id, "given");
  const rights::WaysOut out = ways(id);
  const Rows before = server.rows();
  for (const std::string& url : {out.unsubscribe_url, out.preferences_url}) {
    const Reply page = get(local(url));
    EXPECT_EQ(page.status, 200) << page.text;
    EXPECT_THAT(std::string(page.header("Content-Type")), testing::StartsWith("text/html"));
    EXPECT_EQ(page.header("Referrer-Policy"), "same-origin") << "no other site is told the link";
    EXPECT_EQ(page.header("Cache-Control"), "no-store");
    EXPECT_THAT(page.text, testing::HasSubstr("p***@consents.example"));
    EXPECT_EQ(page.text.find(email), std::string::npos);
    EXPECT_EQ(page.text.find("Consent<"), std::string::npos) << "nor their name";
  }
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(post(local(out.unsubscribe_url), "").status, 400) << "nothing asked";
  EXPECT_EQ(post(local(out.unsubscribe_url), "List-Unsubscribe=Maybe").status, 400);
  EXPECT_EQ(post(local(out.preferences_url), "action=dance").status, 400);
  EXPECT_EQ(post(local(out.preferences_url), "action=save&shown=a").status, 400);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ConsentsApi, WhatIsNoLinkTellsNothing) {
  const std::string id = contact();
  const std::string right = local(ways(id).unsubscribe_url);
  std::string forged = right;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  std::string elsewhere = right;
  elsewhere.replace(elsewhere.find("/u/") + 3, server.first.size(), server.second);
  const Rows before = server.rows();
  const Rows before_elsewhere = server.rows(server.second);
  const Reply unknown = post("/u/acme.x", kOneClick);
  EXPECT_EQ(unknown.status, 404);
  for (const std::string& target : {forged, elsewhere, right + "A", std::string("/u/nothing")}) {
    const Reply reply = post(target, kOneClick);
    EXPECT_EQ(reply.status, 404) << target;
    EXPECT_EQ(reply.text, unknown.text) << "whatever is wrong with it";
    EXPECT_EQ(get(target).text, unknown.text);
  }
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(server.rows(server.second), before_elsewhere);
}

TEST_F(ConsentsApi, AnotherSitesButtonDoesNoMoreThanTheLink) {
  const std::string id = contact();
  Ask ask{.method = "POST", .target = local(ways(id).unsubscribe_url), .body = kOneClick};
  ask.with("Content-Type", "application/x-www-form-urlencoded").with("Origin", "null");
  EXPECT_EQ(server.send(ask).status, 200) << "pages without a referrer send no origin";
}

TEST_F(ConsentsApi, ThePageOfPreferencesSavesWhatIsTicked) {
  const std::string id = contact();
  const std::string target = local(ways(id).preferences_url);
  const std::string newsletter = fmt::format("marketing|email|{}", topic("Newsletter"));
  EXPECT_THAT(get(target).text, testing::HasSubstr(newsletter));
  const Reply saved = post(target, fmt::format("action=save&shown={0}&on={0}&shown=sales||&on=sales||", newsletter));
  EXPECT_EQ(saved.status, 200) << saved.text;
  EXPECT_THAT(saved.text, testing::HasSubstr("Your choices are saved"));
  EXPECT_EQ(events(id), 1u);
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.0.method"), "link");
  EXPECT_EQ(post(target, "action=everything").status, 200);
  const Reply preferences = server.owner("GET", path(id, "preferences"));
  for (const JsonValue& choice : preferences.at("choices").GetArray()) EXPECT_FALSE(choice["on"].GetBool()) << preferences.text;
  EXPECT_EQ(preferences.at("suppressed").Size(), 1u);
}

TEST_F(ConsentsApi, WhatTheBrowserSaysIsAnObjectionOnce) {
  const std::string id = contact();
  const auto workspace = expect_value(server.base.workspaces->find(server.first));
  const std::set<std::string> purposes = workspace->policy()->policy->signals.opts_out_of;
  ASSERT_FALSE(purposes.empty());
  const std::string target = local(ways(id).preferences_url);
  const auto press = [&](std::string_view signal) {
    Ask ask{.method = "POST", .target = target, .body = "action=save"};
    return server.send(ask.with("Content-Type", "application/x-www-form-urlencoded").with("Sec-GPC", std::string(signal))).status;
  };
  const std::size_t before = events(id);
  Ask look{.method = "GET", .target = target};
  EXPECT_EQ(server.send(look.with("Sec-GPC", "1")).status, 200);
  EXPECT_EQ(press("0"), 200);
  EXPECT_EQ(events(id), before) << "a look, or a browser that does not ask, changed something";
  EXPECT_EQ(press("1"), 200);
  EXPECT_EQ(press("1"), 200);
  EXPECT_EQ(events(id), before + purposes.size());
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.0.method"), "gpc");
}

TEST_F(ConsentsApi, ColleaguesChangePreferencesAsTheyWereTold) {
  const std::string id = contact();
  const std::string change = fmt::format(R"({{"changes":[{{"purpose":"marketing","channel":"email","topic":"{}","on":true}}],"source":"Phone call","method":"phone"}})", topic("Offers"));
  EXPECT_EQ(server.send(server.as(server.reader_token, "PUT", path(id, "preferences"), change)).status, 403);
  EXPECT_EQ(events(id), 0u);
  EXPECT_EQ(server.owner("PUT", path(id, "preferences"), change).status, 200);
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.0.method"), "phone");
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", path(id, "preferences"))).status, 404);
}

TEST_F(ConsentsApi, DoubleOptInWantsAButton) {
  const std::string id = contact();
  const std::string body = fmt::format(R"({{"purpose":"marketing","topic":"{}","address":"{}","wording":"Yes, send <me> the newsletter.","valid_for":"P1Y"}})", topic("Newsletter"), email);
  const std::size_t letters = server.letters.size();
  ASSERT_EQ(server.owner("POST", path(id, "consents/requests"), body).status, 201);
  EXPECT_EQ(server.owner("POST", path(id, "consents/requests"), body).code(), "already_asked");
  ASSERT_EQ(server.letters.size(), letters + 1);
  const std::string target = local(server.letters.back().values.at("link"));
  const Rows before = server.rows();
  EXPECT_THAT(get(target).text, testing::AllOf(testing::HasSubstr("Yes, send &lt;me&gt; the newsletter."), testing::HasSubstr("Yes, I agree")));
  EXPECT_EQ(post(target, kOneClick).status, 400);
  std::string as_unsubscribe = target;
  as_unsubscribe.replace(0, std::string("/preferences").size(), "/u");
  EXPECT_EQ(post(as_unsubscribe, kOneClick).status, 400) << "a link does what it is for";
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(post(target, "action=confirm").status, 200);
  EXPECT_EQ(post(target, "action=confirm").status, 409);
  EXPECT_EQ(events(id), 2u);
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.1.method"), "double-opt-in");
  EXPECT_FALSE(server.owner("GET", path(id)).text_at("items.1.expires_at").empty());
}

TEST_F(ConsentsApi, AdministratorsKeepTheSuppressionList) {
  const std::string id = contact();
  const std::string address = fmt::format(R"({{"address":"{}"}})", email);
  const std::string with_reason = fmt::format(R"({{"address":"{}","reason":"Asked by letter"}})", email);
  EXPECT_FALSE(server.owner("POST", "/api/v1/suppression_list/check", address).at("suppressed").GetBool());
  EXPECT_EQ(server.owner("POST", "/api/v1/suppression_list", address).code(), "no_reason");
  EXPECT_EQ(server.owner("POST", "/api/v1/suppression_list", R"({"address":"nobody","reason":"x"})").code(), "bad_address");
  ASSERT_EQ(server.owner("POST", "/api/v1/suppression_list", with_reason).status, 201);
  EXPECT_EQ(server.owner("POST", "/api/v1/suppression_list", with_reason).status, 201) << "again: the same";
  EXPECT_EQ(server.owner("POST", "/api/v1/suppression_list/check", address).at("entries").Size(), 1u);
  EXPECT_GE(server.owner("GET", "/api/v1/suppression_list").at("count").GetInt(), 1);
  EXPECT_EQ(record(id, "given").code(), "suppressed");
  const Reply again = server.owner("POST", "/api/v1/contacts?allow_duplicate=true", fmt::format(R"({{"last_name":"Again","email":"{}"}})", email));
  EXPECT_EQ(again.status, 201) << "stored";
  EXPECT_EQ(again.text_at("warnings.0.code"), "suppressed") << again.text;
  EXPECT_EQ(server.owner("POST", "/api/v1/suppression_list/removal", with_reason).at("removed").GetInt(), 1);
  EXPECT_EQ(record(id, "given").status, 201);
}

TEST_F(ConsentsApi, AFileOfConsentsNeedsItsProof) {
  const std::string id = contact();
  const std::string known = email;
  contact();
  const std::string gone = email;
  ASSERT_EQ(server.owner("POST", "/api/v1/suppression_list", fmt::format(R"({{"address":"{}","reason":"Left"}})", gone)).status, 201);
  const std::string file = "person,purpose,channel,state,at,source,wording\n" + known + ",marketing,email,given,2025-05-01T10:00:00Z,Fair in Hanover,Yes\n" + known +
                           ",marketing,phone,given,,Fair in Hanover,Yes\n" + known + ",marketing,post,given,2025-05-01T10:00:00Z,,Yes\n" + gone +
                           ",marketing,email,given,2025-05-01T10:00:00Z,Fair in Hanover,Yes\nstranger@nowhere.example,marketing,email,given,2025-05-01T10:00:00Z,Fair,Yes\n";
  const Reply prepared = server.owner("POST", "/api/v1/imports", fmt::format(R"({{"entity":"consents","upload":"{}"}})", server.upload(file, "consents.csv")));
  ASSERT_EQ(prepared.status, 201) << prepared.text;
  const std::string import(prepared.header("Location"));
  std::string columns;
  for (const char* name : {"person", "purpose", "channel", "state", "at", "source", "wording"}) columns += fmt::format(R"({}{{"name":"{}","field":"{}"}})", columns.empty() ? "" : ",", name, name);
  ASSERT_EQ(server.owner("PATCH", import, fmt::format(R"({{"columns":[{}]}})", columns)).status, 200);
  ASSERT_EQ(server.owner("POST", import + "/start").status, 202);
  expect_value(server.base.jobs->run_due(server.first));
  const Reply done = server.owner("GET", import);
  EXPECT_EQ(done.at("progress.created").GetInt(), 1) << done.text;
  EXPECT_EQ(done.at("progress.failed").GetInt(), 4) << done.text;
  const std::string failed = server.owner("GET", import + "/failed_rows").text;
  EXPECT_THAT(failed, testing::HasSubstr("without the time"));
  EXPECT_THAT(failed, testing::HasSubstr("without its source"));
  EXPECT_THAT(failed, testing::HasSubstr("on the suppression list"));
  EXPECT_THAT(failed, testing::HasSubstr("There is no record"));
  EXPECT_EQ(events(id), 1u);
  EXPECT_EQ(server.owner("GET", path(id)).text_at("items.0.method"), "import");
  const Reply undo = server.owner("POST", import + "/undo");
  server.finish(undo.text_at("id"));
  EXPECT_EQ(events(id), 1u) << "what was said stays said";
}

TEST_F(ConsentsApi, AReimportedAddressIsStoredAndNotOptedIn) {
  const std::string id = contact();
  record(id, "given");
  EXPECT_EQ(post(local(ways(id, "").unsubscribe_url), kOneClick).status, 200);
  EXPECT_EQ(server.owner("DELETE", path(id, "").substr(0, path(id, "").size() - 1)).status, 204);
  const Reply purged = server.owner("DELETE", fmt::format("/api/v1/contacts/{}?purge=true", id));
  EXPECT_EQ(purged.status, 204) << purged.text;
  const Reply prepared = server.owner("POST", "/api/v1/imports", fmt::format(R"({{"entity":"contacts","upload":"{}"}})", server.upload("Last name,Email\nBack," + email + "\n", "back.csv")));
  const std::string import(prepared.header("Location"));
  ASSERT_EQ(server.owner("POST", import + "/start").status, 202);
  expect_value(server.base.jobs->run_due(server.first));
  const Reply back = server.owner("GET", "/api/v1/contacts?q=" + email);
  ASSERT_EQ(back.at("items").Size(), 1u) << back.text;
  const std::string again = back.text_at("items.0.id");
  EXPECT_EQ(why(again).text_at("code"), "suppressed");
  EXPECT_EQ(record(again, "given").code(), "suppressed");
  EXPECT_EQ(server.owner("GET", path(again, "preferences")).at("suppressed").Size(), 1u);
}

TEST_F(ConsentsApi, OneLinkIsNotPressedWithoutEnd) {
  const std::string id = contact();
  const rights::WaysOut out = ways(id);
  int answered = 0;
  for (int press = 0; press < 80; ++press) answered += post(local(out.unsubscribe_url), kOneClick).status == 200 ? 1 : 0;
  EXPECT_EQ(answered, 60);
  EXPECT_EQ(post(local(ways(id, "Offers").unsubscribe_url), kOneClick).status, 200) << "another link of the same person";
}

TEST_F(ConsentsApi, GuessingLinksIsSlowedDown) {
  int held_back = 0;
  for (int guess = 0; guess < 80; ++guess) held_back += server.send({.method = "GET", .target = "/u/acme.guess", .peer = "192.0.2.7"}).status == 429 ? 1 : 0;
  EXPECT_GT(held_back, 0);
  EXPECT_EQ(get("/u/acme.guess").status, 404) << "for whoever guesses, and nobody else";
}

}  // namespace
}  // namespace probity::api
