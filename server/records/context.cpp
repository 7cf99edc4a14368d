#include "records/context.hpp"

namespace probity::records {
namespace {

std::shared_ptr<const privacy::Decision> everything(const meta::Entity& entity) {
  return std::make_shared<const privacy::Decision>(privacy::Decision{.may_read = true,
                                                                     .may_create = true,
                                                                     .may_update = true,
                                                                     .may_remove = true,
                                                                     .may_export = false,
                                                                     .readable = std::vector<bool>(entity.fields.size(), true),
                                                                     .writable = std::vector<bool>(entity.fields.size(), true),
                                                                     .every_field_readable = true});
}

/// The program itself belongs to no member and sees all.
bool sees_everybodys(const privacy::Decision& decision, const privacy::Access& access) { return !decision.only_own || access.actor.is_nil(); }

}  // namespace

bool Context::sees(const privacy::Decision& of_entity, const meta::Entity& other, const Row& row) const {
  if (!of_entity.sees(row.integer(meta::kSubjectState), row.integer(meta::kPolicyVersion))) return false;
  if (sees_everybodys(of_entity, access)) return true;
  const meta::SeenBy& seen_by = *other.seen_by;
  if (!seen_by.unless.empty() && row.text(other.field(seen_by.unless)->first_column) == seen_by.value) return true;
  const int member = other.field(seen_by.member)->first_column;
  return row.id(row.null(member) ? static_cast<int>(meta::kCreatedBy) : member) == access.actor;
}

store::Condition collected_since(std::int64_t version) {
  return store::Condition::compare_with("_policy_version", store::Comparison::greater_or_equal, Cell{version});
}

store::Condition Context::seen() const {
  using store::Condition;
  std::vector<Condition> all;
  if (decision->forbidden_state != 0) all.push_back(Condition::bits_are_clear("_subject_state", decision->forbidden_state));
  if (decision->required_state != 0) all.push_back(Condition::bits_are_set("_subject_state", decision->required_state));
  if (decision->since_version > 1) all.push_back(collected_since(decision->since_version));
  if (!sees_everybodys(*decision, access)) {
    const meta::SeenBy& seen_by = *entity->seen_by;
    std::vector<Condition> any{Condition::equals(seen_by.member, cell(access.actor)),
                               Condition::all_of({Condition::is_null(seen_by.member), Condition::equals("_created_by", cell(access.actor))})};
    if (!seen_by.unless.empty()) any.push_back(Condition::equals(seen_by.unless, cell(seen_by.value)));
    all.push_back(Condition::any_of(std::move(any)));
  }
  return all.empty() ? Condition{} : Condition::all_of(std::move(all));
}

const meta::Field* Context::asked_field(std::string_view name) const {
  if (const meta::Field* field = readable_field(name)) return field;
  const meta::Field* field = entity->field(name);
  const bool refused = field && std::ranges::find(decision->refused, field->category) != decision->refused.end();
  if (refused) decisions.refusals().note(access.workspace, access.purpose, field->category);
  return nullptr;
}

void Context::note_refused(const privacy::Decision& of_entity) const {
  if (!policy->policy->purpose(access.purpose)) return decisions.refusals().note(access.workspace, access.purpose, "");
  if (of_entity.since_version != privacy::kNoVersion) return;
  for (const std::string& category : of_entity.refused) decisions.refusals().note(access.workspace, access.purpose, category);
}

Context for_access(const Context& context, const privacy::Access& access) {
  return {access, context.workspace, context.database, context.catalog, context.input, context.policy, nullptr, nullptr, nullptr, context.decisions};
}

Context at_entity(const Context& context, const meta::Entity& entity) {
  Context other = context;
  other.entity = &entity;
  other.tables = &context.catalog->tables(entity);
  other.decision = context.decide(entity);
  return other;
}

Context by_program(const Context& context, const meta::Entity& entity) {
  Context other = context;
  other.entity = &entity;
  other.tables = &context.catalog->tables(entity);
  other.decision = everything(entity);
  return other;
}

bool is_open_to(const Context& context, const meta::Entity& entity) {
  return entity.system == (context.workspace->slug() == kSystemWorkspace) && context.decide(entity)->may_read;
}

}  // namespace probity::records
