// The choice about cookies: on the operator's own pages, and on a workspace's own sites.
#include <algorithm>

#include "api_fixture.hpp"
#include "http/cookie_choice.hpp"
#include "privacy/cookies/own.hpp"

namespace probity::api {
namespace {

using privacy::Cookie;
using privacy::CookieKind;

const std::string kSite = "https://www.example.com";

std::vector<std::string> cookies_set(const Reply& reply) {
  std::vector<std::string> all;
  for (const http::Header& header : reply.headers) {
    if (header.name == "Set-Cookie") all.push_back(header.value);
  }
  return all;
}

Ask form(std::string target, std::string body) {
  Ask ask{.method = "POST", .target = std::move(target), .body = std::move(body)};
  return ask.with("Content-Type", "application/x-www-form-urlencoded").with("Origin", "http://crm.example");
}

/// A policy with cookies of every kind in force while the test runs.
class CookiesTest : public ApiTest {
 protected:
  CookiesTest() {
    govern("system", {{.name = "probity_preferences", .kind = CookieKind::functional, .purpose = "Remembers how you like it.", .set_by = "probity"},
                      {.name = "probity_visits", .kind = CookieKind::analytics, .purpose = "Counts visits.", .set_by = "probity"},
                      {.name = "ads", .kind = CookieKind::marketing, .purpose = "Advertises.", .set_by = "customer"}});
    govern(server.first, {{.name = "shop_visits", .kind = CookieKind::analytics, .purpose = "Counts visits.", .set_by = "customer"}});
    EXPECT_EQ(server.owner("PATCH", "/api/v1/consent_sites", fmt::format(R"({{"sites":["{}"]}})", kSite)).status, 200);
  }
  ~CookiesTest() override {
    for (const auto& [workspace, policy] : before_) server.base.workspaces->govern(*expect_value(server.base.workspaces->find(workspace)), policy);
  }

  void govern(const std::string& slug, std::vector<Cookie> more) {
    const auto workspace = expect_value(server.base.workspaces->find(slug));
    before_.emplace(slug, workspace->policy());
    privacy::Policy policy = *workspace->policy()->policy;
    policy.cookies.insert(policy.cookies.end(), more.begin(), more.end());
    policy.signals.global_privacy_control = true;
    policy.signals.opts_out_of = {"third_party_sharing"};
    server.base.workspaces->govern(*workspace, privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy)), .version = 7, .since = now()}));
  }
  std::int64_t choices(const std::string& workspace) { return server.rows(workspace).counts["cookie_choice"]; }
  Ask from_site(std::string method, std::string body = {}, std::string_view origin = kSite) {
    Ask ask{.method = std::move(method), .target = "/consent/" + server.first, .body = std::move(body)};
    ask.with("Origin", std::string(origin));
    if (!ask.body.empty()) ask.with("Content-Type", "application/json");
    return ask;
  }

  std::map<std::string, privacy::PolicyPointer> before_;
};

TEST_F(CookiesTest, NothingIsSetBeforeAChoiceAndThePageAsks) {
  const Reply page = server.send({.method = "GET", .target = "/privacy/cookies"});
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(cookies_set(page).empty());
  EXPECT_NE(page.text.find("probity_visits"), std::string::npos);
  EXPECT_NE(page.text.find("May we set cookies"), std::string::npos);
  EXPECT_EQ(page.text.find("<script"), std::string::npos);
}

TEST_F(CookiesTest, RejectingIsOneClickAndKept) {
  const auto before = choices("system");
  const Reply reply = server.send(form("/privacy/cookies", "choice=essential&back=%2Fprivacy"));
  EXPECT_EQ(reply.status, 303);
  EXPECT_EQ(reply.header("Location"), "/privacy");
  ASSERT_EQ(cookies_set(reply).size(), 1u);
  const std::string set = cookies_set(reply).front();
  EXPECT_THAT(set, testing::StartsWith("probity_cookie_choice="));
  EXPECT_THAT(set, testing::HasSubstr("HttpOnly"));
  EXPECT_THAT(set, testing::HasSubstr("SameSite=Lax"));
  EXPECT_EQ(choices("system"), before + 1);
  const Reply again = server.send(Ask{.method = "GET", .target = "/privacy/cookies"}.with("Cookie", set.substr(0, set.find(';'))));
  EXPECT_EQ(again.text.find("May we set cookies"), std::string::npos) << "it asks again";
}

