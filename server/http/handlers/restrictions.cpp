// What stands against the use of a person's data, and why something is not used. Administrators look at it for the
// duties that the law gives them: what is restricted is seen for nothing else.
#include "base/text.hpp"
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "records/record_json.hpp"
#include "records/subject/explain.hpp"
#include "rights/restriction/parental_consents.hpp"
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
  if (context.entity->subject.kind != meta::Subject::Kind::self) return fail(ErrorKind::not_found, "not_a_person", fmt::format("A {} is no person: only people have rights over their data.", lower_ascii(context.entity->label_one)));
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

Result<restriction::ParentalConsent> parental_consent_in(const Call& call, const records::Context& context) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"parent", "verified", "given_at"}));
  restriction::ParentalConsent consent{.parent = text_member_or(body, "parent", ""), .verified = text_member_or(body, "verified", ""), .given_at = {}};
  const std::string given = text_member_or(body, "given_at", "");
  if (given.empty()) return consent;
  auto at = parse_timestamp(given, context.input->time_zone);
  if (!at) return bad_member("given_at", "a time");
  consent.given_at = *at;
  return consent;
}

Result<Response> answer(int status, const records::Context& context, const records::Written& written, std::string_view entity = "restriction") {
  const auto facts = records::by_program(context, *context.model().find(entity));
  return write_answer(status, [&](JsonWriter& writer) -> Result<> {
    records::write_record(*facts.entity, records::everything_readable(facts), CellRow(written.cells), writer);
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

Result<Response> get_parental_consents(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto context, at_person(call, access, id));
  return write_answer(200, [&](JsonWriter& writer) { return restriction::write_parental_consents(context, id, writer); });
}

Result<Response> create_parental_consent(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto context, at_person(call, access, id));
  PROBITY_ASSIGN(const auto consent, parental_consent_in(call, context));
  PROBITY_ASSIGN(const auto written, restriction::record_parental_consent(call.application.records, context, id, consent));
  return answer(201, context, written, "parental_consent");
}

Result<Response> withdraw_parental_consent(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const Id consent, call.id(2));
  PROBITY_ASSIGN(const auto context, at_person(call, access, id));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"reason"}));
  PROBITY_ASSIGN(const std::string reason, text_member(body, "reason"));
  PROBITY_ASSIGN(const auto written, restriction::withdraw_parental_consent(call.application.records, context, id, consent, reason));
  return answer(200, context, written, "parental_consent");
}

Result<Response> get_purposes(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, call.parameter(0)));
  return write_answer(200, [&](JsonWriter& writer) { return records::write_purposes(call.application.records, context, id, writer); });
}

}  // namespace probity::http::handlers
