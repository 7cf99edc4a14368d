#include "http/handlers/handlers.hpp"
#include "http/handlers/workspace_answer.hpp"

namespace probity::http::handlers {
namespace {

Result<Response> workspace_answer(const accounts::WorkspaceInfo& info, const meta::InputContext& input) {
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    write_workspace(info, input, writer);
    return {};
  });
}

/// Members that are not named stay as they are.
Result<> take(const JsonValue& body, std::string_view name, std::string& into) {
  if (!find(body, name)) return {};
  PROBITY_ASSIGN(into, text_member(body, name));
  return {};
}

}  // namespace

void write_workspace(const accounts::WorkspaceInfo& info, const meta::InputContext& input, JsonWriter& writer) {
  const std::pair<std::string_view, std::string_view> members[] = {
      {"slug", info.slug}, {"name", info.name}, {"country", input.country}, {"currency", input.currency}, {"time_zone", input.time_zone}};
  writer.StartObject();
  for (const auto& [name, value] : members) {
    key(writer, name);
    put(writer, value);
  }
  writer.EndObject();
}

Result<Response> get_workspace(Call& call) {
  PROBITY_ASSIGN(const auto info, call.application.accounts.find_workspace(call.access->workspace));
  PROBITY_ASSIGN(const auto workspace, call.application.records.workspaces().find(call.access->workspace));
  return workspace_answer(info, *workspace->input());
}

Result<Response> change_workspace(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"name", "country", "currency", "time_zone"}));
  PROBITY_ASSIGN(auto info, call.application.accounts.find_workspace(call.access->workspace));
  PROBITY_ASSIGN(const auto workspace, call.application.records.workspaces().find(call.access->workspace));
  meta::InputContext input = *workspace->input();
  PROBITY_TRY(take(body, "name", info.name));
  PROBITY_TRY(take(body, "country", input.country));
  PROBITY_TRY(take(body, "currency", input.currency));
  PROBITY_TRY(take(body, "time_zone", input.time_zone));
  PROBITY_ASSIGN(const auto changed, call.application.accounts.change_workspace(call.access->workspace, info.name, input));
  // What pages show of amounts and times follows from it.
  call.application.records.changes().tell({call.access->workspace, "meta", {}, "update"});
  return workspace_answer(changed, input);
}

}  // namespace probity::http::handlers
