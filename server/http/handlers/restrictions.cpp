// What stands against the use of a person's data, and why something is not used. Administrators look at it for the
// duties that the law gives them: what is restricted is seen for nothing else.
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "records/record_json.hpp"
#include "records/subject/explain.hpp"
#include "rights/restriction/restrictions.hpp"

namespace probity::http::handlers {
namespace {

privacy::Access by_law(const Call& call) {
  privacy::Access access = *call.access;
  access.purpose = privacy::kLegalObligation;
  return access;
}

/// The entity of the path, whose records are people; `access` must outlive it.
Result<records::Context> at_person(const Call& call, const privacy::Access& access, const Id& id) {
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, call.parameter(0)));
  if (context.entity->subject.kind != meta::Subject::Kind::self) return records::no_such_record(*context.entity);
  PROBITY_TRY(call.application.records.cells(context, id));
  return context;
}

Result<restriction::Wish> wish_in(const Call& call, const records::Context& context) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"kind", "purpose", "reason", "until", "hold_kind", "owner"}));
  restriction::Wish wish;
  PROBITY_ASSIGN(const std::string kind, text_member(body, "kind"));
  const auto known = restriction::kind_named(kind);
  if (!known) return bad_member("kind", "restriction, objection, minor or hold");
  wish.kind = *known;
  wish.purpose = text_member_or(body, "purpose", "");
  PROBITY_ASSIGN(wish.reason, text_member(body, "reason"));
  wish.hold_kind = text_member_or(body, "hold_kind", "");
  if (body.HasMember("owner")) {
    PROBITY_ASSIGN(wish.owner, id_member(body, "owner"));
  }
  const std::string until = text_member_or(body, "until", "");
  if (until.empty()) return wish;
  auto at = parse_timestamp(until, context.input->time_zone);
  if (!at) return bad_member("until", "a time");
  wish.until = *at;
  return wish;
}

Result<Response> answer(int status, const records::Context& context, const records::Written& written) {
  const auto restrictions = records::by_program(context, *context.model().find("restriction"));
  return write_answer(status, [&](JsonWriter& writer) -> Result<> {
    records::write_record(*restrictions.entity, records::everything_readable(restrictions), CellRow(written.cells), writer);
    return {};
  });
}

}  // namespace

Result<Response> get_restrictions(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto context, at_person(call, access, id));
  return write_answer(200, [&](JsonWriter& writer) { return restriction::write_restrictions(call.application.records, context, id, writer); });
}

Result<Response> create_restriction(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto context, at_person(call, access, id));
  PROBITY_ASSIGN(const auto wish, wish_in(call, context));
  PROBITY_ASSIGN(const auto written, restriction::impose(call.application.records, context, id, wish));
  return answer(201, context, written);
}

Result<Response> lift_restriction(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const Id restriction, call.id(2));
  PROBITY_ASSIGN(const auto context, at_person(call, access, id));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"reason"}));
  PROBITY_ASSIGN(const std::string reason, text_member(body, "reason"));
  PROBITY_ASSIGN(const auto written, restriction::lift(call.application.records, context, id, restriction, reason));
  return answer(200, context, written);
}

Result<Response> get_purposes(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, call.parameter(0)));
  return write_answer(200, [&](JsonWriter& writer) { return records::write_purposes(call.application.records, context, id, writer); });
}

}  // namespace probity::http::handlers
