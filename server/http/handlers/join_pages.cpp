// The page by which an invited person comes in, for who holds its link. Without a script; a GET changes nothing.
#include "base/text.hpp"
#include "http/cookie_choice.hpp"
#include "http/error_map.hpp"
#include "http/form.hpp"
#include "http/handlers/handlers.hpp"
#include "http/pages/layout.hpp"
#include "http/services.hpp"

namespace probity::http::handlers {
namespace {

using life_cycle::HeldInvitation;
using pages::Html;

Response unlisted(Response response) {
  response.set("X-Robots-Tag", "noindex").set("Referrer-Policy", "no-referrer");
  return response;
}

Response refusal(const Error& error) {
  const std::string_view heading = error.kind == ErrorKind::too_many ? "Too many attempts" : error.kind == ErrorKind::not_found ? "This leads nowhere" : "That did not work";
  return unlisted(pages::message(status_of(error), heading, error.message));
}

Result<HeldInvitation> held(Call& call) {
  PROBITY_TRY(call.services.links.admit(call.request.peer_address, {}));
  PROBITY_ASSIGN(HeldInvitation invitation, call.application.life_cycle->invitations.held(call.parameter(0)));
  call.services.links.succeeded(call.request.peer_address, {});
  return invitation;
}

void write_input(std::string_view name, std::string_view label, std::string_view type, std::string_view value, std::string_view autocomplete, Html& html) {
  html.open("p").element("label", label, {{"for", name}}).single("br");
  html.single("input", {{"type", type}, {"id", name}, {"name", name}, {"value", value}, {"maxlength", "200"}, {"autocomplete", autocomplete}, {"required", ""}}).close();
}

void write_form(const HeldInvitation& held, std::string_view path, std::string_view name, std::string_view problem, Html& html) {
  html.element("h1", fmt::format("Join {}", held.workspace_name));
  if (!problem.empty()) html.open("div", {{"class", "panel"}, {"role", "alert"}}).element("p", problem, {{"class", "bad"}}).close();
  html.element("p", fmt::format("You come in as {}.", held.invitation.email));
  html.open("form", {{"method", "post"}, {"action", path}});
  if (held.has_account) {
    html.element("p", "You have an account with this address already: sign in with the password that you have.");
  } else {
    write_input("name", "What others call you; an alias will do", "text", name, "name", html);
    write_input("password", "A password of at least 12 characters", "password", {}, "new-password", html);
  }
  html.open("p").element("button", "Join").close().close();
}

Response shown(const Call& call, const HeldInvitation& held, int status, std::string_view name, std::string_view problem) {
  return unlisted(page_answer(call, {.title = "Invitation", .status = status, .body = [&](Html& html) { write_form(held, call.request.path, name, problem, html); }}));
}

Result<Response> act(Call& call) {
  PROBITY_ASSIGN(const HeldInvitation invitation, held(call));
  PROBITY_TRY(call.services.link_writes.admit(call.request.peer_address, invitation.invitation.id.text()));
  PROBITY_ASSIGN(const Form form, read_form(call.request));
  const auto accepted = call.application.life_cycle->invitations.accept(call.parameter(0), form.value("name"), form.value("password"));
  if (!accepted && accepted.error().kind == ErrorKind::invalid) return shown(call, invitation, 422, form.value("name"), accepted.error().message);
  if (!accepted) return std::unexpected(accepted.error());
  return unlisted(page_answer(call, {.title = "Welcome", .body = [&](Html& html) {
    html.element("h1", fmt::format("Welcome to {}", invitation.workspace_name));
    html.open("p").text("You are a member now. ").link("/signin", "Sign in").text(fmt::format(" with {}.", invitation.invitation.email)).close();
  }}));
}

}  // namespace

Result<Response> join_page(Call& call) {
  const auto invitation = held(call);
  return invitation ? shown(call, *invitation, 200, invitation->invitation.name, {}) : refusal(invitation.error());
}

Result<Response> post_join(Call& call) {
  auto answer = act(call);
  return answer ? std::move(*answer) : refusal(answer.error());
}

}  // namespace probity::http::handlers
