// Erasure of people: what it would do, doing it, and the certificate. For administrators, for the duties that the law
// gives them.
#include "http/handlers/handlers.hpp"
#include "rights/erasure/erasures.hpp"

namespace probity::http::handlers {
namespace {

privacy::Access by_law(const Call& call) {
  privacy::Access access = *call.access;
  access.purpose = privacy::kLegalObligation;
  return access;
}

Result<Id> id_member(const JsonValue& body, std::string_view name) {
  PROBITY_ASSIGN(const std::string text, text_member(body, name));
  const auto id = Id::parse(text);
  if (!id) return bad_member(name, "the id of a record");
  return *id;
}

Result<erasure::Wish> wish_in(const Call& call, const JsonValue& body) {
  PROBITY_TRY(only_members(body, {"entity", "id", "dry_run", "ground", "request"}));
  erasure::Wish wish{.workspace = call.access->workspace, .entity = {}, .person = {}, .actor = call.access->actor};
  PROBITY_ASSIGN(wish.entity, text_member(body, "entity"));
  PROBITY_ASSIGN(wish.person, id_member(body, "id"));
  wish.ground = text_member_or(body, "ground", "request");
  if (const JsonValue* request = find(body, "request"); request && !request->IsNull()) {
    PROBITY_ASSIGN(wish.request, id_member(body, "request"));
  }
  return wish;
}

/// Whether the person is one that this access may know of.
Result<> check_seen(const Call& call, const privacy::Access& access, const erasure::Wish& wish) {
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, wish.entity));
  if (context.entity->subject.kind != meta::Subject::Kind::self) return records::no_such_record(*context.entity);
  PROBITY_TRY(call.application.records.cells(context, wish.person));
  return {};
}

Result<Response> preview(const Call& call, const privacy::Access& access, const erasure::Wish& wish) {
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, wish.entity));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.erasures->write_preview(context, wish, writer); });
}

}  // namespace

Result<Response> create_erasure(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(const erasure::Wish wish, wish_in(call, body));
  PROBITY_TRY(check_seen(call, access, wish));
  const JsonValue* dry_run = find(body, "dry_run");
  if (dry_run && !dry_run->IsBool()) return bad_member("dry_run", "true or false");
  if (dry_run && dry_run->GetBool()) return preview(call, access, wish);
  PROBITY_ASSIGN(const Id erasure, call.application.erasures->begin(wish));
  return write_answer(202, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "id");
    put(writer, erasure.text());
    key(writer, "state");
    put(writer, "under_way");
    writer.EndObject();
    return {};
  });
}

Result<Response> get_certificate(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.erasures->write_certificate(call.access->workspace, id, writer); });
}

Result<Response> get_reach(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, call.parameter(0)));
  PROBITY_TRY(check_seen(call, access, {.workspace = access.workspace, .entity = context.entity->name, .person = id}));
  return write_answer(200, [&](JsonWriter& writer) { return reach::write_reach(call.application.records, context, id, writer); });
}

}  // namespace probity::http::handlers
