// A workspace's own sites may show their visitors which cookies they set, and keep what these chose, with consent.js and
// two public addresses. Only the sites that the workspace named are answered.
#include "http/cookie_choice.hpp"
#include "http/embedded.hpp"
#include "http/handlers/handlers.hpp"
#include "http/services.hpp"
#include "privacy/cookies/own.hpp"
#include "rights/choices/choices.hpp"

namespace probity::http::handlers {
namespace {

using privacy::CookieKind;

struct Asked {
  std::shared_ptr<records::Workspace> workspace;
  std::string origin;
};

/// The workspace in the path, asked by a page that it named. An unknown workspace looks like one that named none.
Result<Asked> asked_by(const Call& call) {
  const std::string origin(call.request.header("Origin"));
  const auto refuse = [] { return fail(ErrorKind::forbidden, "wrong_origin", "This site may not ask here. An administrator of the workspace can add it to its sites. Nothing was changed."); };
  auto workspace = call.application.records.workspaces().find(call.parameter(0));
  if (!workspace || call.parameter(0) == records::kSystemWorkspace || origin.empty()) return refuse();
  PROBITY_ASSIGN(const auto sites, choices::sites_of(**workspace));
  if (std::ranges::find(sites, origin) == sites.end()) return refuse();
  return Asked{std::move(*workspace), origin};
}

void allow(const Asked& asked, Response& response) {
  response.set("Access-Control-Allow-Origin", asked.origin).set("Vary", "Origin").set("Cross-Origin-Resource-Policy", "cross-origin");
}

void write_kind(const privacy::Policy& policy, CookieKind kind, JsonWriter& writer) {
  writer.StartObject();
  for (const auto& [name, value] : {std::pair{"kind", privacy::name_of(kind)}, {"label", label_of(kind)}, {"explanation", explanation_of(kind)}}) {
    key(writer, name);
    put(writer, value);
  }
  key(writer, "cookies");
  writer.StartArray();
  for (const privacy::Cookie& cookie : policy.cookies) {
    if (cookie.kind != kind || cookie.set_by == "probity") continue;
    writer.StartObject();
    for (const auto& [name, value] : {std::pair<const char*, std::string>{"name", cookie.name}, {"purpose", cookie.purpose}, {"keep", cookie.keep ? cookie.keep->in_words() : "session"}, {"set_by", cookie.set_by}}) {
      key(writer, name);
      put(writer, value);
    }
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

/// Kinds of which the workspace's own list has a cookie: what this program sets is none of its site's.
std::vector<CookieKind> kinds_of_site(const privacy::Policy& policy) {
  std::vector<CookieKind> kinds;
  for (const CookieKind kind : privacy::kinds_to_choose(policy)) {
    if (std::ranges::any_of(policy.cookies, [&](const privacy::Cookie& cookie) { return cookie.kind == kind && cookie.set_by != "probity"; })) kinds.push_back(kind);
  }
  return kinds;
}

Result<CookieKinds> accepted_in(const JsonValue& body, const std::vector<CookieKind>& offered) {
  const JsonValue* list = find(body, "accepted");
  if (!list || !list->IsArray()) return bad_member("accepted", "a list of kinds");
  CookieKinds accepted;
  for (const JsonValue& name : list->GetArray()) {
    const auto kind = std::ranges::find_if(offered, [&](CookieKind known) { return name.IsString() && privacy::name_of(known) == view(name); });
    if (kind == offered.end()) return bad_member("accepted", "kinds of the list that was shown");
    accepted.insert(*kind);
  }
  return accepted;
}

void write_sites(const std::vector<std::string>& sites, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "sites");
  writer.StartArray();
  for (const std::string& site : sites) put(writer, site);
  writer.EndArray();
  writer.EndObject();
}

}  // namespace

Result<Response> consent_script(Call&) {
  Response response;
  response.body = embedded::consent_script();
  response.set("Content-Type", "text/javascript; charset=utf-8").set("Cache-Control", "public, max-age=3600").set("Cross-Origin-Resource-Policy", "cross-origin");
  return response;
}

Result<Response> get_site_cookies(Call& call) {
  PROBITY_ASSIGN(const Asked asked, asked_by(call));
  const privacy::PolicyPointer policy = asked.workspace->policy();
  PROBITY_ASSIGN(Response response, write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "list");
    put(writer, privacy::mark_of_list(*policy->policy));
    key(writer, "opted_out");
    writer.Bool(!privacy::purposes_opted_out(policy->policy->signals, signals_of(call.request)).empty());
    key(writer, "policy");
    put(writer, fmt::format("/privacy/of/{}", asked.workspace->slug()));
    key(writer, "kinds");
    writer.StartArray();
    for (const CookieKind kind : kinds_of_site(*policy->policy)) write_kind(*policy->policy, kind, writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  }));
  allow(asked, response);
  return response;
}

Result<Response> post_site_choice(Call& call) {
  PROBITY_ASSIGN(const Asked asked, asked_by(call));
  PROBITY_TRY(call.services.choices.admit(call.request.peer_address, asked.workspace->slug()));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"accepted", "list"}));
  PROBITY_ASSIGN(const std::string list, text_member(body, "list"));
  const privacy::PolicyPointer policy = asked.workspace->policy();
  if (list != privacy::mark_of_list(*policy->policy)) return fail(ErrorKind::conflict, "other_list", "The list of cookies has changed since it was shown. Show it again; nothing was kept.");
  const auto offered = kinds_of_site(*policy->policy);
  PROBITY_ASSIGN(const CookieKinds accepted, accepted_in(body, offered));
  PROBITY_ASSIGN(const Id id, choices::record(call.application.records, asked.workspace->slug(),
                                              {.offered = offered, .accepted = accepted, .list = list, .method = "site", .site = asked.origin,
                                               .address = call.request.peer_address, .global_privacy_control = signals_of(call.request).global_privacy_control}));
  PROBITY_ASSIGN(Response response, write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "id");
    put(writer, id.text());
    writer.EndObject();
    return {};
  }));
  allow(asked, response);
  return response;
}

Result<Response> site_options(Call& call) {
  PROBITY_ASSIGN(const Asked asked, asked_by(call));
  Response response = no_content();
  allow(asked, response);
  response.set("Access-Control-Allow-Methods", "GET, POST").set("Access-Control-Allow-Headers", "Content-Type").set("Access-Control-Max-Age", "600");
  return response;
}

Result<Response> get_consent_sites(Call& call) {
  PROBITY_ASSIGN(const auto workspace, call.application.records.workspaces().find(call.access->workspace));
  PROBITY_ASSIGN(const auto sites, choices::sites_of(*workspace));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    write_sites(sites, writer);
    return {};
  });
}

Result<Response> change_consent_sites(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"sites"}));
  const JsonValue* list = find(body, "sites");
  if (!list || !list->IsArray()) return bad_member("sites", "a list of addresses");
  std::vector<std::string> sites;
  for (const JsonValue& site : list->GetArray()) {
    if (!site.IsString()) return bad_member("sites", "a list of addresses");
    sites.emplace_back(view(site));
  }
  PROBITY_ASSIGN(const auto workspace, call.application.records.workspaces().find(call.access->workspace));
  PROBITY_TRY(choices::set_sites(*workspace, sites));
  return get_consent_sites(call);
}

}  // namespace probity::http::handlers
