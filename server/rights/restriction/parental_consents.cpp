#include "rights/restriction/parental_consents.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/record_json.hpp"
#include "records/subject/same_person.hpp"
#include "rights/restriction/rows.hpp"

namespace probity::restriction {
namespace {

using records::Context;
using records::Draft;

/// Clocks of two machines differ.
constexpr Timestamp kSkew = 5 * kMinute;

Context at_consents(const Context& context) { return records::by_program(context, *context.model().find("parental_consent")); }

std::unexpected<Error> no_such_consent() { return fail(ErrorKind::not_found, "not_found", "There is no such consent of a parent of this person."); }

Result<> check(const privacy::Policy& policy, const ParentalConsent& consent) {
  if (!policy.age.parental_consent) {
    return fail(ErrorKind::conflict, "parental_consent_unknown",
                "The policy in force lets no minor's data stay, whatever a parent says (age.parental_consent). Correct the date of birth if it is mistyped, or delete the record. Nothing was recorded.");
  }
  if (is_blank(consent.parent)) return invalid("required", "Say who agreed.", "parent");
  if (is_blank(consent.verified)) return invalid("required", "Say how it was made sure that a parent agreed: a call, a signed letter, an identity document.", "verified");
  if (consent.given_at && *consent.given_at > now() + kSkew) return invalid("in_the_future", "Nobody has agreed in the future. Check the time.", "given_at");
  return {};
}

Result<> fill(const Context& context, const Id& person, const ParentalConsent& consent, Draft& draft) {
  const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
  value("person") = cell(person);
  PROBITY_TRY(records::apply_text(context, *draft.entity->field("parent"), consent.parent, draft));
  PROBITY_TRY(records::apply_text(context, *draft.entity->field("verified"), consent.verified, draft));
  value("given_at") = consent.given_at.value_or(now());
  if (!context.access.actor.is_nil()) value("recorded_by") = cell(context.access.actor);
  return {};
}

}  // namespace

Result<records::Written> record_parental_consent(records::Records& records, const Context& workspace, const Id& person, const ParentalConsent& consent) {
  PROBITY_TRY(check(*workspace.policy->policy, consent));
  const Context context = at_consents(workspace);
  auto written = records.create_by(context, {.allow_duplicate = true}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    PROBITY_TRY(fill(context, person, consent, draft));
    return records::plan_state(context, reader, person, [](privacy::SubjectState state) { return state & ~privacy::kMinor; }, draft.also);
  });
  if (written) PROBITY_TRY(records::tell_state(records, context, person, false));
  return written;
}

Result<records::Written> withdraw_parental_consent(records::Records& records, const Context& workspace, const Id& person, const Id& consent, std::string_view reason) {
  const Context context = at_consents(workspace);
  auto written = records.alter(context, consent, records::Verb::update, {}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
    PROBITY_ASSIGN(const auto theirs, records::records_of_person(context, reader, person));
    if (!draft.live_before() || std::ranges::find(theirs, id_of(value("person"))) == theirs.end()) return no_such_consent();
    if (!is_null(value("withdrawn_at"))) return fail(ErrorKind::conflict, "withdrawn_already", "This has been withdrawn already.");
    value("withdrawn_at") = now();
    if (!context.access.actor.is_nil()) value("withdrawn_by") = cell(context.access.actor);
    if (!is_blank(reason)) PROBITY_TRY(records::apply_text(context, *draft.entity->field("withdrawn_because"), reason, draft));
    // Whether they are one still is asked of the facts right after; until then nothing is done with their data.
    return records::plan_state(context, reader, person, [](privacy::SubjectState state) { return state | privacy::kMinor; }, draft.also);
  });
  if (!written && written.error().code == "not_found") return no_such_consent();
  if (written) PROBITY_TRY(records::tell_state(records, context, person));
  return written;
}

Result<> write_parental_consents(const Context& workspace, const Id& person, JsonWriter& writer) {
  const Context context = at_consents(workspace);
  const records::Shown shown = records::everything_readable(context);
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return each_of(context, reader, person, [&](const Row& row) { records::write_record(*context.entity, shown, row, writer); });
  }));
  writer.EndArray();
  writer.EndObject();
  return {};
}

Result<privacy::SubjectState> excused_by_parents(const Context& context, store::Reader& reader, const Id& person) {
  privacy::SubjectState excused = 0;
  if (!context.policy->policy->age.parental_consent || !context.model().find("parental_consent")) return excused;
  const Context consents = at_consents(context);
  const int withdrawn = consents.entity->field("withdrawn_at")->first_column;
  PROBITY_TRY(each_of(consents, reader, person, [&](const Row& row) {
    if (row.null(withdrawn)) excused = privacy::kMinor;
  }));
  return excused;
}

}  // namespace probity::restriction
