// What holds for every route, generated from the list itself: a new one is tested the day it is written.
#include <set>

#include "api_fixture.hpp"
#include "http/route.hpp"
#include "http/router.hpp"

namespace probity::api {
namespace {

using http::Route;
using http::Who;

const std::string kUnknownId = "0190a000-0000-7000-8000-000000000000";

bool is_unsafe(const Route& route) { return route.method == "POST" || route.method == "PATCH" || route.method == "DELETE"; }
bool wants_member(const Route& route) { return route.who == Who::member || route.who == Who::administrator; }

/// The route's path with real names in it.
std::string path_of(const Route& route, const std::string& id) {
  std::string path(route.path);
  const std::pair<std::string, std::string> parts[] = {{"{entity}", "contacts"}, {"{other}", "notes"}, {"{id}", id}, {"{restriction}", kUnknownId}, {"{share}", kUnknownId}, {"{token}", "none"}, {"{slug}", "first"}, {"{workspace}", "unknown"}, {"{version}", "1"}, {"*", "x"}};
  for (const auto& [name, value] : parts) {
    if (const auto at = path.find(name); at != path.npos) path.replace(at, name.size(), value);
  }
  return path;
}

Ask ask_for(const Route& route, const std::string& id = kUnknownId) {
  Ask ask{.method = std::string(route.method), .target = path_of(route, id)};
  if (route.takes.kind == http::Takes::Kind::json || route.takes.kind == http::Takes::Kind::json_or_nothing) {
    ask.body = "{}";
    ask.with("Content-Type", "application/json");
  }
  return ask;
}

using Routes = std::vector<const Route*>;

Routes routes_where(bool (*holds)(const Route&)) {
  Routes routes;
  for (const Route& route : http::routes()) {
    if (holds(route)) routes.push_back(&route);
  }
  return routes;
}

std::string name_of(const testing::TestParamInfo<const Route*>& info) {
  std::string name(info.param->method);
  for (const char c : info.param->path) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

class RouteTest : public ApiTest, public testing::WithParamInterface<const Route*> {
 protected:
  const Route& route = *GetParam();
  Ask ask(const std::string& id = kUnknownId) const { return ask_for(route, id); }
};

/// Each property holds for every route of one kind.
#define PROBITY_ROUTES(suite, condition)  \
  class suite : public RouteTest {};      \
  INSTANTIATE_TEST_SUITE_P(Routes, suite, testing::ValuesIn(routes_where([](const Route& route) { return condition; })), name_of)

PROBITY_ROUTES(Every, !route.path.empty());
PROBITY_ROUTES(Guarded, route.who != Who::anyone && route.who != Who::link && route.who != Who::visitor);
PROBITY_ROUTES(OfAWorkspace, wants_member(route));
PROBITY_ROUTES(Unsafe, is_unsafe(route) && route.who != Who::link && route.who != Who::visitor);
PROBITY_ROUTES(OfAdministrators, route.who == Who::administrator);
PROBITY_ROUTES(Writing, wants_member(route) && is_unsafe(route));
PROBITY_ROUTES(OfOneRecord, wants_member(route) && route.path.find("{id}") != route.path.npos);
PROBITY_ROUTES(TakingJson, wants_member(route) && route.takes.kind == http::Takes::Kind::json);

TEST_P(Guarded, NobodyComesInWithoutBeingSignedIn) {
  const Rows before = server.rows();
  const Reply reply = server.send(ask());
  EXPECT_EQ(reply.status, 401);
  EXPECT_EQ(reply.code(), "sign_in_required");
  EXPECT_EQ(reply.header("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(server.rows(), before);
}

TEST_P(OfAWorkspace, AForgedTokenIsRefused) {
  std::string forged = server.owner_token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  for (const std::string& header : {"Bearer " + forged, std::string("Bearer "), std::string("Basic b3duZXI6cGFzc3dvcmQ=")}) {
    const Reply reply = server.send(ask().with("Authorization", header));
    EXPECT_EQ(reply.status, 401) << header;
    EXPECT_EQ(reply.code(), "bad_token");
  }
}

TEST_P(OfAWorkspace, ABrowserMustNameAWorkspaceOfItsMember) {
  const auto cookie = "probity_session=" + server.cookie;
  EXPECT_EQ(server.send(ask().with("Cookie", cookie)).code(), "workspace_required");
  const Reply foreign = server.send(ask().with("Cookie", cookie).with("Probity-Workspace", server.second));
  const Reply unknown = server.send(ask().with("Cookie", cookie).with("Probity-Workspace", "nowhere"));
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.text, unknown.text);
}

TEST_P(OfAWorkspace, ATokenOpensNoOtherWorkspace) {
  const Reply reply = server.send(ask().with("Authorization", "Bearer " + server.owner_token).with("Probity-Workspace", server.second));
  EXPECT_EQ(reply.status, 404);
  EXPECT_EQ(reply.code(), "no_such_workspace");
}

TEST_P(Unsafe, AnotherSitesPageCannotActForThePerson) {
  const Rows before = server.rows();
  const auto send = [&](std::vector<http::Header> more) {
    Ask forged = ask();
    forged.with("Cookie", "probity_session=" + server.cookie).with("Probity-Workspace", server.first);
    forged.headers.insert(forged.headers.end(), more.begin(), more.end());
    return server.send(forged);
  };
  const http::Header csrf{"Probity-Csrf", server.csrf};
  EXPECT_EQ(send({{"Origin", "http://evil.example"}, csrf}).code(), "wrong_origin");
  EXPECT_EQ(send({{"Origin", "null"}, csrf}).code(), "wrong_origin");
  EXPECT_EQ(send({{"Origin", "http://crm.example.evil.example"}, csrf}).code(), "wrong_origin");
  EXPECT_EQ(send({{"Sec-Fetch-Site", "cross-site"}, csrf}).code(), "wrong_origin");
  EXPECT_EQ(send({{"Sec-Fetch-Site", "same-site"}, csrf}).code(), "wrong_origin");
  if (route.who != Who::anyone) {
    EXPECT_EQ(send({{"Origin", "http://crm.example"}}).code(), "bad_csrf");
    EXPECT_EQ(send({{"Origin", "http://crm.example"}, {"Probity-Csrf", "guess"}}).code(), "bad_csrf");
  }
  EXPECT_EQ(server.rows(), before);
}

TEST_P(OfAdministrators, OnlyAdministratorsChangeTheModel) {
  const Rows before = server.rows();
  for (const std::string& token : {server.member_token, server.reader_token}) {
    const Reply reply = server.send(ask().with("Authorization", "Bearer " + token));
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(reply.code(), "administrators_only");
  }
  EXPECT_EQ(server.rows(), before);
}

TEST_P(Writing, WhoMayOnlyReadWritesNothing) {
  const std::string id = server.create_contact("Untouched");
  const Rows before = server.rows();
  const Reply reply = server.send(ask(id).with("Authorization", "Bearer " + server.reader_token));
  EXPECT_EQ(server.rows(), before) << reply.text;
  const bool is_question = route.path.ends_with("/duplicates") || route.path.ends_with("/conflicts") || route.path.ends_with("/query");
  EXPECT_TRUE(is_question || reply.status >= 400) << reply.text;
}

/// The same answer, word for word, whether the id is another workspace's or nobody's.
/// Something real of the first workspace that the route's id could name.
std::string real_id(const Server& server, std::string_view path) {
  const auto posted = [&](const char* target, const std::string& body) {
    const Reply reply = server.owner("POST", target, body);
    EXPECT_LT(reply.status, 300) << target << reply.text;
    return reply.text_at("id");
  };
  if (path.starts_with("/api/v1/jobs/")) return posted("/api/v1/contacts/batch", R"({"operation":"create","records":[{"last_name":"Secret"}]})");
  if (path.starts_with("/api/v1/imports/")) return posted("/api/v1/imports", fmt::format(R"({{"entity":"contacts","upload":"{}"}})", server.upload("Last name\nSecret\n", "secret.csv")));
  if (path.starts_with("/api/v1/exports/")) return posted("/api/v1/exports", R"({"entity":"contacts","format":"csv"})");
  if (path.starts_with("/api/v1/uploads/")) return server.upload("Secret");
  if (path.starts_with("/api/v1/documents/")) return posted("/api/v1/documents", fmt::format(R"({{"name":"Secret","upload":"{}"}})", server.upload("Secret")));
  if (path.starts_with("/api/v1/leads/")) return server.create("leads", R"({"last_name":"Secret"})");
  if (path.starts_with("/api/v1/deals/")) return server.create("deals", R"({"name":"Secret"})");
  if (path.starts_with("/api/v1/messages/")) return posted("/api/v1/messages/test", "{}");
  if (path.starts_with("/api/v1/operator/messages/")) return posted("/api/v1/operator/messages/test", "{}");
  if (path.starts_with("/api/v1/invitations/")) return posted("/api/v1/invitations", fmt::format(R"({{"email":"secret-{}@example.org","name":"Secret"}})", Id::make().text()));
  if (path.starts_with("/api/v1/members/")) return server.owner("GET", "/api/v1/members").text_at("items.0.id");
  if (path.starts_with("/api/v1/merges/")) {
    const Reply merge = server.owner("POST", "/api/v1/contacts/merge", fmt::format(R"({{"winner":"{}","losers":["{}"]}})", server.create_contact("Secret"), server.create_contact("Secret")));
    return merge.text_at("merge");
  }
  return server.create_contact("Secret");
}

TEST_P(OfOneRecord, AnotherWorkspacesIdIsAnUnknownOne) {
  const std::string id = real_id(server, route.path);
  ASSERT_TRUE(Id::parse(id)) << route.path << " " << id;
  const Rows before = server.rows();
  const auto send = [&](const std::string& target) { return server.send(ask(target).with("Authorization", "Bearer " + server.second_token).with("Tus-Resumable", "1.0.0")); };
  const Reply foreign = send(id);
  const Reply unknown = send(kUnknownId);
  EXPECT_EQ(foreign.status, unknown.status);
  EXPECT_EQ(foreign.text, unknown.text);
  EXPECT_TRUE(std::ranges::equal(foreign.headers, unknown.headers, [](const http::Header& left, const http::Header& right) { return left.name == right.name && left.value == right.value; }));
  EXPECT_GE(foreign.status, 400);
  EXPECT_EQ(foreign.text.find("Secret"), std::string::npos);
  EXPECT_EQ(server.rows(), before);
}

TEST_P(OfOneRecord, WhatIsNoIdIsNoRecord) {
  for (const std::string id : {"1", "%27%20OR%201=1--", "0190a000-0000-7000-8000-00000000000z", "%F0%9F%98%80", "null"}) {
    const Reply reply = server.send(ask(id).with("Authorization", "Bearer " + server.owner_token).with("Tus-Resumable", "1.0.0"));
    EXPECT_EQ(reply.status, 404) << id << " " << reply.text;
  }
}

TEST_P(OfAWorkspace, AnUnknownPurposeIsRefused) {
  const Reply reply = server.send(ask().with("Authorization", "Bearer " + server.owner_token).with("Probity-Purpose", "curiosity"));
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.code(), "unknown_purpose");
}

TEST_P(TakingJson, ABodyThatIsNoJsonIsRefused) {
  const Rows before = server.rows();
  Ask wrong = ask();
  wrong.headers.clear();
  wrong.with("Authorization", "Bearer " + server.owner_token).with("Content-Type", "text/plain");
  EXPECT_EQ(server.send(wrong).status, 415);
  Ask broken = ask(server.create_contact("Whole"));
  broken.with("Authorization", "Bearer " + server.owner_token);
  const Rows after_create = server.rows();
  for (const std::string body : {"{", "", "null", "[]", "\"text\"", "{\"a\":1,\"a\":2}", "{\"a\":\"\xff\"}", "{\"a\":\"\\u0000\"}", "{} {}"}) {
    broken.body = body;
    const Reply reply = server.send(broken);
    EXPECT_TRUE(reply.status == 400 || reply.status == 404 || reply.status == 422) << body << " " << reply.status << " " << reply.text;
    EXPECT_EQ(server.rows(), after_create) << body;
  }
  EXPECT_NE(before, after_create);
}

TEST_P(Every, EveryAnswerIsSafeToShowInABrowser) {
  const Reply reply = server.send(ask());
  EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff");
  EXPECT_FALSE(reply.header("Cache-Control").empty());
}

std::set<std::string> documented() {
  std::set<std::string> found;
  const Reply reply = Server::one().send({.method = "GET", .target = "/api/v1/openapi.json"});
  for (const auto& path : reply.json["paths"].GetObject()) {
    for (const auto& operation : path.value.GetObject()) {
      std::string method(view(operation.name));
      if (method == "parameters") continue;
      for (char& c : method) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      found.insert(method + " " + std::string(view(path.name)));
    }
  }
  return found;
}

TEST_F(ApiTest, EveryRouteOfTheApiIsDocumented) {
  const auto paths = documented();
  for (const Route& route : http::routes()) {
    if (!route.path.starts_with("/api/v1/") || route.path == "/api/v1/openapi.json") continue;
    EXPECT_TRUE(paths.contains(fmt::format("{} {}", route.method, route.path))) << route.method << " " << route.path;
  }
}

TEST_F(ApiTest, EverythingDocumentedIsARoute) {
  const http::Router router(http::routes());
  for (const std::string& operation : documented()) {
    const auto space = operation.find(' ');
    const std::string path = operation.substr(space + 1);
    const auto match = router.find(operation.substr(0, space), path);
    ASSERT_TRUE(match.route) << operation;
    const bool generic = path.find("{entity}") != path.npos || match.route->path == path || match.route->path.find("{entity}") != path.npos;
    EXPECT_TRUE(generic) << operation << " is answered by " << match.route->path;
  }
}

TEST_F(ApiTest, EveryRouteHasAnEntryOfItsOwn) {
  std::set<std::string> seen;
  for (const Route& route : http::routes()) EXPECT_TRUE(seen.insert(fmt::format("{} {}", route.method, route.path)).second) << route.path;
}

}  // namespace
}  // namespace probity::api
