// Pages for whoever holds a link from a message. The link is all the right they need, and all they have: the pages
// name the person by nothing but a masked address, and a GET changes nothing, because programs follow links too.
#include "base/text.hpp"
#include "http/cookie_choice.hpp"
#include "http/error_map.hpp"
#include "http/form.hpp"
#include "http/handlers/handlers.hpp"
#include "http/pages/layout.hpp"
#include "http/services.hpp"

namespace probity::http::handlers {
namespace {

using pages::Html;
using rights::Choice;
using rights::Holder;

constexpr std::string_view kOneClick = "One-Click";

/// Whoever tries many links that are none is held back; those who hold one are not.
Result<Holder> held(Call& call) {
  PROBITY_TRY(call.services.links.admit(call.request.peer_address, {}));
  PROBITY_ASSIGN(Holder holder, call.application.consents.holder_of(call.parameter(0)));
  call.services.links.succeeded(call.request.peer_address, {});
  return holder;
}

/// A link may be pressed often, and not without end.
Result<> admit_writing(Call& call, const Holder& holder) { return call.services.link_writes.admit(call.request.peer_address, holder.link.text()); }

Response too_many() {
  Response response = pages::message(429, "Too many attempts", "That was tried too often. Nothing is locked, and nothing was changed; try again in a quarter of an hour.");
  response.set("Retry-After", "900");
  return response;
}

Response refusal(const Error& error) {
  const std::string_view heading = error.kind == ErrorKind::not_found ? "This link leads nowhere" : "That did not work";
  Response response = error.kind == ErrorKind::too_many ? too_many() : pages::message(status_of(error), heading, error.message);
  response.set("X-Robots-Tag", "noindex");
  return response;
}

Response page(const Call& call, const Holder& holder, std::string title, std::function<void(Html&)> body) {
  const auto workspace = call.application.accounts.find_workspace(holder.workspace);
  Response response = page_answer(call, {.title = std::move(title), .site = workspace ? workspace->name : std::string(), .suffix = "/of/" + holder.workspace, .body = std::move(body)});
  response.set("X-Robots-Tag", "noindex");
  return response;
}

std::string whom(const Holder& holder) { return holder.address.empty() ? "the address this was sent to" : holder.address; }

std::string key_of(const Choice& choice) { return fmt::format("{}|{}|{}", choice.purpose, choice.channel, choice.topic.is_nil() ? std::string() : choice.topic.text()); }

std::optional<rights::Change> change_of(std::string_view key, bool on) {
  const auto parts = split(key, '|');
  if (parts.size() != 3) return std::nullopt;
  const auto topic = parts[2].empty() ? std::optional(Id{}) : Id::parse(parts[2]);
  if (!topic) return std::nullopt;
  return rights::Change{.purpose = std::string(parts[0]), .channel = std::string(parts[1]), .topic = *topic, .on = on};
}

void write_choice(const Choice& choice, Html& html) {
  const std::string key = key_of(choice);
  const std::string id = "choice-" + key;
  html.open("p");
  html.single("input", {{"type", "hidden"}, {"name", "shown"}, {"value", key}});
  choice.on ? html.single("input", {{"type", "checkbox"}, {"name", "on"}, {"value", key}, {"id", id}, {"checked", "checked"}})
            : html.single("input", {{"type", "checkbox"}, {"name", "on"}, {"value", key}, {"id", id}});
  html.text(" ").element("label", choice.label, {{"for", id}});
  html.single("br").element("span", choice.explanation, {{"class", "quiet"}});
  html.close();
}

void write_group(std::string_view legend, const std::vector<Choice>& choices, bool by_agreement, Html& html) {
  if (std::ranges::none_of(choices, [&](const Choice& choice) { return choice.by_agreement == by_agreement; })) return;
  html.open("fieldset").element("legend", legend);
  for (const Choice& choice : choices) {
    if (choice.by_agreement == by_agreement) write_choice(choice, html);
  }
  html.close();
}

void write_preferences(const Holder& holder, const rights::Preferences& preferences, std::string_view path, std::string_view said, Html& html) {
  html.element("h1", "What we may send you");
  if (!said.empty()) html.open("div", {{"class", "panel"}, {"role", "status"}}).element("p", said, {{"class", "good"}}).close();
  html.element("p", fmt::format("These choices are those of {}. If that is not you, the message was passed on to you: close this page, and nothing changes.", whom(holder)));
  html.open("form", {{"method", "post"}, {"action", path}});
  write_group("Only with your agreement", preferences.choices, true, html);
  write_group("Unless you object", preferences.choices, false, html);
  html.element("p", "What a contract or the law needs, such as invoices and notices, is sent in any case.", {{"class", "quiet"}});
  html.open("p").element("button", "Save my choices", {{"name", "action"}, {"value", "save"}}).close();
  html.open("p").element("button", "Send me nothing of this any more", {{"class", "plain"}, {"name", "action"}, {"value", "everything"}}).close();
  html.close();
}

void write_confirmation(const Holder& holder, std::string_view path, Html& html) {
  html.element("h1", "Do you agree?");
  html.element("p", fmt::format("Somebody, probably you, asked for this with the address {}:", whom(holder)));
  html.open("div", {{"class", "panel"}}).element("p", holder.wording).close();
  html.open("form", {{"method", "post"}, {"action", path}});
  html.open("p").element("button", "Yes, I agree", {{"name", "action"}, {"value", "confirm"}}).close().close();
  html.element("p", "If it was not you, close this page. Nothing comes of it. You can take your agreement back at any time.", {{"class", "quiet"}});
}

Result<Response> shown(Call& call, const Holder& holder, std::string_view said) {
  const std::string path(call.request.path);
  if (holder.entity.empty()) {
    return page(call, holder, "Nothing to choose", [](Html& html) { html.element("h1", "Nothing to choose").element("p", "Nothing of yours is in use here any more, so nothing is sent to you."); });
  }
  if (holder.confirmation) {
    if (holder.used) return page(call, holder, "Confirmed", [](Html& html) { html.element("h1", "Confirmed").element("p", "This was confirmed. Nothing more is to be done."); });
    if (holder.expires_at != 0 && holder.expires_at <= now()) return fail(ErrorKind::conflict, "link_expired", "This link has run out. Ask for a new one; nothing was changed.");
    return page(call, holder, "Do you agree?", [&](Html& html) { write_confirmation(holder, path, html); });
  }
  PROBITY_ASSIGN(const auto preferences, call.application.consents.preferences(holder));
  return page(call, holder, "What we may send you", [&](Html& html) { write_preferences(holder, preferences, path, said, html); });
}

Result<Response> save(Call& call, const Holder& holder, const Form& form) {
  const auto on = form.values("on");
  std::vector<rights::Change> changes;
  for (const std::string& key : form.values("shown")) {
    const auto change = change_of(key, std::ranges::find(on, key) != on.end());
    if (!change) return invalid("bad_form", "The form could not be read. Nothing was changed; load the page again.");
    changes.push_back(*change);
  }
  PROBITY_TRY(call.application.consents.set_preferences(holder, changes, call.request.peer_address));
  return shown(call, holder, "Your choices are saved. They count from now on.");
}

/// What the browser says on the person's behalf counts when they act themselves: mail filters follow links without it.
Result<> note_signal(const Call& call, const Holder& holder) {
  const auto workspace = call.application.records.workspaces().find(holder.workspace);
  if (!workspace) return {};
  const auto purposes = privacy::purposes_opted_out((*workspace)->policy()->policy->signals, signals_of(call.request));
  return purposes.empty() ? Result<>{} : call.application.consents.object_by_signal(holder, purposes, call.request.peer_address);
}

Result<Response> act(Call& call) {
  PROBITY_ASSIGN(const Holder holder, held(call));
  PROBITY_TRY(admit_writing(call, holder));
  PROBITY_ASSIGN(const Form form, read_form(call.request));
  PROBITY_TRY(note_signal(call, holder));
  const std::string_view action = form.value("action");
  if (holder.confirmation || action == "confirm") {
    if (action != "confirm") return invalid("bad_form", "Nothing was chosen. Nothing was changed.");
    PROBITY_TRY(call.application.consents.confirm(holder, call.request.peer_address));
    PROBITY_ASSIGN(const rights::WaysOut ways, call.application.consents.ways_out(holder));
    const std::string preferences = ways.preferences_url.substr(ways.preferences_url.find("/preferences/"));
    return page(call, holder, "Thank you", [&](Html& html) {
      html.element("h1", "Thank you").element("p", "Your agreement is recorded. You can take it back at any time, here or by the link in every message.");
      html.open("p").link(preferences, "Choose what you get").close();
    });
  }
  if (holder.entity.empty()) return shown(call, holder, {});
  if (action == "everything") {
    PROBITY_TRY(call.application.consents.leave_everything(holder, call.request.peer_address));
    return shown(call, holder, "You get nothing of this any more.");
  }
  if (action != "save") return invalid("bad_form", "Nothing was chosen. Nothing was changed.");
  return save(call, holder, form);
}

Result<Response> ask_unsubscribe(Call& call) {
  PROBITY_ASSIGN(const Holder holder, held(call));
  if (holder.confirmation) return shown(call, holder, {});
  return page(call, holder, "Get no more of these?", [&](Html& html) {
    html.element("h1", "Get no more of these?");
    html.element("p", fmt::format("This takes {} off the list of this kind of message. If that is not you, the message was passed on to you: close this page, and nothing changes.", whom(holder)));
    html.open("form", {{"method", "post"}, {"action", call.request.path}});
    html.single("input", {{"type", "hidden"}, {"name", "List-Unsubscribe"}, {"value", kOneClick}});
    html.single("input", {{"type", "hidden"}, {"name", "page"}, {"value", "yes"}});
    html.open("p").element("button", "Unsubscribe").close().close();
    html.open("p").link("/preferences/" + std::string(call.parameter(0)), "Choose what you get instead").close();
  });
}

Result<Response> unsubscribe(Call& call) {
  PROBITY_ASSIGN(const Holder holder, held(call));
  PROBITY_TRY(admit_writing(call, holder));
  PROBITY_ASSIGN(const Form form, read_form(call.request));
  if (holder.confirmation || form.value("List-Unsubscribe") != kOneClick) return invalid("bad_form", "The body must be List-Unsubscribe=One-Click (RFC 8058). Nothing was changed.");
  const std::string_view method = form.value("page").empty() ? "one-click" : "link";
  PROBITY_TRY(call.application.consents.unsubscribe(holder, method, call.request.peer_address));
  return page(call, holder, "Unsubscribed", [&](Html& html) {
    html.element("h1", "You are off this list");
    html.element("p", fmt::format("Nothing more of this kind is sent to {}.", whom(holder)));
    if (!holder.entity.empty()) html.open("p").link("/preferences/" + std::string(call.parameter(0)), "Choose what you get").close();
  });
}

Response as_page(Result<Response>&& answer) { return answer ? std::move(*answer) : refusal(answer.error()); }

}  // namespace

Result<Response> preference_page(Call& call) {
  const auto holder = held(call);
  return as_page(holder ? shown(call, *holder, {}) : Result<Response>(std::unexpected(holder.error())));
}
Result<Response> post_preferences(Call& call) { return as_page(act(call)); }
Result<Response> unsubscribe_page(Call& call) { return as_page(ask_unsubscribe(call)); }
Result<Response> post_unsubscribe(Call& call) { return as_page(unsubscribe(call)); }

}  // namespace probity::http::handlers
