// Closing a workspace, opening it again, and having it destroyed: for its owners, who state their password. To everybody
// else it looks as if there were no such workspace.
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "http/level.hpp"

namespace probity::http::handlers {
namespace {

using life_cycle::ClosedWorkspace;

void write_closed(const ClosedWorkspace& one, JsonWriter& writer) {
  writer.StartObject();
  const std::pair<std::string_view, std::string> members[] = {
      {"slug", one.slug}, {"name", one.name}, {"state", one.state}, {"closed_at", format_timestamp(one.closed_at)}, {"destroy_at", format_timestamp(one.destroy_at)}};
  for (const auto& [name, value] : members) {
    key(writer, name);
    put(writer, value);
  }
  writer.EndObject();
}

Result<> check_password(const Call& call, const JsonValue& body) {
  PROBITY_ASSIGN(const std::string password, text_member(body, "password"));
  return call.application.life_cycle->check_password(call.session->member.id, password, call.request.peer_address);
}

}  // namespace

Result<Response> list_closures(Call& call) {
  PROBITY_ASSIGN(const auto closed, call.application.life_cycle->closing.owned_by(call.session->member.id));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const ClosedWorkspace& one : closed) write_closed(one, writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> close_workspace(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"workspace", "password"}));
  PROBITY_ASSIGN(const std::string workspace, text_member(body, "workspace"));
  PROBITY_TRY(call.application.life_cycle->closing.check_owner(workspace, call.session->member.id));
  PROBITY_TRY(check_password(call, body));
  PROBITY_ASSIGN(const auto closed, call.application.life_cycle->closing.close(workspace));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    write_closed(closed, writer);
    return {};
  });
}

Result<Response> reopen_workspace(Call& call) {
  PROBITY_TRY(call.application.life_cycle->closing.check_owner(call.parameter(0), call.session->member.id));
  PROBITY_TRY(call.application.life_cycle->closing.restore(call.parameter(0)));
  return no_content();
}

Result<Response> destroy_workspace(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"password"}));
  PROBITY_TRY(call.application.life_cycle->closing.check_owner(call.parameter(0), call.session->member.id));
  PROBITY_TRY(check_password(call, body));
  PROBITY_ASSIGN(const Id destruction, call.application.life_cycle->closing.begin_destruction(call.parameter(0), life_cycle::Ground::at_once));
  return write_answer(202, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "destruction");
    put(writer, destruction.text());
    writer.EndObject();
    return {};
  });
}

Result<Response> list_destructions(Call& call) {
  PROBITY_TRY(at_level(call));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.life_cycle->closing.write_destructions(writer); });
}

Result<Response> get_destruction_certificate(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(at_level(call));
  PROBITY_ASSIGN(const std::string certificate, call.application.life_cycle->closing.certificate(id));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    raw(writer, certificate, rapidjson::kObjectType);
    return {};
  });
}

}  // namespace probity::http::handlers
