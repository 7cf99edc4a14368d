#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

/// Whose tokens are meant: one's own, but for an administrator who asks for all.
std::optional<Id> owner_of(const Call& call, bool all) { return all ? std::nullopt : std::optional(call.access->actor); }

void write_token(const accounts::TokenInfo& token, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, token.id.text());
  key(writer, "name");
  put(writer, token.name);
  key(writer, "member");
  put(writer, token.member.text());
  key(writer, "may");
  put(writer, token.scope.may_write ? "write" : "read");
  key(writer, "entities");
  writer.StartArray();
  for (const std::string& entity : token.scope.entities) put(writer, entity);
  writer.EndArray();
  for (const auto& [name, at] : {std::pair("created_at", token.created_at), std::pair("expires_at", token.scope.expires_at), std::pair("last_used_at", token.last_used_at)}) {
    key(writer, name);
    at == 0 ? (void)writer.Null() : put(writer, format_timestamp(at));
  }
  writer.EndObject();
}

/// Entities by name or plural, as this workspace has them.
Result<std::vector<std::string>> entities_in(const Call& call, const JsonValue& body) {
  std::vector<std::string> names;
  const JsonValue* listed = find(body, "entities");
  if (!listed || listed->IsNull()) return names;
  if (!listed->IsArray()) return bad_member("entities", "a list of names");
  for (const JsonValue& one : listed->GetArray()) {
    if (!one.IsString()) return bad_member("entities", "a list of names");
    PROBITY_ASSIGN(const auto context, call.enter(view(one)));
    names.push_back(context.entity->name);
  }
  return names;
}

Result<accounts::TokenScope> scope_in(const Call& call, const JsonValue& body) {
  accounts::TokenScope scope;
  const std::string may = text_member_or(body, "may", "write");
  if (may != "read" && may != "write") return bad_member("may", "\"read\" or \"write\"");
  scope.may_write = may == "write";
  PROBITY_ASSIGN(scope.entities, entities_in(call, body));
  const std::string expires_at = text_member_or(body, "expires_at", "");
  if (!expires_at.empty()) {
    PROBITY_ASSIGN(scope.expires_at, parse_timestamp(expires_at));
  }
  return scope;
}

}  // namespace

Result<Response> list_tokens(Call& call) {
  PROBITY_ASSIGN(const bool all, yes_or_no(call.request, "all"));
  if (all && !call.access->grants->administrator) return fail(ErrorKind::forbidden, "administrators_only", "Only an owner or administrator of the workspace sees everybody's tokens.");
  PROBITY_ASSIGN(const auto tokens, call.application.accounts.tokens(call.access->workspace, owner_of(call, all)));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const auto& token : tokens) write_token(token, writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> create_token(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  if (!call.session) return fail(ErrorKind::forbidden, "session_required", "A token makes no other tokens. Sign in with a browser, or use the command line.");
  PROBITY_TRY(only_members(body, {"name", "may", "entities", "expires_at"}));
  PROBITY_ASSIGN(const accounts::TokenScope scope, scope_in(call, body));
  PROBITY_ASSIGN(const std::string token, call.application.accounts.create_token(call.access->workspace, call.session->member.email, text_member_or(body, "name", ""), scope));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "token");
    put(writer, token);
    writer.EndObject();
    return {};
  });
}

Result<Response> revoke_token(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(call.application.accounts.revoke_token(call.access->workspace, id, owner_of(call, call.access->grants->administrator)));
  return no_content();
}

}  // namespace probity::http::handlers
