#include "records/ages.hpp"

#include "base/text.hpp"
#include "privacy/signals/age.hpp"
#include "privacy/subject_state.hpp"
#include "records/problems.hpp"
#include "records/subject/state.hpp"

namespace probity::records {
namespace {

constexpr std::string_view kBirth = "user.demographic.date_of_birth";
constexpr std::string_view kAddress = "user.contact.address";

bool is_date_of_birth(const meta::Field& field) { return field.category == kBirth && field.type->name() == "date"; }

/// Of the first postal address that names one by its code.
std::string country_of(const Context& context, const Draft& draft) {
  for (const meta::Field& field : draft.entity->fields) {
    if (field.type->name() != "address" || field.category != kAddress) continue;
    const auto json = parse_json(text_of(draft.after[static_cast<std::size_t>(field.first_column)]));
    const JsonValue* country = json ? find(*json, "country") : nullptr;
    if (country && country->IsString() && view(*country).size() == 2) return std::string(view(*country));
  }
  return context.input->country;
}

std::string words(const privacy::Policy& policy, const std::string& country) {
  const std::string limit = fmt::format("By the privacy policy a person must be {} years old", privacy::minimum_age(policy, country).value_or(0));
  return policy.age.parental_consent ? limit + ", unless a parent agreed and that was verified." : limit + ".";
}

std::string warning(const meta::Field& field, const std::string& limit) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "code");
  put(writer, "under_age");
  key(writer, "field");
  put(writer, field.name);
  key(writer, "detail");
  put(writer, limit + " The record was marked, so that it is not used. Delete it, or ask an administrator.");
  writer.EndObject();
  return std::string(text(buffer));
}

}  // namespace

Result<> settle_age(const Context& context, store::Reader& reader, Draft& draft) {
  const bool is_person = draft.entity->subject.kind == meta::Subject::Kind::self;
  if (!is_person || !draft.live_after()) return {};
  for (const meta::Field& field : draft.entity->fields) {
    const Cell& born = draft.after[static_cast<std::size_t>(field.first_column)];
    if (!is_date_of_birth(field) || is_null(born) || (draft.live_before() && !draft.changed(field))) continue;
    const std::string country = country_of(context, draft);
    const privacy::Policy& policy = *context.policy->policy;
    const bool young = privacy::is_too_young(policy, country, static_cast<Day>(integer_of(born)), day_of(now(), context.input->time_zone));
    if (young && draft.entity->system) return one_problem(field.name, "too_young", words(policy, country) + " Nothing was changed.");
    const std::int64_t state = integer_of(draft.after[meta::kSubjectState]);
    draft.after[meta::kSubjectState] = young ? state | privacy::kMinor : state & ~privacy::kMinor;
    if (young) draft.warnings.push_back(warning(field, words(policy, country)));
  }
  const std::int64_t state = integer_of(draft.after[meta::kSubjectState]);
  if (draft.creating() || integer_of(draft.before[meta::kSubjectState]) == state) return {};
  return plan_spread(context, reader, {draft.entity, draft.id, state}, draft.also);
}

}  // namespace probity::records