TEST_F(CookiesTest, AcceptingKeepsWhatWasAccepted) {
  const Reply reply = server.send(form("/privacy/cookies", "choice=all"));
  EXPECT_EQ(reply.header("Location"), "/privacy/cookies?saved");
  const std::string set = cookies_set(reply).front();
  EXPECT_THAT(set, testing::HasSubstr(".fam;"));
  const Reply some = server.send(form("/privacy/cookies", "choice=chosen&analytics=on&from=page").with("Cookie", set.substr(0, set.find(';'))));
  EXPECT_THAT(cookies_set(some).front(), testing::HasSubstr(".a;"));
}

TEST_F(CookiesTest, GlobalPrivacyControlKeepsMarketingOut) {
  EXPECT_THAT(cookies_set(server.send(form("/privacy/cookies", "choice=all").with("Sec-GPC", "1"))).front(), testing::HasSubstr(".fa;"));
  EXPECT_THAT(cookies_set(server.send(form("/privacy/cookies", "choice=all").with("Sec-GPC", "0").with("Sec-GPC", "1"))).front(), testing::HasSubstr(".fa;"));
  EXPECT_THAT(cookies_set(server.send(form("/privacy/cookies", "choice=all").with("Sec-GPC", "true"))).front(), testing::HasSubstr(".fam;"));
  EXPECT_THAT(cookies_set(server.send(form("/privacy/cookies", "choice=chosen&marketing=on").with("Sec-GPC", "1"))).front(), testing::HasSubstr(".m;"));
}

TEST_F(CookiesTest, FunctionalCookiesAreSetOnlyAfterTheChoice) {
  EXPECT_EQ(cookies_set(server.send(form("/privacy/cookies", "choice=chosen&appearance=dark"))).size(), 1u);
  const auto set = cookies_set(server.send(form("/privacy/cookies", "choice=chosen&functional=on&appearance=dark")));
  ASSERT_EQ(set.size(), 2u);
  EXPECT_THAT(set[1], testing::StartsWith("probity_preferences=dark;"));
  const auto taken_back = cookies_set(server.send(form("/privacy/cookies", "choice=essential").with("Cookie", "probity_preferences=dark")));
  ASSERT_EQ(taken_back.size(), 2u);
  EXPECT_THAT(taken_back[1], testing::HasSubstr("Max-Age=0"));
}

TEST_F(CookiesTest, AFormLeadsNowhereElse) {
  for (const char* back : {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2Fprivacy%2F..%5Cx", "%2Fprivacy%0D%0AX%3A+y", "%2Fw%2Facme", "%2Fprivacy%3Fnext%3Dx"}) {
    EXPECT_EQ(server.send(form("/privacy/cookies", fmt::format("choice=all&back={}", back))).header("Location"), "/privacy/cookies?saved") << back;
  }
  EXPECT_EQ(server.send(form("/privacy/cookies", "choice=%zz")).status, 400);
}

TEST_F(CookiesTest, AChoiceFromAnotherListAsksAgain) {
  const privacy::Policy& policy = *expect_value(server.base.workspaces->find("system"))->policy()->policy;
  EXPECT_TRUE(http::read_choice(privacy::mark_of_list(policy) + ".fa", policy).made);
  for (const char* text : {"", "00000000.fa", "x", "."}) EXPECT_FALSE(http::read_choice(text, policy).made) << text;
  EXPECT_FALSE(http::read_choice(privacy::mark_of_list(policy) + ".fx", policy).made);
}

TEST_F(CookiesTest, BrowsersAreToldOfGlobalPrivacyControl) {
  const Reply reply = server.send({.method = "GET", .target = "/.well-known/gpc.json"});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("Content-Type"), "application/json");
  EXPECT_EQ(reply.text, fmt::format(R"({{"gpc":true,"lastUpdate":"{}"}})", format_timestamp(now()).substr(0, 10)));
}

