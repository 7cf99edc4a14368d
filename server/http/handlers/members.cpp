#include "http/handlers/member_answer.hpp"

#include "base/time.hpp"
#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {

void write_member(const accounts::SeatedMember& member, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, member.id.text());
  key(writer, "version");
  writer.Int64(member.version);
  key(writer, "created_at");
  put(writer, format_timestamp(member.created_at));
  key(writer, "updated_at");
  put(writer, format_timestamp(member.updated_at));
  key(writer, "display");
  put(writer, member.name);
  key(writer, "name");
  put(writer, member.name);
  key(writer, "email");
  put(writer, member.email);
  key(writer, "role");
  put(writer, member.own_role.empty() ? member.role : member.own_role);
  key(writer, "role_name");
  put(writer, member.role_name);
  key(writer, "teams");
  writer.StartArray();
  for (const Id& team : member.teams) put(writer, team.text());
  writer.EndArray();
  key(writer, "until");
  member.until ? put(writer, format_timestamp(*member.until)) : (void)writer.Null();
  writer.EndObject();
}

namespace {

Result<> write_page(const std::vector<accounts::SeatedMember>& members, std::size_t from, std::size_t count, JsonWriter& writer) {
  const std::size_t end = std::min(members.size(), from + count);
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  for (std::size_t place = from; place < end; ++place) write_member(members[place], writer);
  writer.EndArray();
  key(writer, "next");
  end < members.size() ? put(writer, members[end - 1].id.text()) : (void)writer.Null();
  writer.EndObject();
  return {};
}

}  // namespace

Result<Response> list_members(Call& call) {
  PROBITY_ASSIGN(const int limit, limit_of(call.request, 50));
  PROBITY_ASSIGN(const auto members, call.application.accounts.seats().of_workspace(call.access->workspace));
  const auto after = Id::parse(call.request.parameter("cursor"));
  std::size_t from = 0;
  while (after && from < members.size() && members[from].id != *after) ++from;
  if (after && from == members.size()) return invalid("bad_cursor", "This cursor is of no list of members. Begin anew.", "cursor");
  if (after) ++from;
  return write_answer(200, [&](JsonWriter& writer) { return write_page(members, from, static_cast<std::size_t>(limit), writer); });
}

Result<Response> get_member(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto members, call.application.accounts.seats().of_workspace(call.access->workspace));
  const auto found = std::find_if(members.begin(), members.end(), [&](const accounts::SeatedMember& member) { return member.id == id; });
  if (found == members.end()) return fail(ErrorKind::not_found, "not_found", "There is no such member.");
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    write_member(*found, writer);
    return {};
  });
}

}  // namespace probity::http::handlers
