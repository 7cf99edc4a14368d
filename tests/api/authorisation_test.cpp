// Who may use which route, written down a second time: a route that is added or opened is tested against this list, and a
// route that is not on it fails. Then every role tries every route.
#include "http/route.hpp"
#include "seated.hpp"

namespace probity::api {
namespace {

using http::Route;
using http::Who;

const std::string kUnknownId = "0190a000-0000-7000-8000-000000000000";

/// Nobody need be signed in.
const std::set<std::string> kAnyone{
    "GET /",
    "GET /setup",
    "GET /signin",
    "GET /w/*",
    "GET /assets/*",
    "GET /favicon.svg",
    "GET /pages.css",
    "GET /privacy",
    "GET /privacy/history",
    "GET /privacy/history/{version}",
    "GET /privacy/of/{slug}",
    "GET /privacy/of/{slug}/history",
    "GET /privacy/of/{slug}/history/{version}",
    "GET /privacy/cookies",
    "POST /privacy/cookies",
    "GET /.well-known/gpc.json",
    "GET /consent.js",
    "GET /trust",
    "GET /trust/of/{slug}",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /.well-known/security.txt",
    "GET /.well-known/probity-audit-key",
    "GET /api",
    "GET /api/reference.js",
    "GET /api/reference.css",
    "GET /api/v1/openapi.json",
    "GET /api/v1/setup",
    "POST /api/v1/setup",
    "POST /api/v1/session",
    "GET /requests",
    "POST /requests",
    "GET /requests/of/{slug}",
    "POST /requests/of/{slug}",
    "OPTIONS /api/v1/uploads",
    "GET /reset",
    "POST /api/v1/session/passkey",
    "POST /api/v1/session/passkey/question",
    "POST /api/v1/password_resets",
    "POST /api/v1/password_resets/use",
};

/// Whoever holds the secret of the link.
const std::set<std::string> kLink{
    "GET /preferences/{token}",
    "POST /preferences/{token}",
    "GET /u/{token}",
    "POST /u/{token}",
    "GET /requests/at/{token}",
    "POST /requests/at/{token}",
    "GET /copies/{token}",
    "GET /copies/{token}/file",
    "GET /join/{token}",
    "POST /join/{token}",
};

/// Pages of a workspace's own sites.
const std::set<std::string> kVisitor{
    "GET /consent/{workspace}",
    "POST /consent/{workspace}",
    "OPTIONS /consent/{workspace}",
};

/// Somebody signed in with a browser, of any workspace or none.
const std::set<std::string> kSession{
    "GET /api/v1/session",
    "DELETE /api/v1/session",
    "POST /api/v1/session/proof",
    "POST /api/v1/session/proof/question",
    "POST /api/v1/password",
    "GET /api/v1/second_factor",
    "POST /api/v1/second_factor/codes",
    "POST /api/v1/second_factor/codes/confirmation",
    "DELETE /api/v1/second_factor/codes",
    "POST /api/v1/second_factor/recovery_codes",
    "GET /api/v1/passkeys",
    "POST /api/v1/passkeys/question",
    "POST /api/v1/passkeys",
    "DELETE /api/v1/passkeys/{id}",
    "GET /api/v1/sessions",
    "DELETE /api/v1/sessions",
    "DELETE /api/v1/sessions/{id}",
    "GET /api/v1/devices",
    "DELETE /api/v1/devices/{id}",
    "GET /api/v1/account",
    "PATCH /api/v1/account",
    "POST /api/v1/account/copy",
    "POST /api/v1/account/closure",
    "GET /api/v1/closures",
    "POST /api/v1/closures",
    "DELETE /api/v1/closures/{slug}",
    "POST /api/v1/closures/{slug}/destruction",
};

/// Everybody with a seat; what they find there is their role's to say.
const std::set<std::string> kSeated{
    "GET /api/v1/consent_sites",
    "GET /api/v1/workspace",
    "GET /api/v1/meta",
    "GET /api/v1/promises",
    "GET /api/v1/{entity}/{id}/kept_until",
    "GET /api/v1/{entity}",
    "POST /api/v1/{entity}",
    "GET /api/v1/{entity}/{id}",
    "PATCH /api/v1/{entity}/{id}",
    "DELETE /api/v1/{entity}/{id}",
    "POST /api/v1/{entity}/{id}/restore",
    "GET /api/v1/{entity}/{id}/timeline",
    "GET /api/v1/{entity}/{id}/related/{other}",
    "GET /api/v1/{entity}/{id}/history",
    "GET /api/v1/{entity}/{id}/shares",
    "POST /api/v1/{entity}/{id}/shares",
    "DELETE /api/v1/{entity}/{id}/shares/{share}",
    "GET /api/v1/{entity}/{id}/access",
    "POST /api/v1/{entity}/{id}/undo",
    "POST /api/v1/undo",
    "POST /api/v1/{entity}/query",
    "POST /api/v1/{entity}/batch",
    "GET /api/v1/{entity}/{id}/files/{field}",
    "GET /api/v1/{entity}/duplicates",
    "POST /api/v1/{entity}/duplicates",
    "POST /api/v1/{entity}/merge",
    "POST /api/v1/merges/{id}/undo",
    "GET /api/v1/members",
    "GET /api/v1/members/{id}",
    "GET /api/v1/built_in_roles",
    "GET /api/v1/calendar",
    "POST /api/v1/meetings/conflicts",
    "POST /api/v1/leads/{id}/convert",
    "GET /api/v1/deals/{id}/totals",
    "POST /api/v1/documents",
    "GET /api/v1/documents/{id}/content",
    "GET /api/v1/{entity}/{id}/consents",
    "POST /api/v1/{entity}/{id}/consents",
    "POST /api/v1/{entity}/{id}/consents/requests",
    "GET /api/v1/{entity}/{id}/consents/why",
    "GET /api/v1/{entity}/{id}/preferences",
    "PUT /api/v1/{entity}/{id}/preferences",
    "GET /api/v1/processors",
    "GET /api/v1/{entity}/{id}/recipients",
    "GET /api/v1/{entity}/{id}/vendors",
    "POST /api/v1/{entity}/{id}/vendors",
    "DELETE /api/v1/{entity}/{id}/vendors/{processor}",
    "POST /api/v1/imports",
    "GET /api/v1/imports/{id}",
    "PATCH /api/v1/imports/{id}",
    "DELETE /api/v1/imports/{id}",
    "GET /api/v1/imports/{id}/preview",
    "POST /api/v1/imports/{id}/start",
    "POST /api/v1/imports/{id}/undo",
    "GET /api/v1/imports/{id}/failed_rows",
    "POST /api/v1/exports",
    "GET /api/v1/exports/{id}",
    "GET /api/v1/exports/{id}/file",
    "POST /api/v1/access_copies",
    "GET /api/v1/access_copies/{id}",
    "GET /api/v1/jobs/{id}",
    "DELETE /api/v1/jobs/{id}",
    "POST /api/v1/jobs/{id}/undo",
    "GET /api/v1/search",
    "GET /api/v1/events",
    "POST /api/v1/uploads",
    "HEAD /api/v1/uploads/{id}",
    "PATCH /api/v1/uploads/{id}",
    "DELETE /api/v1/uploads/{id}",
    "GET /api/v1/tokens",
    "POST /api/v1/tokens",
    "DELETE /api/v1/tokens/{id}",
};

/// Owners and administrators alone.
const std::set<std::string> kAdministrators{
    "PATCH /api/v1/consent_sites",
    "PATCH /api/v1/workspace",
    "GET /api/v1/policy",
    "GET /api/v1/policy/profiles",
    "POST /api/v1/policy/check",
    "POST /api/v1/policy/diff",
    "POST /api/v1/policy/apply",
    "GET /api/v1/policy/versions",
    "GET /api/v1/policy/versions/{number}",
    "GET /api/v1/operator/policy",
    "GET /api/v1/operator/policy/profiles",
    "POST /api/v1/operator/policy/check",
    "POST /api/v1/operator/policy/diff",
    "POST /api/v1/operator/policy/apply",
    "GET /api/v1/operator/policy/versions",
    "GET /api/v1/operator/policy/versions/{number}",
    "POST /api/v1/meta/entities",
    "POST /api/v1/meta/entities/{entity}/fields",
    "PATCH /api/v1/meta/entities/{entity}/fields/{field}",
    "DELETE /api/v1/meta/entities/{entity}/fields/{field}",
    "DELETE /api/v1/meta/entities/{entity}",
    "GET /api/v1/processing_record",
    "GET /api/v1/processing_record.csv",
    "GET /api/v1/processing_record.html",
    "GET /api/v1/operator/processing_record",
    "GET /api/v1/operator/processing_record.csv",
    "GET /api/v1/operator/processing_record.html",
    "POST /api/v1/promises/check",
    "GET /api/v1/privacy/home",
    "GET /api/v1/{entity}/{id}/looks",
    "GET /api/v1/retention",
    "GET /api/v1/retention/preview",
    "POST /api/v1/retention/run",
    "GET /api/v1/retention/calendar",
    "GET /api/v1/retention/upcoming",
    "GET /api/v1/audit",
    "POST /api/v1/audit/verify",
    "POST /api/v1/audit/checkpoint",
    "GET /api/v1/audit/checkpoints/{size}",
    "GET /api/v1/breaches/people_held",
    "GET /api/v1/breaches/{id}/story",
    "GET /api/v1/breaches/{id}/notice",
    "POST /api/v1/breaches/{id}/steps",
    "GET /api/v1/{entity}/{id}/restrictions",
    "POST /api/v1/{entity}/{id}/restrictions",
    "DELETE /api/v1/{entity}/{id}/restrictions/{restriction}",
    "GET /api/v1/{entity}/{id}/parental_consents",
    "POST /api/v1/{entity}/{id}/parental_consents",
    "DELETE /api/v1/{entity}/{id}/parental_consents/{consent}",
    "GET /api/v1/{entity}/{id}/reach",
    "GET /api/v1/{entity}/{id}/purposes",
    "PATCH /api/v1/members/{id}",
    "POST /api/v1/support_grants",
    "DELETE /api/v1/support_grants/{id}",
    "GET /api/v1/suppression_list",
    "POST /api/v1/suppression_list",
    "POST /api/v1/suppression_list/check",
    "POST /api/v1/suppression_list/removal",
    "POST /api/v1/erasures",
    "GET /api/v1/erasures/{id}/certificate",
    "POST /api/v1/erasure_orders",
    "POST /api/v1/erasure_orders/{id}/acknowledge",
    "POST /api/v1/requests",
    "POST /api/v1/requests/bulk",
    "GET /api/v1/requests/{id}/story",
    "POST /api/v1/requests/{id}/steps",
    "GET /api/v1/requests/{id}/evidence",
    "POST /api/v1/disclosures",
    "POST /api/v1/messages/test",
    "GET /api/v1/messages/{id}",
    "POST /api/v1/messages/{id}/retry",
    "POST /api/v1/messages/{id}/discard",
    "GET /api/v1/operator/messages",
    "POST /api/v1/operator/messages/test",
    "GET /api/v1/operator/messages/{id}",
    "POST /api/v1/operator/messages/{id}/retry",
    "POST /api/v1/operator/messages/{id}/discard",
    "GET /api/v1/audit/leaves/{sequence}/proof",
    "GET /api/v1/audit/checkpoints/{size}/proof",
    "GET /api/v1/operator/breaches",
    "POST /api/v1/operator/breaches",
    "GET /api/v1/operator/breaches/people_held",
    "GET /api/v1/operator/breaches/{id}",
    "PATCH /api/v1/operator/breaches/{id}",
    "GET /api/v1/operator/breaches/{id}/story",
    "GET /api/v1/operator/breaches/{id}/notice",
    "POST /api/v1/operator/breaches/{id}/steps",
    "GET /api/v1/operator/requests",
    "POST /api/v1/operator/requests",
    "POST /api/v1/operator/requests/bulk",
    "GET /api/v1/operator/requests/{id}",
    "GET /api/v1/operator/requests/{id}/story",
    "POST /api/v1/operator/requests/{id}/steps",
    "GET /api/v1/operator/requests/{id}/evidence",
    "GET /api/v1/workspace/networks",
    "POST /api/v1/workspace/networks",
    "GET /api/v1/operator/destructions",
    "GET /api/v1/operator/destructions/{id}/certificate",
    "GET /api/v1/invitations",
    "POST /api/v1/invitations",
    "POST /api/v1/invitations/{id}/again",
    "DELETE /api/v1/invitations/{id}",
    "DELETE /api/v1/members/{id}",
};

const std::set<std::string>& expected(Who who) {
  switch (who) {
    case Who::anyone: return kAnyone;
    case Who::link: return kLink;
    case Who::visitor: return kVisitor;
    case Who::session: return kSession;
    case Who::member: return kSeated;
    case Who::administrator: return kAdministrators;
  }
  return kAnyone;
}

std::string name_of(const Route& route) { return fmt::format("{} {}", route.method, route.path); }

Ask ask_for(const Route& route, const std::string& id) {
  std::string path(route.path);
  const std::pair<std::string, std::string> parts[] = {{"{entity}", "contacts"}, {"{other}", "notes"}, {"{id}", id}, {"{version}", "1"}, {"{size}", "1"}, {"{field}", "photo"}, {"{processor}", "none"}};
  for (const auto& [name, value] : parts) {
    if (const auto at = path.find(name); at != path.npos) path.replace(at, name.size(), value);
  }
  for (auto open = path.find('{'); open != path.npos; open = path.find('{')) path.replace(open, path.find('}') - open + 1, kUnknownId);
  Ask ask{.method = std::string(route.method), .target = path};
  if (route.takes.kind == http::Takes::Kind::json || route.takes.kind == http::Takes::Kind::json_or_nothing) {
    ask.body = "{}";
    ask.with("Content-Type", "application/json");
  }
  return ask;
}

class AuthorisationApi : public ApiTest {
 protected:
  static inline std::vector<Somebody>* ordinary_ = nullptr;
  static inline Somebody* nothing_ = nullptr;
  static inline Somebody* own_ = nullptr;

