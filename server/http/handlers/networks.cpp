#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

void write_list(std::string_view name, const std::vector<std::string>& networks, JsonWriter& writer) {
  key(writer, name);
  writer.StartArray();
  for (const std::string& network : networks) put(writer, network);
  writer.EndArray();
}

Response networks_answer(const accounts::AddressRules& rules) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_list("members", rules.members, writer);
  write_list("tokens", rules.tokens, writer);
  writer.EndObject();
  return json_answer(200, buffer);
}

Result<std::vector<std::string>> list_in(const JsonValue& body, std::string_view name) {
  const JsonValue* listed = find(body, name);
  if (!listed || !listed->IsArray()) return bad_member(name, "a list of networks");
  std::vector<std::string> networks;
  for (const JsonValue& one : listed->GetArray()) {
    if (!one.IsString()) return bad_member(name, "a list of networks");
    networks.emplace_back(view(one));
  }
  return networks;
}

}  // namespace

Result<Response> get_networks(Call& call) {
  PROBITY_ASSIGN(const auto rules, call.application.accounts.address_rules(call.access->workspace));
  return networks_answer(rules);
}

Result<Response> change_networks(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"members", "tokens"}));
  accounts::AddressRules rules;
  PROBITY_ASSIGN(rules.members, list_in(body, "members"));
  PROBITY_ASSIGN(rules.tokens, list_in(body, "tokens"));
  // A token that shuts its own door is changed by people, who still get in.
  PROBITY_TRY(call.application.accounts.set_address_rules(call.access->workspace, rules, call.session ? call.request.peer_address : std::string()));
  return get_networks(call);
}

}  // namespace probity::http::handlers
