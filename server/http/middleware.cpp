#include "http/middleware.hpp"

#include "accounts/roles.hpp"
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "http/compression.hpp"
#include "http/cookie_choice.hpp"
#include "http/cookies.hpp"
#include "http/edge/target.hpp"
#include "http/protection.hpp"
#include "http/services.hpp"
#include "privacy/signals/address.hpp"

namespace probity::http {
namespace {

constexpr std::string_view kBearer = "Bearer ";

bool is_unsafe(std::string_view method) { return method != "GET" && method != "HEAD" && method != "OPTIONS"; }

Result<> find_route(Call& call) {
  const Match match = call.services.router.find(call.request.method, call.request.path);
  call.parameters = match.parameters;
  call.route = match.route;
  if (match.route) return {};
  if (match.allowed.empty()) return fail(ErrorKind::not_found, "not_found", "There is nothing at this address.");
  return fail(Error{.kind = ErrorKind::unsupported, .code = "method_not_allowed",
                    .message = fmt::format("This address takes {}. Nothing was changed.", match.allowed),
                    .extras = fmt::format(R"({{"allowed":"{}"}})", match.allowed)});
}

Result<> keep_body_small(Call& call) {
  if (call.request.body.size() <= call.route->takes.limit) return {};
  if (call.route->takes.kind == Takes::Kind::nothing && call.request.body.size() <= 1024) return {};
  return fail(ErrorKind::too_large, "body_too_large",
              fmt::format("The body is larger than the {} bytes this address takes. Nothing was changed.", call.route->takes.limit));
}

/// A token in the header wins over a cookie: whoever sends one means it.
Result<> authenticate_token(Call& call, std::string_view header) {
  if (!header.starts_with(kBearer)) {
    return fail(ErrorKind::unauthenticated, "bad_token", "Authorization must be \"Bearer\" and an API token.");
  }
  PROBITY_ASSIGN(call.access, call.application.accounts.access_of_token(trim(header.substr(kBearer.size()))));
  const std::string_view named = call.request.header("Probity-Workspace");
  if (!named.empty() && named != call.access->workspace) {
    return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace, or you are not a member of it.");
  }
  return {};
}

/// What the owner of a closed workspace takes along by.
constexpr std::pair<std::string_view, std::string_view> kTakingAlong[] = {
    {"GET", "/api/v1/meta"},          {"POST", "/api/v1/exports"},          {"GET", "/api/v1/exports/{id}"}, {"GET", "/api/v1/exports/{id}/file"},
    {"GET", "/api/v1/jobs/{id}"}, {"GET", "/api/v1/documents/{id}/content"}};

/// A workspace without a seat is either none of theirs, or closed.
Result<privacy::Access> enter(const Call& call, std::string_view workspace) {
  auto access = call.application.accounts.enter(*call.session, workspace);
  if (access) return access;
  const bool to_take_along = std::ranges::find(kTakingAlong, std::pair(call.route->method, call.route->path)) != std::end(kTakingAlong);
  return call.application.life_cycle->closing.enter(workspace, call.session->member.id, to_take_along);
}

Result<> find_out_who(Call& call) {
  const Who who = call.route->who;
  const std::string_view header = call.request.header("Authorization");
  if (who == Who::anyone || who == Who::link || who == Who::visitor) return {};
  if (!header.empty() && who != Who::session) return authenticate_token(call, header);
  PROBITY_ASSIGN(call.session, call.application.accounts.session(value_of(call.request, session_cookie())));
  if (who == Who::session) return {};
  const std::string_view workspace = call.request.header("Probity-Workspace");
  if (workspace.empty()) {
    return invalid("workspace_required", "Say in the header Probity-Workspace in which workspace you work.");
  }
  PROBITY_ASSIGN(call.access, enter(call, workspace));
  return {};
}

/// Files of the app are cheap to send, and a first visit takes many.
bool costs_nothing(const Route& route) { return route.path == "/assets/*" || route.path == "/favicon.svg" || route.path == "/pages.css"; }

/// Who is signed in is never held up by what others send from the same network.
Result<> authenticate(Call& call) {
  Result<> known = find_out_who(call);
  const bool stranger = !known || (!call.session && !call.access);
  if (stranger && !costs_nothing(*call.route)) PROBITY_TRY(call.services.address_rate.admit(accounts::network_of(call.request.peer_address)));
  if (call.access && !call.session) PROBITY_TRY(call.services.token_rate.admit(call.request.header("Authorization")));
  return known;
}

/// Where the request comes from, in the form in which the workspace's policy lets the history of records keep it.
std::string address_of_change(const Call& call) {
  const auto workspace = call.application.records.workspaces().find(call.access->workspace);
  return workspace ? privacy::address_for_log(*(*workspace)->policy()->policy, "changes", call.request.peer_address) : std::string();
}

Result<> authorise(Call& call) {
  if (call.access) {
    PROBITY_TRY(call.application.accounts.check_address(call.access->workspace, !call.session, call.request.peer_address));
    call.access->address = address_of_change(call);
  }
  if (call.route->who != Who::administrator || call.access->grants->administrator) return {};
  return fail(ErrorKind::forbidden, "administrators_only", "Only an owner or administrator of the workspace may do this. Nothing was changed.");
}

/// Browsers say where a request comes from; a page of another site must not act for the person.
Result<> check_origin(Call& call) {
  if (!is_unsafe(call.request.method) || (call.access && !call.session) || call.route->who == Who::link) return {};
  if (call.route->who == Who::visitor) return {};
  const std::string_view origin = call.request.header("Origin");
  const auto scheme_end = origin.find("://");
  // Over an encrypted connection a page that came without is another site, whoever wrote it on its way.
  const bool same = scheme_end != origin.npos && (!call.request.tls || equal_ignoring_case(origin.substr(0, scheme_end), "https")) && lower_ascii(origin.substr(scheme_end + 3)) == lower_ascii(call.request.header("Host"));
  const std::string_view site = call.request.header("Sec-Fetch-Site");
  const bool own_site = site.empty() || site == "same-origin" || site == "none";
  if (origin.empty() ? own_site : same) return {};
  return fail(ErrorKind::forbidden, "wrong_origin", "This request comes from another site. Nothing was changed.");
}

Result<> check_csrf(Call& call) {
  if (!call.session || !is_unsafe(call.request.method)) return {};
  if (equal_in_constant_time(call.request.header("Probity-Csrf"), call.session->csrf)) return {};
  return fail(ErrorKind::forbidden, "bad_csrf", "The header Probity-Csrf must hold the token of this session. Nothing was changed; load the page again.");
}

Result<> require_step_up(Call& call) {
  if (!call.route->step_up || !call.session) return {};
  return call.application.accounts.require_recent_proof(*call.session);
}

Result<> read_purpose(Call& call) {
  const std::string_view purpose = call.request.header("Probity-Purpose");
  if (!call.access || purpose.empty()) return {};
  PROBITY_ASSIGN(const auto workspace, call.application.records.workspaces().find(call.access->workspace));
  if (!workspace->policy()->policy->purpose(purpose)) {
    call.application.records.refusals().note(call.access->workspace, "unknown", "");
    return invalid("unknown_purpose", "Probity-Purpose names a purpose that the policy does not have. Nothing was changed.");
  }
  if (!call.access->grants->may_use_for(purpose)) {
    return fail(ErrorKind::forbidden, "purpose_not_yours", "Your role may not use data for that purpose. Nothing was changed.");
  }
  call.access->purpose = purpose;
  return {};
}

/// What support staff ask for is written down before they get it, for the workspace to see; where it cannot be, they
/// get nothing.
Result<> note_support(Call& call) {
  if (!call.access || !call.access->grants->watched) return {};
  privacy::Access program = *call.access;
  program.actor = Id{};
  program.purpose = "service";
  program.grants = accounts::grants_of_program();
  program.teams = nullptr;
  PROBITY_ASSIGN(const records::Context context, call.application.records.enter(program, "support_view"));
  const records::Context at = records::by_program(context, *context.entity);
  const std::string path(first_characters(call.request.path, 500));
  PROBITY_TRY(call.application.records.create_by(at, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    const auto set = [&](std::string_view field, Cell value) { draft.value(*at.entity->field(field)) = std::move(value); };
    set("member", cell(call.access->actor));
    set("method", cell(call.request.method));
    set("path", cell(path));
    return {};
  }));
  return {};
}

/// What a browser says with every request is kept once. It never stands in the way of the request.
Result<> note_signals(Call& call) {
  if (!call.session || !call.application.object_by_signal) return {};
  const privacy::BrowserSignals signals = signals_of(call.request);
  if (!signals.any()) return {};
  const auto purposes = privacy::purposes_opted_out(policy_of_site(call)->policy->signals, signals);
  const Id& member = call.session->member.id;
  if (purposes.empty() || !call.services.signals.is_new(member, purposes)) return {};
  const auto kept = call.application.object_by_signal(member, purposes, call.request.peer_address);
  if (kept) return {};
  call.services.signals.forget(member, purposes);
  log::error("http: an objection by signal was not kept: {} {}", kept.error().code, kept.error().cause);
  return {};
}

/// "application/json", with or without "charset=utf-8".
bool is_json(std::string_view type) {
  const auto parameters = type.find(';');
  if (lower_ascii(trim(type.substr(0, parameters))) != "application/json") return false;
  if (parameters == type.npos) return true;
  const std::string charset = lower_ascii(trim(type.substr(parameters + 1)));
  return charset == "charset=utf-8" || charset == "charset=\"utf-8\"";
}

Result<> require_json(Call& call) {
  const Takes::Kind kind = call.route->takes.kind;
  const bool optional = kind == Takes::Kind::json_or_nothing && call.request.body.empty();
  if ((kind != Takes::Kind::json && kind != Takes::Kind::json_or_nothing) || optional) return {};
  if (is_json(call.request.header("Content-Type"))) return {};
  return fail(ErrorKind::unsupported, "unsupported_media_type", "The body must be sent as application/json. Nothing was changed.");
}

/// Which of two values was meant cannot be told.
Result<> read_parameters_once(Call& call) {
  if (call.request.query.find('&') == std::string::npos) return {};
  std::set<std::string> seen;
  for (const std::string_view pair : split(call.request.query, '&')) {
    const std::string_view name = pair.substr(0, pair.find('='));
    if (name.empty() || seen.insert(decode_form(name).value_or(std::string(name))).second) continue;
    return invalid("repeated_parameter", fmt::format("\"{}\" stands in the query twice. Give it once; nothing was changed.", first_characters(name, 100)), std::string(first_characters(name, 100)));
  }
  return {};
}

constexpr Step kSteps[] = {find_route, read_parameters_once, authenticate, authorise, check_origin, check_csrf, require_step_up, read_purpose, note_support, note_signals, keep_body_small, require_json};

bool has(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(), [&](const Header& header) { return header.name == name; });
}

}  // namespace

std::span<const Step> steps() { return kSteps; }

const privacy::OwnCookie& session_cookie() {
  static const privacy::OwnCookie& cookie = privacy::own_cookie("probity_session");
  return cookie;
}

const privacy::OwnCookie& device_cookie() {
  static const privacy::OwnCookie& cookie = privacy::own_cookie("probity_device");
  return cookie;
}

void finish(const Request& request, Response& response) {
  if (!has(response, "Cache-Control")) response.set("Cache-Control", "no-store");
  protect(request, response);
  compress(request, response);
}

}  // namespace probity::http