TEST_F(CookiesTest, SitesOfAWorkspaceShowAndKeepChoices) {
  const Reply shown = server.send(from_site("GET"));
  ASSERT_EQ(shown.status, 200) << shown.text;
  EXPECT_EQ(shown.header("Access-Control-Allow-Origin"), kSite);
  EXPECT_TRUE(shown.header("Access-Control-Allow-Credentials").empty());
  EXPECT_EQ(shown.text_at("kinds.0.kind"), "analytics");
  EXPECT_EQ(shown.text_at("kinds.0.cookies.0.name"), "shop_visits");
  EXPECT_EQ(shown.text.find("probity_"), std::string::npos) << "what this program sets is none of theirs";
  const auto before = choices(server.first);
  const std::string list = shown.text_at("list");
  const Reply kept = server.send(from_site("POST", fmt::format(R"({{"list":"{}","accepted":["analytics"]}})", list)));
  ASSERT_EQ(kept.status, 201) << kept.text;
  EXPECT_EQ(choices(server.first), before + 1);
  const Reply record = server.send(server.as(server.owner_token, "GET", "/api/v1/cookie_choices/" + kept.text_at("id")).with("Probity-Purpose", "legal_obligation"));
  EXPECT_EQ(record.text_at("accepted"), "analytics");
  EXPECT_EQ(record.text_at("site"), kSite);
  EXPECT_EQ(record.text_at("wording"), fmt::format("list {} of policy version 7", list));
  for (const std::string& bad : {fmt::format(R"({{"list":"{}","accepted":["marketing"]}})", list), fmt::format(R"({{"list":"{}","accepted":"all"}})", list), std::string(R"({"list":"00000000","accepted":[]})")}) {
    EXPECT_GE(server.send(from_site("POST", bad)).status, 400) << bad;
  }
  EXPECT_EQ(choices(server.first), before + 1);
}

TEST_F(CookiesTest, OtherSitesAreNotAnswered) {
  const auto before = choices(server.first);
  for (const char* origin : {"https://evil.example", "https://www.example.com.evil.example", "null", "http://www.example.com", ""}) {
    for (const auto& ask : {from_site("GET", "", origin), from_site("OPTIONS", "", origin), from_site("POST", R"({"list":"x","accepted":[]})", origin)}) {
      const Reply reply = server.send(ask);
      EXPECT_EQ(reply.status, 403) << origin;
      EXPECT_TRUE(reply.header("Access-Control-Allow-Origin").empty()) << origin;
    }
  }
  Ask unknown{.method = "GET", .target = "/consent/nobody"};
  EXPECT_EQ(server.send(unknown.with("Origin", kSite)).status, 403);
  Ask system{.method = "GET", .target = "/consent/system"};
  EXPECT_EQ(server.send(system.with("Origin", kSite)).status, 403);
  EXPECT_EQ(choices(server.first), before);
  EXPECT_EQ(server.send(from_site("OPTIONS")).header("Access-Control-Allow-Headers"), "Content-Type");
}

TEST_F(CookiesTest, OnlyAdministratorsNameSites) {
  EXPECT_EQ(server.send(server.as(server.member_token, "PATCH", "/api/v1/consent_sites", R"({"sites":[]})")).status, 403);
  for (const char* bad : {"www.example.com", "https://www.example.com/path", "http://www.example.com", "https://", "javascript:alert(1)", "https://a\\nb"}) {
    EXPECT_EQ(server.owner("PATCH", "/api/v1/consent_sites", fmt::format(R"({{"sites":["{}"]}})", bad)).code(), "bad_site") << bad;
  }
  EXPECT_EQ(server.owner("GET", "/api/v1/consent_sites").text_at("sites.0"), kSite);
}

TEST_F(CookiesTest, ASignalOfASignedInMemberIsKeptOnce) {
  std::vector<std::set<std::string>> kept;
  bool works = false;
  server.application->object_by_signal = [&](const Id&, const std::set<std::string>& purposes, std::string_view) -> Result<> {
    kept.push_back(purposes);
    return works ? Result<>{} : internal("not now");
  };
  const auto ask = [&](std::string_view signal) { return server.send(server.browser("GET", "/api/v1/session").with("Sec-GPC", std::string(signal))).status; };
  EXPECT_EQ(ask("0"), 200);
  EXPECT_TRUE(kept.empty());
  EXPECT_EQ(ask("1"), 200) << "a signal that cannot be kept stands in the way";
  works = true;
  for (int request = 0; request < 3; ++request) EXPECT_EQ(ask("1"), 200);
  server.application->object_by_signal = nullptr;
  ASSERT_EQ(kept.size(), 2u) << "once more after it failed, and then no more";
  EXPECT_THAT(kept[1], testing::ElementsAre("third_party_sharing"));
}

TEST_F(ApiTest, TheScriptForSitesIsServed) {
  const Reply script = server.send({.method = "GET", .target = "/consent.js"});
  EXPECT_EQ(script.status, 200);
  EXPECT_THAT(std::string(script.header("Content-Type")), testing::StartsWith("text/javascript"));
  EXPECT_EQ(script.header("Cross-Origin-Resource-Policy"), "cross-origin");
}

}  // namespace
}  // namespace probity::api
