#include "records/context.hpp"

namespace probity::records {
namespace {

using privacy::Reach;
using store::Condition;

std::shared_ptr<const privacy::Decision> everything(const meta::Entity& entity) {
  return std::make_shared<const privacy::Decision>(privacy::Decision{.may_read = true,
                                                                     .may_create = true,
                                                                     .may_update = true,
                                                                     .may_remove = true,
                                                                     .may_export = false,
                                                                     .may_bulk = true,
                                                                     .readable = std::vector<bool>(entity.fields.size(), true),
                                                                     .writable = std::vector<bool>(entity.fields.size(), true),
                                                                     .every_field_readable = true});
}

/// The program itself belongs to no member and sees all.
bool sees_everybodys(const privacy::Decision& decision, const privacy::Access& access) { return !decision.only_own || access.actor.is_nil(); }

bool is_within(const privacy::Access& access, Reach reach, const Id& owner) {
  if (reach == Reach::all || access.actor.is_nil()) return true;
  if (reach == Reach::none) return false;
  return owner == access.actor || (reach == Reach::team && access.teams && access.teams->members.contains(owner));
}

/// Rows whose owner is within reach; the owner's column has an index where the model gives it one.
Condition owned_within(const privacy::Access& access, const meta::Entity& entity, Reach reach) {
  if (!reach) return Condition{.kind = Condition::Kind::never};
  const std::string& owner = entity.columns[static_cast<std::size_t>(entity.owner_column)].name;
  std::vector<Cell> members;
  if (reach == Reach::team && access.teams) {
    for (const Id& member : access.teams->members) members.push_back(cell(member));
  }
  if (members.empty()) members.push_back(cell(access.actor));
  Condition owned = Condition::is_in(owner, members);
  if (entity.owner_column == meta::kCreatedBy) return owned;
  return Condition::any_of({std::move(owned), Condition::all_of({Condition::is_null(owner), Condition::is_in("_created_by", std::move(members))})});
}

Condition owned_or_shared(const Context& context, Reach reach) {
  Condition owned = owned_within(context.access, *context.entity, reach);
  if (!context.decision->shared_are_seen || !context.shares->any_for(context.access, *context.entity)) return owned;
  return Condition::any_of({std::move(owned), Shares::shared_with(context.access)});
}

bool privates_matter(const privacy::Decision& decision, const privacy::Access& access, const Shares& shares, const meta::Entity& entity) {
  return decision.privates != Reach::all && !access.actor.is_nil() && shares.any_private(entity);
}

bool reach_matters(const privacy::Decision& decision, const privacy::Access& access) { return decision.may_read != Reach::all && !access.actor.is_nil(); }

}  // namespace

Id owner_of(const meta::Entity& entity, const Row& row) { return row.id(row.null(entity.owner_column) ? static_cast<int>(meta::kCreatedBy) : entity.owner_column); }

bool Context::reaches(Reach reach, const meta::Entity& of, const Row& row) const {
  return reach == Reach::all || is_within(access, reach, owner_of(of, row));
}

bool Context::reaches_or_shared(Reach reach, const Row& row, bool for_writing) const {
  return reaches(reach, row) || (reach && shares->reaches(access, row.id(meta::kId), for_writing));
}

bool Context::sees(const privacy::Decision& of_entity, const meta::Entity& other, const Row& row) const {
  if (!of_entity.sees(row.integer(meta::kSubjectState), row.integer(meta::kPolicyVersion))) return false;
  const auto shared = [&] { return of_entity.shared_are_seen && shares->reaches(access, row.id(meta::kId), false); };
  if (reach_matters(of_entity, access) && !reaches(of_entity.may_read, other, row) && !(of_entity.may_read && shared())) return false;
  const bool kept_private = privates_matter(of_entity, access, *shares, other) && shares->is_private(row.id(meta::kId));
  if (kept_private && !reaches(of_entity.privates, other, row) && !shared()) return false;
  if (sees_everybodys(of_entity, access)) return true;
  const meta::SeenBy& seen_by = *other.seen_by;
  if (!seen_by.unless.empty() && row.text(other.field(seen_by.unless)->first_column) == seen_by.value) return true;
  const int member = other.field(seen_by.member)->first_column;
  return row.id(row.null(member) ? static_cast<int>(meta::kCreatedBy) : member) == access.actor;
}

store::Condition collected_since(std::int64_t version) {
  return Condition::compare_with("_policy_version", store::Comparison::greater_or_equal, Cell{version});
}

store::Condition Context::seen() const {
  std::vector<Condition> all;
  if (decision->forbidden_state != 0) all.push_back(Condition::bits_are_clear("_subject_state", decision->forbidden_state));
  if (decision->required_state != 0) all.push_back(Condition::bits_are_set("_subject_state", decision->required_state));
  if (decision->since_version > 1) all.push_back(collected_since(decision->since_version));
  if (reach_matters(*decision, access)) all.push_back(decision->may_read ? owned_or_shared(*this, decision->may_read) : Condition{.kind = Condition::Kind::never});
  if (privates_matter(*decision, access, *shares, *entity)) {
    all.push_back(Condition::any_of({Condition::not_of(Shares::kept_private()), owned_or_shared(*this, decision->privates)}));
  }
  if (!sees_everybodys(*decision, access)) {
    const meta::SeenBy& seen_by = *entity->seen_by;
    std::vector<Condition> any{Condition::equals(seen_by.member, cell(access.actor)),
                               Condition::all_of({Condition::is_null(seen_by.member), Condition::equals("_created_by", cell(access.actor))})};
    if (!seen_by.unless.empty()) any.push_back(Condition::equals(seen_by.unless, cell(seen_by.value)));
    all.push_back(Condition::any_of(std::move(any)));
  }
  return all.empty() ? Condition{} : Condition::all_of(std::move(all));
}

bool Context::sees_all() const {
  return decision->required_state == 0 && decision->since_version == 1 && !reach_matters(*decision, access) &&
         !privates_matter(*decision, access, *shares, *entity);
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
  return {access, context.workspace, context.database, context.catalog, context.input, context.policy, context.shares, nullptr, nullptr, nullptr, context.decisions};
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

Context within(const Context& context, privacy::Reach reach) {
  Context other = context;
  if (reach == Reach::all || context.access.actor.is_nil()) return other;
  auto narrowed = std::make_shared<privacy::Decision>(*context.decision);
  for (Reach* each : {&narrowed->may_read, &narrowed->may_create, &narrowed->may_update, &narrowed->may_remove, &narrowed->may_export}) *each = std::min(*each, reach);
  narrowed->shared_are_seen = false;
  other.decision = std::move(narrowed);
  return other;
}

bool hears_of(const privacy::Access& access, const privacy::Decision& decision, const Shares& shares, const Change& change) {
  if (change.id.is_nil() || access.actor.is_nil()) return true;
  const auto owns = [&](Reach reach) { return std::ranges::any_of(change.owners, [&](const Id& owner) { return !owner.is_nil() && is_within(access, reach, owner); }); };
  const bool shared = shares.reaches(access, change.id, false);
  if (decision.may_read != Reach::all && !owns(decision.may_read) && !shared) return false;
  return decision.privates == Reach::all || !shares.is_private(change.id) || owns(decision.privates) || shared;
}

bool is_open_to(const Context& context, const meta::Entity& entity) {
  return entity.system == (context.workspace->slug() == kSystemWorkspace) && context.decide(entity)->may_read;
}

}  // namespace probity::records
