#include "records/sharing.hpp"

#include "http/handlers/handlers.hpp"
#include "records/record_json.hpp"
#include "records/why.hpp"

namespace probity::http::handlers {
namespace {

Result<Id> optional_id(const JsonValue& body, std::string_view name) {
  const JsonValue* value = find(body, name);
  if (!value || value->IsNull()) return Id{};
  return id_member(body, name);
}

Result<privacy::Access> no_such_member() { return fail(ErrorKind::not_found, "not_found", "There is no such member."); }

}  // namespace

Result<Response> list_shares(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  return write_answer(200, [&](JsonWriter& writer) { return records::write_shares(call.application.records, context, id, writer); });
}

Result<Response> create_share(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_TRY(call.application.records.cells(context, id));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"level", "member", "team"}));
  records::NewShare wish;
  PROBITY_ASSIGN(wish.level, text_member(body, "level"));
  PROBITY_ASSIGN(wish.member, optional_id(body, "member"));
  PROBITY_ASSIGN(wish.team, optional_id(body, "team"));
  PROBITY_ASSIGN(const Id share, records::share(call.application.records, context, id, wish));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "id");
    records::write_id(writer, share);
    writer.EndObject();
    return {};
  });
}

Result<Response> delete_share(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const Id share, call.id(2));
  PROBITY_TRY(records::unshare(call.application.records, context, id, share));
  return no_content();
}

Result<Response> get_access(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  const std::string asked = call.request.parameter("member");
  if (asked.empty() || Id::parse(asked) == call.access->actor) {
    return write_answer(200, [&](JsonWriter& writer) { return records::write_why(call.application.records, context, id, writer); });
  }
  if (!call.access->grants->administrator) return fail(ErrorKind::forbidden, "administrators_only", "Only an owner or administrator of the workspace may ask what others see.");
  const auto member = Id::parse(asked);
  const auto other = member && !member->is_nil() ? call.application.accounts.access_of_member(call.access->workspace, *member, call.access->purpose) : no_such_member();
  if (!other) return fail(ErrorKind::not_found, "not_found", "There is no such member.");
  return write_answer(200, [&](JsonWriter& writer) { return records::write_why_of(call.application.records, context, *other, id, writer); });
}

}  // namespace probity::http::handlers
