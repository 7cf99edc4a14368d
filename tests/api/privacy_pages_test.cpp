// The published policy, as strangers get it.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kRow = "Winning and keeping customers";

TEST_F(ApiTest, ThePrivacyPageIsForEverybodyAndRunsNoScript) {
  const Reply page = server.send({.method = "GET", .target = "/privacy"});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(std::string(page.header("Content-Security-Policy")), testing::StartsWith("default-src 'none'; style-src 'self';"));
  EXPECT_THAT(page.text, HasSubstr("<h1>Privacy</h1>"));
  EXPECT_THAT(page.text, HasSubstr(kRow));
  EXPECT_THAT(page.text, HasSubstr("<section id=\"cookies\">"));
  EXPECT_THAT(page.text, HasSubstr("href=\"/privacy/history\""));
  EXPECT_THAT(page.text, HasSubstr("href=\"/trust\""));
  EXPECT_THAT(page.text, Not(HasSubstr("<script")));
  EXPECT_THAT(page.text, Not(HasSubstr("style=")));
  EXPECT_EQ(page.header("Set-Cookie"), "");
  EXPECT_EQ(server.send({.method = "GET", .target = "/pages.css"}).header("Content-Type"), "text/css; charset=utf-8");
}

TEST_F(ApiTest, ThePrivacyTextComesPlainAndAsJson) {
  const Reply plain = server.send(Ask{.method = "GET", .target = "/privacy"}.with("Accept", "text/plain"));
  EXPECT_EQ(plain.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_THAT(plain.text, testing::StartsWith("# Privacy\n"));
  EXPECT_EQ(server.send({.method = "GET", .target = "/privacy?format=text"}).text, plain.text);
  const Reply json = server.send({.method = "GET", .target = "/privacy?format=json"});
  EXPECT_EQ(json.at("version").GetInt64(), 1);
  EXPECT_EQ(json.text_at("sections.0.id"), "who");
  const Reply page = server.send(Ask{.method = "GET", .target = "/privacy"}.with("Accept", "text/html,application/xhtml+xml,*/*"));
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  const Reply wrong = server.send({.method = "GET", .target = "/privacy?format=pdf"});
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.code(), "unknown_format");
}

TEST_F(ApiTest, EveryVersionOfThePolicyCanBeRead) {
  const Reply history = server.send({.method = "GET", .target = "/privacy/history"});
  EXPECT_EQ(history.status, 200);
  EXPECT_THAT(history.text, HasSubstr("href=\"/privacy/history/1\""));
  EXPECT_THAT(server.send({.method = "GET", .target = "/privacy/history/1"}).text, HasSubstr(kRow));
  for (const char* version : {"2", "0", "-1", "x", "1x", "99999999999999999999"}) {
    EXPECT_EQ(server.send({.method = "GET", .target = std::string("/privacy/history/") + version}).status, 404) << version;
  }
}

TEST_F(ApiTest, AWorkspaceHasItsOwnPrivacyPageAndAnUnknownOneNone) {
  const Reply page = server.send({.method = "GET", .target = "/privacy/of/" + server.first});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.text, HasSubstr("<h1>Privacy at First</h1>"));
  EXPECT_THAT(page.text, HasSubstr("href=\"/trust/of/" + server.first + "\""));
  EXPECT_EQ(server.send({.method = "GET", .target = "/privacy/of/" + server.first + "/history"}).status, 200);
  EXPECT_EQ(server.send({.method = "GET", .target = "/privacy/of/" + server.first + "/history/1"}).status, 200);
  const Reply unknown = server.send({.method = "GET", .target = "/privacy/of/nobody"});
  EXPECT_EQ(unknown.status, 404);
  for (const char* slug : {"system", "%3Cscript%3E"}) {
    const Reply same = server.send({.method = "GET", .target = std::string("/privacy/of/") + slug});
    EXPECT_EQ(same.status, 404) << slug;
    EXPECT_EQ(same.text, unknown.text) << slug;
  }
}

TEST_F(ApiTest, ThePrivacyPagesNameNobody) {
  server.create("contacts", R"({"last_name":"Unmistakable","email":["unmistakable@example.org"]})");
  for (const std::string& path : {std::string("/privacy"), "/privacy/of/" + server.first, "/privacy/of/" + server.first + "/history"}) {
    const Reply page = server.send({.method = "GET", .target = path});
    EXPECT_THAT(page.text, Not(HasSubstr("nmistakable"))) << path;
    EXPECT_THAT(page.text, Not(HasSubstr("owner@example.org"))) << path;
    EXPECT_THAT(page.text, Not(HasSubstr("Member owner"))) << path;
  }
}

TEST_F(ApiTest, TheHistoryOfAPolicySaysWhatChanged) {
  const meta::InputContext input{.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"};
  const std::string slug = expect_value(server.accounts->create_workspace({.name = "Versioned", .input = input, .reference = {}})).slug;
  expect_value(server.governance->apply(slug, {.profile = "default", .overrides = R"({"controller":{"name":"Acme Ltd"}})", .note = ""}, {}));
  const Reply page = server.send({.method = "GET", .target = "/privacy/of/" + slug});
  EXPECT_THAT(page.text, HasSubstr("Acme Ltd decides what happens with your data"));
  EXPECT_THAT(page.text, Not(HasSubstr("Unchanged so far")));
  const Reply history = server.send({.method = "GET", .target = "/privacy/of/" + slug + "/history"});
  EXPECT_EQ(history.status, 200);
  EXPECT_LT(history.text.find("<h2>Version 2</h2>"), history.text.find("<h2>Version 1</h2>"));
  EXPECT_THAT(history.text, HasSubstr("Acme Ltd"));
  const Reply old = server.send({.method = "GET", .target = "/privacy/of/" + slug + "/history/1"});
  EXPECT_THAT(old.text, HasSubstr("This version no longer counts."));
  EXPECT_THAT(old.text, Not(HasSubstr("Acme Ltd")));
}

/// What administrators typed is text, wherever it stands.
TEST_F(ApiTest, WhatAdministratorsTypedIsEscaped) {
  privacy::Policy policy = *expect_value(server.base.workspaces->find(server.second))->policy()->policy;
  const std::string attack = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";
  policy.controller.name = policy.controller.email = policy.controller.address = attack;
  policy.promises.front().text = attack + " [click](javascript:alert(1))";
  policy.purposes.front().label = policy.cookies.front().purpose = policy.logs.front().label = attack;
  privacy::Processor processor{.id = "x", .name = attack, .kind = attack, .task = attack, .purposes = {}, .categories = {attack}, .country = attack, .region = attack, .safeguard_until = "",
                               .keep = {}, .keep_text = attack, .statement_url = "javascript:alert(1)", .notice_date = "", .integration = "", .hosts = {}, .without_it = attack};
  policy.processors.push_back(processor);
  auto& workspace = *expect_value(server.base.workspaces->find(server.second));
  const auto before = workspace.policy();
  server.base.workspaces->govern(workspace, privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(policy), .version = 1, .since = 0, .widened = {}}));
  const Reply page = server.send({.method = "GET", .target = "/privacy/of/" + server.second});
  server.base.workspaces->govern(workspace, before);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.text, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page.text, Not(HasSubstr("<script")));
  EXPECT_THAT(page.text, Not(HasSubstr("<img")));
  EXPECT_THAT(page.text, Not(HasSubstr("href=\"javascript")));
}

}  // namespace
}  // namespace probity::api
