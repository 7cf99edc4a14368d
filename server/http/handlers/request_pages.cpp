// The form by which anybody asks about their data, and the page of one request for who holds its link. Without a
// script; the answer to the form is the same for every address, and a GET changes nothing.
#include "base/text.hpp"
#include "http/cookie_choice.hpp"
#include "http/error_map.hpp"
#include "http/form.hpp"
#include "http/handlers/handlers.hpp"
#include "http/pages/layout.hpp"
#include "http/pages/level.hpp"
#include "http/services.hpp"

namespace probity::http::handlers {
namespace {

using pages::Html;
using pages::Level;
using requests::Holder;
using requests::Kind;

struct Offer {
  Kind kind;
  std::string_view label;
};
constexpr Offer kOffers[] = {
    {Kind::access, "A copy of the data you hold about me"},
    {Kind::portability, "My data in a form that I can take elsewhere"},
    {Kind::rectification, "Correct something about me"},
    {Kind::erasure, "Erase my data"},
    {Kind::restriction, "Keep my data, but stop using it"},
    {Kind::objection, "Stop using my data for something"},
    {Kind::withdrawal, "Take back what I agreed to"},
    {Kind::complaint, "I want to complain"},
    {Kind::question, "I have a question about privacy"},
};

/// A field that people do not see and programs fill in.
constexpr std::string_view kTrap = "website";

std::string_view label_of(Kind kind) { return std::ranges::find(kOffers, kind, &Offer::kind)->label; }

bool is_offered(const privacy::Policy& policy, Kind kind) { return kind == Kind::question || policy.rights.kinds.contains(std::string(requests::name_of(kind))); }

Response page(const Call& call, const Level& level, std::string title, int status, std::function<void(Html&)> body) {
  Response response = page_answer(call, {.title = std::move(title), .site = level.name, .suffix = level.suffix, .status = status, .body = std::move(body)});
  response.set("X-Robots-Tag", "noindex");
  return response;
}

Response refusal(const Error& error) {
  if (error.kind == ErrorKind::too_many) {
    Response response = pages::message(429, "Too many attempts", "That was tried too often. Nothing is locked, and nothing was changed; try again in an hour.");
    response.set("Retry-After", "3600").set("X-Robots-Tag", "noindex");
    return response;
  }
  Response response = pages::message(status_of(error), error.kind == ErrorKind::not_found ? "This leads nowhere" : "That did not work", error.message);
  response.set("X-Robots-Tag", "noindex");
  return response;
}

Response as_page(Result<Response>&& answer) { return answer ? std::move(*answer) : refusal(answer.error()); }

/// What was typed stays, so that a mistake costs nothing.
struct Typed {
  std::string kind, email, name, message, purpose;
};

void write_text(std::string_view name, std::string_view label, std::string_view type, std::string_view value, std::string_view autocomplete, bool required, Html& html) {
  html.open("p").element("label", label, {{"for", name}}).single("br");
  if (required) html.single("input", {{"type", type}, {"id", name}, {"name", name}, {"value", value}, {"maxlength", "320"}, {"autocomplete", autocomplete}, {"required", ""}});
  else html.single("input", {{"type", type}, {"id", name}, {"name", name}, {"value", value}, {"maxlength", "200"}, {"autocomplete", autocomplete}});
  html.close();
}

void write_kinds(const privacy::Policy& policy, const Typed& typed, Html& html) {
  html.open("fieldset").element("legend", "What would you like?");
  for (const Offer& offer : kOffers) {
    if (!is_offered(policy, offer.kind)) continue;
    const std::string_view name = requests::name_of(offer.kind);
    const std::string id = fmt::format("kind-{}", name);
    html.open("p", {{"class", "choice"}});
    if (name == typed.kind) html.single("input", {{"type", "radio"}, {"name", "kind"}, {"id", id}, {"value", name}, {"required", ""}, {"checked", ""}});
    else html.single("input", {{"type", "radio"}, {"name", "kind"}, {"id", id}, {"value", name}, {"required", ""}});
    html.text(" ").element("label", offer.label, {{"for", id}}).close();
  }
  html.close();
}

void write_purposes(const privacy::Policy& policy, const Typed& typed, Html& html) {
  html.open("p").element("label", "Which use do you mean? (only for objections and for what you agreed to)", {{"for", "purpose"}}).single("br");
  html.open("select", {{"id", "purpose"}, {"name", "purpose"}}).element("option", "Every use that I can end", {{"value", ""}});
  for (const privacy::Purpose& purpose : policy.purposes) {
    if (!purpose.may_object && purpose.basis != privacy::Basis::consent) continue;
    if (purpose.name == typed.purpose) html.element("option", purpose.label, {{"value", purpose.name}, {"selected", ""}});
    else html.element("option", purpose.label, {{"value", purpose.name}});
  }
  html.close().close();
}

void write_form(const Level& level, std::string_view path, const Typed& typed, std::string_view problem, Html& html) {
  const privacy::Policy& policy = *level.policy->policy;
  html.element("h1", "Ask about your data");
  if (!problem.empty()) html.open("div", {{"class", "panel"}, {"role", "alert"}}).element("p", problem, {{"class", "bad"}}).close();
  if (level.name.empty()) {
    html.element("p", "Do you have an account here? Then ask here. If a company that works with this service has your data, that company answers for it: what you write is passed on to it where it is on record there, and you hear from it.");
  } else {
    html.element("p", fmt::format("{} answers for what it holds about you. Ask here; you need no account.", level.name));
  }
  html.element("p", "So that nobody else gets at your data, we write to the address that we have on file before anything happens. Do not send a copy of an identity document.");
  html.open("form", {{"method", "post"}, {"action", path}});
  write_kinds(policy, typed, html);
  write_purposes(policy, typed, html);
  write_text("email", "Your email address", "email", typed.email, "email", true, html);
  write_text("name", "Your name, if you like", "text", typed.name, "name", false, html);
  html.open("p").element("label", "What we should know", {{"for", "message"}}).single("br");
  html.open("textarea", {{"id", "message"}, {"name", "message"}, {"rows", "6"}, {"cols", "60"}, {"maxlength", "10000"}}).text(typed.message).close().close();
  html.open("p", {{"class", "unseen"}, {"aria-hidden", "true"}}).element("label", "Leave this empty", {{"for", kTrap}});
  html.single("input", {{"type", "text"}, {"id", kTrap}, {"name", kTrap}, {"tabindex", "-1"}, {"autocomplete", "off"}}).close();
  html.open("p").element("button", "Send").close().close();
  if (!policy.controller.email.empty()) html.open("p", {{"class", "quiet"}}).text("You can also write to ").link("mailto:" + policy.controller.email, policy.controller.email).text(".").close();
}

std::string path_of(const Level& level) { return "/requests" + level.suffix; }

Response form_page(const Call& call, const Level& level, int status, const Typed& typed, std::string_view problem) {
  return page(call, level, "Ask about your data", status, [&](Html& html) { write_form(level, path_of(level), typed, problem, html); });
}

/// The same words for an address that is known and one that is not.
Response received_page(const Call& call, const Level& level) {
  return page(call, level, "We have your request", 200, [&](Html& html) {
    html.element("h1", "We have your request");
    html.element("p", "We write to the address that you gave. The letter has a link to the page of your request, where you see how it stands and can take it back. If we have the address on file, it also has a code: enter it there, and we begin.");
    html.element("p", "Nothing came after some minutes? Look among unwanted mail, or ask again with the address that you gave us in the past.", {{"class", "quiet"}});
  });
}

/// So many came from there that no more is taken for a while; who has waited for an answer is not sent away with nothing.
Response held_back(const Call& call, const Level& level, const Typed& typed) {
  const std::string& address = level.policy->policy->controller.email;
  Response response = form_page(call, level, 429, typed, fmt::format("So much was asked from here that nothing more is taken for an hour. What you wrote is still below.{}",
                                address.empty() ? std::string() : fmt::format(" You can also send it to {}.", address)));
  response.set("Retry-After", "3600");
  return response;
}

Result<Response> take(Call& call, const Level& level) {
  PROBITY_ASSIGN(const Form form, read_form(call.request));
  const Typed typed{.kind = std::string(form.value("kind")), .email = std::string(trim(form.value("email"))), .name = std::string(form.value("name")), .message = std::string(form.value("message")),
                    .purpose = std::string(form.value("purpose"))};
  if (!form.value(kTrap).empty()) return received_page(call, level);
  const auto kind = requests::named<Kind>(typed.kind);
  if (!kind) return form_page(call, level, 422, typed, "Choose what you ask for.");
  const bool has_purpose = *kind == Kind::objection || *kind == Kind::withdrawal;
  const requests::Wish wish{.kind = *kind, .email = typed.email, .name = typed.name, .message = typed.message, .purpose = has_purpose ? typed.purpose : std::string()};
  const auto fine = call.application.requests.check(level.slug, wish);
  if (!fine && fine.error().kind == ErrorKind::invalid) return form_page(call, level, 422, typed, fine.error().message);
  // Only what would be taken is counted: a mistake holds nobody up. What was typed stays in the form.
  if (const auto admitted = call.services.requests.admit(call.request.peer_address, fmt::format("{}\n{}", level.slug, lower_ascii(typed.email))); !admitted) return held_back(call, level, typed);
  const auto asked = call.application.requests.ask(level.slug, wish);
  if (asked) return received_page(call, level);
  if (asked.error().kind != ErrorKind::invalid) return std::unexpected(asked.error());
  return form_page(call, level, 422, typed, asked.error().message);
}

// One request.

/// Whoever tries many links that are none is held back; those who hold one are not.
Result<Holder> held(Call& call) {
  PROBITY_TRY(call.services.links.admit(call.request.peer_address, {}));
  PROBITY_ASSIGN(Holder holder, call.application.requests.holder_of(call.parameter(0)));
  call.services.links.succeeded(call.request.peer_address, {});
  return holder;
}

Result<Level> level_of(const Call& call, const Holder& holder) { return holder.workspace == records::kSystemWorkspace ? pages::operator_level(call) : pages::workspace_level(call, holder.workspace); }

std::string_view words_of(requests::State state) {
  switch (state) {
    case requests::State::open: return "It has come in and waits to be looked at.";
    case requests::State::in_progress: return "It is being worked on.";
    case requests::State::fulfilled: return "It is done.";
    case requests::State::revoked: return "It was taken back.";
    case requests::State::expired: return "It has run out, because it was not confirmed in time.";
    case requests::State::denied: return "It could not be granted. The letter says why, and where you may complain.";
  }
  return {};
}

void write_status(const Holder& holder, const std::string& clock, std::string_view path, std::string_view said, bool wrong, Html& html) {
  const requests::Request& request = holder.request;
  html.element("h1", "Your request");
  if (!said.empty()) html.open("div", {{"class", "panel"}, {"role", wrong ? "alert" : "status"}}).element("p", said, {{"class", wrong ? "bad" : "good"}}).close();
  html.open("dl", {{"class", "facts"}});
  const std::pair<std::string_view, std::string> facts[] = {{"What you asked", std::string(label_of(request.kind))}, {"Came in", format_timestamp(request.received_at).substr(0, 10)}, {"How it stands", std::string(words_of(request.state))}};
  for (const auto& [name, value] : facts) html.open("div").element("dt", name).element("dd", value).close();
  html.close();
  html.element("p", clock);
  if (!request.outcome.empty()) html.element("p", request.outcome);
  if (!request.erasure.empty()) html.element("p", fmt::format("Number of the erasure, for your papers: {}", request.erasure), {{"class", "quiet"}});
  if (requests::is_over(request.state)) return;
  if (request.awaits == requests::Awaits::identity) {
    html.open("form", {{"method", "post"}, {"action", path}}).open("p").element("label", "The code from our letter to the address on file", {{"for", "code"}}).single("br");
    html.single("input", {{"type", "text"}, {"id", "code"}, {"name", "code"}, {"inputmode", "numeric"}, {"autocomplete", "one-time-code"}, {"maxlength", "20"}, {"required", ""}}).close();
    html.open("p").element("button", "Confirm that it was me", {{"name", "action"}, {"value", "prove"}}).close().close();
  }
  html.open("form", {{"method", "post"}, {"action", path}}).open("p").element("button", "Take the request back", {{"class", "plain"}, {"name", "action"}, {"value", "withdraw"}}).close().close();
}

Result<Response> shown(Call& call, const Holder& holder, int status, std::string_view said, bool wrong) {
  PROBITY_ASSIGN(const Level level, level_of(call, holder));
  PROBITY_ASSIGN(const std::string clock, call.application.requests.clock_in_words(holder));
  return page(call, level, "Your request", status, [&](Html& html) { write_status(holder, clock, call.request.path, said, wrong, html); });
}

Result<Response> act(Call& call) {
  PROBITY_ASSIGN(Holder holder, held(call));
  PROBITY_TRY(call.services.link_writes.admit(call.request.peer_address, holder.request.id.text()));
  PROBITY_ASSIGN(const Form form, read_form(call.request));
  if (form.value("action") == "withdraw") {
    PROBITY_ASSIGN(holder.request, call.application.requests.revoke(holder));
    return shown(call, holder, 200, "Your request is taken back. Nothing comes of it.", false);
  }
  if (form.value("action") != "prove") return invalid("bad_form", "Nothing was chosen. Nothing was changed.");
  auto proven = call.application.requests.prove(holder, form.value("code"));
  if (!proven) return proven.error().code == "wrong_code" ? shown(call, holder, 422, proven.error().message, true) : std::unexpected(proven.error());
  holder.request = std::move(*proven);
  return shown(call, holder, 200, "Thank you. We know now that it was you, and begin.", false);
}

Result<Response> write_to(Call& call, const Result<Level>& level) {
  if (!level) return std::unexpected(level.error());
  return take(call, *level);
}

}  // namespace

Result<Response> requests_page(Call& call) {
  PROBITY_ASSIGN(const Level level, pages::operator_level(call));
  return form_page(call, level, 200, {}, {});
}
Result<Response> workspace_requests_page(Call& call) {
  const auto level = pages::workspace_level(call, call.parameter(0));
  return level ? form_page(call, *level, 200, {}, {}) : refusal(level.error());
}
Result<Response> post_request(Call& call) { return as_page(write_to(call, pages::operator_level(call))); }
Result<Response> post_workspace_request(Call& call) { return as_page(write_to(call, pages::workspace_level(call, call.parameter(0)))); }
Result<Response> request_page(Call& call) {
  const auto holder = held(call);
  return as_page(holder ? shown(call, *holder, 200, {}, false) : Result<Response>(std::unexpected(holder.error())));
}
Result<Response> post_request_page(Call& call) { return as_page(act(call)); }

}  // namespace probity::http::handlers
