#include "http/cookies.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/session_answer.hpp"
#include "http/middleware.hpp"

namespace probity::http::handlers {
namespace {

void write_member(const accounts::Member& member, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, member.id.text());
  key(writer, "name");
  put(writer, member.name);
  key(writer, "email");
  put(writer, member.email);
  writer.EndObject();
}

void write_seat(const accounts::Seat& seat, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "slug");
  put(writer, seat.slug);
  key(writer, "name");
  put(writer, seat.workspace_name);
  key(writer, "role");
  put(writer, seat.role);
  writer.EndObject();
}

/// Somebody who signs in where somebody is signed in already leaves no other session behind.
void end_former_session(const Call& call) {
  const auto former = call.application.accounts.session(value_of(call.request, session_cookie()));
  if (former) (void)call.application.accounts.sign_out(**former);
}

}  // namespace

Response session_answer(int status, const accounts::Session& session) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "member");
  write_member(session.member, writer);
  key(writer, "workspaces");
  writer.StartArray();
  for (const accounts::Seat& seat : session.seats) write_seat(seat, writer);
  writer.EndArray();
  key(writer, "csrf");
  put(writer, session.csrf);
  writer.EndObject();
  return json_answer(status, buffer);
}

Response signed_in_answer(const Call& call, const accounts::SignedIn& signed_in) {
  Response response = session_answer(201, *signed_in.session);
  set_cookie(call.request, session_cookie(), signed_in.token, response);
  set_cookie(call.request, device_cookie(), signed_in.device, response);
  return response;
}

Response json_text(int status, const std::string& json) {
  Response response;
  response.status = status;
  response.set("Content-Type", "application/json");
  response.body = json;
  return response;
}

Result<accounts::Shown> shown_in(const JsonValue& body) {
  accounts::Shown shown;
  PROBITY_ASSIGN(shown.password, text_member(body, "password"));
  const JsonValue* code = find(body, "code");
  if (code && !code->IsString()) return bad_member("code", "text");
  if (code) shown.code = view(*code);
  return shown;
}

Result<std::string> credential_in(const JsonValue& body) {
  const JsonValue* credential = find(body, "credential");
  if (!credential || !credential->IsObject()) return bad_member("credential", "the answer of the passkey, an object");
  return to_json_text(*credential);
}

accounts::Origin origin_of(const Request& request) {
  return {.address = request.peer_address, .device = std::string(request.header("User-Agent")), .known_as = value_of(request, device_cookie())};
}

Result<Response> get_session(Call& call) { return session_answer(200, *call.session); }

Result<Response> sign_in(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"email", "password", "code"}));
  PROBITY_ASSIGN(const std::string email, text_member(body, "email"));
  PROBITY_ASSIGN(const accounts::Shown shown, shown_in(body));
  PROBITY_ASSIGN(const auto signed_in, call.application.accounts.sign_in(email, shown, origin_of(call.request)));
  end_former_session(call);
  return signed_in_answer(call, signed_in);
}

Result<Response> prove(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"password", "code", "credential"}));
  if (find(body, "credential")) {
    PROBITY_ASSIGN(const std::string credential, credential_in(body));
    PROBITY_ASSIGN(const auto proven, call.application.accounts.prove_by_passkey(*call.session, credential, origin_of(call.request)));
    return signed_in_answer(call, proven);
  }
  PROBITY_ASSIGN(const accounts::Shown shown, shown_in(body));
  PROBITY_ASSIGN(const auto proven, call.application.accounts.prove(*call.session, shown, origin_of(call.request)));
  return signed_in_answer(call, proven);
}

Result<Response> passkey_question(Call& call) {
  PROBITY_ASSIGN(const std::string question, call.application.accounts.passkey_question());
  return json_text(200, question);
}

Result<Response> sign_in_by_passkey(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"credential"}));
  PROBITY_ASSIGN(const std::string credential, credential_in(body));
  PROBITY_ASSIGN(const auto signed_in, call.application.accounts.sign_in_by_passkey(credential, origin_of(call.request)));
  end_former_session(call);
  return signed_in_answer(call, signed_in);
}

Result<Response> proof_question(Call& call) {
  PROBITY_ASSIGN(const std::string question, call.application.accounts.proof_question(*call.session));
  return json_text(200, question);
}

Result<Response> sign_out(Call& call) {
  PROBITY_TRY(call.application.accounts.sign_out(*call.session));
  Response response = no_content();
  forget_cookie(call.request, session_cookie(), response);
  response.set("Clear-Site-Data", std::string(kClearBrowser));
  return response;
}

}  // namespace probity::http::handlers
