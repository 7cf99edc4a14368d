#include "accounts/roles.hpp"
#include "accounts/seats.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/member_answer.hpp"

namespace probity::http::handlers {
namespace {

Result<accounts::SeatedMember> member_of(const Call& call, const Id& id) {
  PROBITY_ASSIGN(const auto members, call.application.accounts.seats().of_workspace(call.access->workspace));
  const auto found = std::ranges::find(members, id, &accounts::SeatedMember::id);
  if (found == members.end()) return fail(ErrorKind::not_found, "not_found", "There is no such member.");
  return *found;
}

Result<std::optional<std::vector<Id>>> teams_in(const JsonValue& body) {
  const JsonValue* list = find(body, "teams");
  if (!list) return std::nullopt;
  if (!list->IsArray()) return bad_member("teams", "a list of ids of teams");
  std::vector<Id> teams;
  for (const JsonValue& each : list->GetArray()) {
    const auto id = each.IsString() ? Id::parse(view(each)) : std::nullopt;
    if (!id) return bad_member("teams", "a list of ids of teams");
    teams.push_back(*id);
  }
  return teams;
}

Result<Response> member_answer(int status, const accounts::SeatedMember& member) {
  return write_answer(status, [&](JsonWriter& writer) -> Result<> {
    write_member(member, writer);
    return {};
  });
}

}  // namespace

Result<Response> change_member(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"role", "teams"}));
  accounts::SeatChange change;
  PROBITY_ASSIGN(change.teams, teams_in(body));
  if (find(body, "role")) {
    PROBITY_ASSIGN(change.role, text_member(body, "role"));
  }
  PROBITY_TRY(call.application.accounts.seats().change(*call.access, id, change));
  PROBITY_ASSIGN(const auto member, member_of(call, id));
  return member_answer(200, member);
}

Result<Response> list_built_in_roles(Call&) {
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const std::string_view name : accounts::role_names()) {
      writer.StartObject();
      key(writer, "name");
      put(writer, name);
      key(writer, "description");
      put(writer, accounts::meaning_of(name));
      key(writer, "administrator");
      writer.Bool(accounts::grants_of(name)->administrator);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> grant_support(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"email", "hours"}));
  PROBITY_ASSIGN(const std::string email, text_member(body, "email"));
  const JsonValue* hours = find(body, "hours");
  if (!hours || !hours->IsInt()) return bad_member("hours", "a number of hours");
  PROBITY_ASSIGN(const auto member, call.application.accounts.seats().grant_support(*call.access, email, hours->GetInt()));
  return member_answer(201, member);
}

Result<Response> end_support(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(call.application.accounts.seats().end_support(*call.access, id));
  return no_content();
}

}  // namespace probity::http::handlers
