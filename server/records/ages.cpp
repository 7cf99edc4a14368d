#include "records/ages.hpp"

#include "base/text.hpp"
#include "privacy/signals/age.hpp"
#include "privacy/subject_state.hpp"
#include "records/duplicates/merge.hpp"
#include "records/problems.hpp"
#include "records/subject/same_person.hpp"
#include "records/subject/state.hpp"

namespace probity::records {
namespace {

constexpr std::string_view kBirth = "user.demographic.date_of_birth";
constexpr std::string_view kAddress = "user.contact.address";

bool is_address(const meta::Field& field) { return field.type->name() == "address" && field.category == kAddress; }

/// As people wrote them.
std::vector<std::string> countries_of(const meta::Entity& entity, const Row& row) {
  std::vector<std::string> countries;
  for (const meta::Field& field : entity.fields) {
    if (!is_address(field) || row.null(field.first_column)) continue;
    const auto json = parse_json(row.text(field.first_column));
    const JsonValue* country = json ? find(*json, "country") : nullptr;
    if (country && country->IsString() && !is_blank(view(*country))) countries.emplace_back(view(*country));
  }
  return countries;
}

Day today(const Context& context) { return day_of(now(), context.input->time_zone); }

std::optional<int> limit_of(const Context& context, const meta::Entity& entity, const Row& row) {
  return privacy::minimum_age_anywhere(*context.policy->policy, countries_of(entity, row));
}

std::string words(const privacy::Policy& policy, int limit) {
  const std::string text = fmt::format("By the privacy policy a person must be {} years old", limit);
  return policy.age.parental_consent ? text + ", unless a parent agreed and that was verified." : text + ".";
}

std::string warning(const privacy::Policy& policy, const meta::Field& field, int limit) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "code");
  put(writer, "under_age");
  key(writer, "field");
  put(writer, field.name);
  key(writer, "detail");
  put(writer, fmt::format("{} From now on nobody sees the record but administrators, who find it under Privacy. If the date is mistyped, ask an administrator "
                          "to correct it there; if it is right, to delete the record{}.",
                          words(policy, limit), policy.age.parental_consent ? " or to note the parent's verified consent" : ""));
  writer.EndObject();
  return std::string(text(buffer));
}

/// Whether anything changes by which the age is judged.
bool is_decided_anew(const Draft& draft) {
  if (!draft.live_before()) return true;
  return std::ranges::any_of(draft.entity->fields, [&](const meta::Field& field) {
    return (is_address(field) || (field.category == kBirth && field.type->name() == "date")) && draft.changed(field);
  });
}

/// What the other records of the same human being say.
Result<bool> is_minor_elsewhere(const Context& context, store::Reader& reader, const Id& person) {
  PROBITY_ASSIGN(const auto records, records_of_person(context, reader, person));
  for (const Id& id : records) {
    if (id == person) continue;
    PROBITY_ASSIGN(const Person found, find_person(context, reader, id));
    PROBITY_ASSIGN(const auto winner, winner_over(reader, id));
    if (!found.entity || winner) continue;
    bool minor = false;
    PROBITY_TRY(reader.one(context.catalog->tables(*found.entity).all, "_id", cell(id), [&](const Row& row) {
      minor = is_minor_by_age(context, *found.entity, row);
      return false;
    }));
    if (minor) return true;
  }
  return false;
}

Result<> refuse_unborn(const Context& context, const Draft& draft) {
  for (const meta::Field* field : dates_of_birth(*draft.entity)) {
    const Cell& born = draft.after[static_cast<std::size_t>(field->first_column)];
    if (is_null(born) || !draft.changed(*field) || integer_of(born) <= today(context)) continue;
    return one_problem(field->name, "in_the_future", "Nobody was born on a day to come. Check the year.");
  }
  return {};
}

Result<> refuse_account(const Context& context, const Draft& draft) {
  const CellRow row(draft.after);
  if (!is_minor_by_age(context, *draft.entity, row)) return {};
  const privacy::Policy& policy = *context.policy->policy;
  return one_problem(dates_of_birth(*draft.entity).front()->name, "too_young", words(policy, limit_of(context, *draft.entity, row).value_or(0)) + " Nothing was changed.");
}

void warn(const Context& context, Draft& draft) {
  const privacy::Policy& policy = *context.policy->policy;
  for (const meta::Field* field : dates_of_birth(*draft.entity)) {
    const Cell& born = draft.after[static_cast<std::size_t>(field->first_column)];
    const auto limit = limit_of(context, *draft.entity, CellRow(draft.after));
    if (is_null(born) || !limit || privacy::age_on(static_cast<Day>(integer_of(born)), today(context)) >= *limit) continue;
    draft.warnings.push_back(warning(policy, *field, *limit));
  }
}

}  // namespace

std::vector<const meta::Field*> dates_of_birth(const meta::Entity& entity) {
  std::vector<const meta::Field*> fields;
  for (const meta::Field& field : entity.fields) {
    if (field.category == kBirth && field.type->name() == "date") fields.push_back(&field);
  }
  return fields;
}

bool is_minor_by_age(const Context& context, const meta::Entity& entity, const Row& row) {
  const auto limit = limit_of(context, entity, row);
  if (!limit) return false;
  return std::ranges::any_of(dates_of_birth(entity), [&](const meta::Field* field) {
    return !row.null(field->first_column) && privacy::age_on(static_cast<Day>(row.integer(field->first_column)), today(context)) < *limit;
  });
}

Result<bool> is_minor_by_age(const Context& context, store::Reader& reader, const Id& person) {
  PROBITY_ASSIGN(const bool elsewhere, is_minor_elsewhere(context, reader, person));
  if (elsewhere) return true;
  PROBITY_ASSIGN(const auto winner, winner_over(reader, person));
  PROBITY_ASSIGN(const Person found, find_person(context, reader, person));
  bool minor = false;
  if (!found.entity || winner) return minor;
  PROBITY_TRY(reader.one(context.catalog->tables(*found.entity).all, "_id", cell(person), [&](const Row& row) {
    minor = is_minor_by_age(context, *found.entity, row);
    return false;
  }));
  return minor;
}

Result<> settle_age(const Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft) {
  if (!draft.live_after() || dates_of_birth(*draft.entity).empty() || !is_decided_anew(draft)) return {};
  PROBITY_TRY(refuse_unborn(context, draft));
  if (draft.entity->system) return refuse_account(context, draft);
  const privacy::SubjectState before = integer_of(draft.after[meta::kSubjectState]);
  const bool young = is_minor_by_age(context, *draft.entity, CellRow(draft.after));
  if (young) warn(context, draft);
  if (draft.creating()) {
    if (young) draft.after[meta::kSubjectState] = before | privacy::kMinor;
    return {};
  }
  PROBITY_ASSIGN(const bool elsewhere, is_minor_elsewhere(context, reader, draft.id));
  PROBITY_ASSIGN(const privacy::SubjectState settled, hooks.facts().state(context, reader, draft.id, before, young || elsewhere));
  // Only the age is decided here; whatever else the facts say is settled where they are written.
  const privacy::SubjectState state = (before & ~privacy::kMinor) | (settled & privacy::kMinor);
  draft.after[meta::kSubjectState] = state;
  mark_person(draft.id, draft.also);
  draft.marks_person = true;
  if (state == before) return {};
  const Person person{draft.entity, draft.id, state};
  return plan_spread(context, reader, std::span(&person, 1), draft.also);
}

}  // namespace probity::records