  static void SetUpTestSuite() {
    Server& server = Server::one();
    nothing_ = new Somebody(seat_somebody(server, "may-nothing", make_role(server, "Nothing", "{}")));
    own_ = new Somebody(seat_somebody(server, "may-own", make_role(server, "Only their own", R"({"everything":{"read":"own","create":"own","update":"own","delete":"own","export":"own","bulk":"own"}})")));
    ordinary_ = new std::vector<Somebody>{{"member", server.member_token, ""}, {"read-only", server.reader_token, ""}, seat_somebody(server, "a-manager", "manager"),
                                          seat_somebody(server, "an-accountant", "accountant"), let_support_in(server, "a-supporter"), *nothing_, *own_};
  }
  static void TearDownTestSuite() {
    delete ordinary_;
    delete nothing_;
    delete own_;
  }
  Reply send(const Route& route, const std::string& token, const std::string& id = kUnknownId) const {
    return server.send(ask_for(route, id).with("Authorization", "Bearer " + token).with("Tus-Resumable", "1.0.0"));
  }
};

TEST_F(AuthorisationApi, EveryRouteIsOnTheList) {
  std::set<std::string> all;
  for (const Route& route : http::routes()) {
    EXPECT_TRUE(expected(route.who).contains(name_of(route))) << name_of(route) << ": say here who may use it, and test that nobody else learns anything by it";
    all.insert(name_of(route));
  }
  for (const auto* list : {&kAnyone, &kLink, &kVisitor, &kSession, &kSeated, &kAdministrators}) {
    for (const std::string& route : *list) EXPECT_TRUE(all.contains(route)) << route << " is no route any more";
  }
}

TEST_F(AuthorisationApi, EveryRoleTriesEveryRoute) {
  for (const Route& route : http::routes()) {
    const bool of_administrators = kAdministrators.contains(name_of(route));
    if (!of_administrators && !kSeated.contains(name_of(route))) continue;
    for (const Somebody& each : *ordinary_) {
      SCOPED_TRACE(name_of(route) + " as " + each.name);
      const Reply reply = send(route, each.token);
      EXPECT_EQ(reply.code() == "administrators_only", of_administrators) << reply.text;
      EXPECT_LT(reply.status, 500) << reply.text;
    }
    // What they would set going is not for a test of who may.
    if (route.method != "GET") continue;
    for (const std::string& token : {server.owner_token, server.administrator_token}) EXPECT_NE(send(route, token).code(), "administrators_only") << name_of(route);
  }
}

/// Whoever's role does not reach a record gets of every route the answer of a record that does not exist.
TEST_F(AuthorisationApi, WhatARoleDoesNotReachIsUnknown) {
  const std::string secret = server.create_contact("Unreachable");
  for (const Route& route : http::routes()) {
    if (!kSeated.contains(name_of(route)) || route.path.find("{id}") == route.path.npos) continue;
    for (const Somebody* each : {nothing_, own_}) {
      SCOPED_TRACE(name_of(route) + " as " + each->name);
      const auto leaves = [&] {
        auto counts = server.rows().counts;
        counts.erase("support_view");
        return counts;
      };
      const auto before = leaves();
      const Reply real = send(route, each->token, secret);
      const Reply unknown = send(route, each->token);
      EXPECT_EQ(real.status, unknown.status);
      EXPECT_EQ(real.text, unknown.text);
      EXPECT_GE(real.status, 400);
      EXPECT_EQ(leaves(), before);
    }
  }
}

}  // namespace
}  // namespace probity::api
