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
  return response;
}

accounts::Origin origin_of(const Request& request) {
  return {.address = request.peer_address, .device = std::string(request.header("User-Agent"))};
}

Result<Response> get_session(Call& call) { return session_answer(200, *call.session); }

Result<Response> sign_in(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"email", "password"}));
  PROBITY_ASSIGN(const std::string email, text_member(body, "email"));
  PROBITY_ASSIGN(const std::string password, text_member(body, "password"));
  PROBITY_ASSIGN(const auto signed_in, call.application.accounts.sign_in(email, password, origin_of(call.request)));
  return signed_in_answer(call, signed_in);
}

Result<Response> sign_out(Call& call) {
  PROBITY_TRY(call.application.accounts.sign_out(*call.session));
  Response response = no_content();
  forget_cookie(call.request, session_cookie(), response);
  response.set("Clear-Site-Data", "\"cache\", \"storage\"");
  return response;
}

}  // namespace probity::http::handlers
