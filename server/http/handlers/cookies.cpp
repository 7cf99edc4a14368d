// The operator's page about cookies, the choice made there or in the question at the foot of a page, and the signal that
// answers before anybody asks.
#include "http/cookie_choice.hpp"
#include "http/cookies.hpp"
#include "http/form.hpp"
#include "http/handlers/handlers.hpp"
#include "http/middleware.hpp"
#include "http/services.hpp"
#include "privacy/policy/names.hpp"
#include "rights/choices/choices.hpp"

namespace probity::http::handlers {
namespace {

using pages::Html;
using privacy::Cookie;
using privacy::CookieKind;

constexpr std::string_view kPage = "/privacy/cookies";

const privacy::OwnCookie& choice_cookie() { return privacy::own_cookie("probity_cookie_choice"); }
const privacy::OwnCookie& preferences_cookie() { return privacy::own_cookie("probity_preferences"); }

bool lists(const privacy::Policy& policy, std::string_view name) { return std::ranges::find(policy.cookies, name, &Cookie::name) != policy.cookies.end(); }

std::string set_by(const privacy::Policy& policy, const Cookie& cookie) {
  if (cookie.set_by == "probity") return "this site";
  const privacy::Processor* processor = policy.processor(cookie.set_by);
  return processor ? processor->name : cookie.set_by;
}

void write_table(const privacy::Policy& policy, CookieKind kind, Html& html) {
  html.open("table").open("thead").open("tr");
  for (const std::string_view heading : {"Cookie", "What for", "How long", "Set by"}) html.element("th", heading, {{"scope", "col"}});
  html.close().close().open("tbody");
  for (const Cookie& cookie : policy.cookies) {
    if (cookie.kind != kind) continue;
    html.open("tr").element("th", cookie.name, {{"scope", "row"}}).element("td", cookie.purpose);
    html.element("td", cookie.keep ? cookie.keep->in_words() : "until the browser is closed").element("td", set_by(policy, cookie)).close();
  }
  html.close().close();
}

void write_kind(const privacy::Policy& policy, CookieKind kind, bool accepted, Html& html) {
  const std::string_view name = privacy::name_of(kind);
  html.open("fieldset").element("legend", label_of(kind)).element("p", explanation_of(kind));
  html.open("p").open("label");
  if (accepted) html.single("input", {{"type", "checkbox"}, {"name", name}, {"checked", ""}});
  else html.single("input", {{"type", "checkbox"}, {"name", name}});
  html.text(fmt::format(" {} cookies may be set", label_of(kind))).close().close();
  write_table(policy, kind, html);
  html.close();
}

/// What the functional cookie is for, where it was accepted.
void write_appearance(std::string_view chosen, Html& html) {
  html.open("fieldset").element("legend", "How these pages look");
  for (const std::string_view look : {"system", "light", "dark"}) {
    const bool is_chosen = look == chosen || (look == "system" && chosen.empty());
    html.open("label");
    if (is_chosen) html.single("input", {{"type", "radio"}, {"name", "appearance"}, {"value", look}, {"checked", ""}});
    else html.single("input", {{"type", "radio"}, {"name", "appearance"}, {"value", look}});
    html.text(fmt::format(" {} ", look == "system" ? "As the device says" : look == "light" ? "Light" : "Dark")).close();
  }
  html.close();
}

void write_choices(const Call& call, const privacy::Policy& policy, Html& html) {
  const CookieChoice choice = read_choice(value_of(call.request, choice_cookie()), policy);
  html.open("form", {{"method", "post"}, {"action", kPage}});
  html.single("input", {{"type", "hidden"}, {"name", "from"}, {"value", "page"}});
  for (const CookieKind kind : privacy::kinds_to_choose(policy)) write_kind(policy, kind, choice.accepted.contains(kind), html);
  if (choice.accepted.contains(CookieKind::functional) && lists(policy, preferences_cookie().name)) write_appearance(value_of(call.request, preferences_cookie()), html);
  html.open("p");
  html.element("button", "Only what is needed", {{"name", "choice"}, {"value", "essential"}}).text(" ");
  html.element("button", "Accept all", {{"name", "choice"}, {"value", "all"}}).text(" ");
  html.element("button", "Save what is ticked", {{"name", "choice"}, {"value", "chosen"}});
  html.close().close();
}

void write_page(const Call& call, const privacy::Policy& policy, Html& html) {
  const bool has_choice = !privacy::kinds_to_choose(policy).empty();
  html.element("h1", "Cookies");
  html.element("p", has_choice ? "A cookie is a small text that your browser keeps for a site. Nothing but the essential ones is set until you choose, and you can change your choice here whenever you like."
                               : "A cookie is a small text that your browser keeps for a site. This site sets only the essential ones listed here, so there is nothing to choose.");
  if (call.request.has_parameter("saved")) html.element("p", "Your choice is saved.", {{"class", "panel good"}, {"role", "status"}});
  if (!privacy::purposes_opted_out(policy.signals, signals_of(call.request)).empty()) {
    html.element("p", "Your browser asks us not to share or sell what concerns you. We honour that: \"Accept all\" leaves marketing out.", {{"class", "panel"}});
  }
  if (has_choice) write_choices(call, policy, html);
  html.element("h2", label_of(CookieKind::essential)).element("p", explanation_of(CookieKind::essential));
  write_table(policy, CookieKind::essential, html);
  html.element("h2", "In the app's own storage").element("p", "The app, once you are signed in, keeps these in your browser alone. They are not sent to us, and they go when you sign out.");
  html.open("ul");
  for (const privacy::OwnStorage& storage : privacy::own_storage()) html.element("li", storage.purpose);
  html.close();
}

/// A page of ours to go back to; never another site.
std::string way_back(const Form& form) {
  const std::string_view back = form.value("back");
  const bool ours = back.starts_with("/privacy") || back.starts_with("/trust") || back.starts_with("/preferences/");
  const bool plain = back.find_first_of("\r\n\\:?#") == back.npos && !back.starts_with("//");
  return ours && plain ? std::string(back) : fmt::format("{}?saved", kPage);
}

CookieKinds chosen(const Form& form, const privacy::Policy& policy, const privacy::BrowserSignals& signals) {
  if (form.value("choice") == "all") return all_at_once(policy, signals);
  CookieKinds kinds;
  if (form.value("choice") != "chosen") return kinds;
  for (const CookieKind kind : privacy::kinds_to_choose(policy)) {
    if (!form.value(privacy::name_of(kind)).empty()) kinds.insert(kind);
  }
  return kinds;
}

/// What was accepted before and is not now, goes.
void settle_cookies(const Call& call, const privacy::Policy& policy, const CookieKinds& accepted, const Form& form, Response& response) {
  set_cookie(call.request, choice_cookie(), written(accepted, privacy::mark_of_list(policy)), response);
  const std::string_view appearance = form.value("appearance");
  const bool may_keep = accepted.contains(CookieKind::functional) && lists(policy, preferences_cookie().name);
  if (may_keep && (appearance == "light" || appearance == "dark")) set_cookie(call.request, preferences_cookie(), appearance, response);
  for (const privacy::OwnCookie& cookie : privacy::own_cookies()) {
    const bool unwanted = cookie.kind != CookieKind::essential && !accepted.contains(cookie.kind);
    const bool as_the_device = cookie.name == preferences_cookie().name && appearance == "system";
    if ((unwanted || as_the_device) && !value_of(call.request, cookie).empty()) forget_cookie(call.request, cookie, response);
  }
}

}  // namespace

Result<Response> get_cookie_page(Call& call) {
  const privacy::PolicyPointer policy = policy_of_site(call);
  return page_answer(call, {.title = "Cookies", .body = [&](Html& html) { write_page(call, *policy->policy, html); }});
}

Result<Response> post_cookie_choice(Call& call) {
  PROBITY_ASSIGN(const Form form, read_form(call.request));
  const privacy::PolicyPointer policy = policy_of_site(call);
  const auto offered = privacy::kinds_to_choose(*policy->policy);
  Response response{.status = 303};
  response.set("Location", way_back(form));
  if (offered.empty()) return response;
  PROBITY_TRY(call.services.choices.admit(call.request.peer_address, "cookies"));
  const privacy::BrowserSignals signals = signals_of(call.request);
  choices::Choice choice{.offered = offered, .accepted = chosen(form, *policy->policy, signals), .list = privacy::mark_of_list(*policy->policy),
                         .method = form.value("from") == "page" ? "page" : "banner", .address = call.request.peer_address,
                         .global_privacy_control = signals.global_privacy_control};
  const auto session = call.application.accounts.session(value_of(call.request, session_cookie()));
  if (session) choice.member = (*session)->member.id;
  PROBITY_TRY(choices::record(call.application.records, records::kSystemWorkspace, choice));
  settle_cookies(call, *policy->policy, choice.accepted, form, response);
  return response;
}

Result<Response> get_gpc_statement(Call& call) {
  Response response;
  response.body = privacy::gpc_statement(*policy_of_site(call));
  response.set("Content-Type", "application/json").set("Cache-Control", "public, max-age=3600");
  return response;
}

}  // namespace probity::http::handlers
