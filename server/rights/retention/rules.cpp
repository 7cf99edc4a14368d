#include "rights/retention/rules.hpp"

#include <algorithm>
#include <set>

namespace probity::retention {
namespace {

using privacy::Ground;
using privacy::RetentionRule;
using privacy::Starts;

bool covers(std::string_view category, std::string_view of_field) {
  return of_field == category || (of_field.starts_with(category) && of_field.size() > category.size() && of_field[category.size()] == '.');
}

bool is_in(const RetentionRule& rule, const meta::Field& field) {
  return std::ranges::any_of(rule.categories, [&](const std::string& category) { return covers(category, field.category); });
}

/// Whether the rule is for this kind of record, and for it alone.
std::optional<Ground::Kind> rank_of(const RetentionRule& rule, const meta::Entity& entity) {
  if (rule.entity == entity.name) return Ground::Kind::specific_rule;
  // What somebody threw away is a kind of its own, whatever it was before.
  if (rule.entity == "*" && rule.starts == Starts::deleted) return Ground::Kind::specific_rule;
  // What goes with the account goes with it whole.
  if (rule.entity == "workspace" && rule.starts == Starts::account_closed && !entity.system) return Ground::Kind::general_rule;
  const bool about_people = entity.subject.kind != meta::Subject::Kind::none && !is_proof(entity);
  return rule.entity == "*" && about_people ? std::optional(Ground::Kind::general_rule) : std::nullopt;
}

/// The fields a rule for some categories speaks of; nothing where it speaks of none here. Empty: of everything
/// personal, and what is left of the record says nothing.
std::optional<std::vector<int>> fields_of(const RetentionRule& rule, const meta::Entity& entity) {
  std::vector<int> fields;
  if (rule.categories.empty()) return fields;
  bool all = true;
  for (const meta::Field& field : entity.fields) {
    if (is_in(rule, field)) fields.push_back(field.position);
    else if (is_personal(field)) all = false;
  }
  if (fields.empty()) return std::nullopt;
  if (all && rule.action == privacy::RetentionAction::remove) fields.clear();
  return fields;
}

std::string law_of(const RetentionRule& rule) { return rule.reason.empty() ? rule.id : rule.reason; }

/// The law counts from where the rule for this kind of record does.
Clock clock_of_law(const OfEntity& of) {
  for (const Said& said : of.whole) {
    if (said.rule->entity == of.entity->name && said.rule->starts != Starts::deleted) return said.clock;
  }
  const Clock issued = clock_of(*of.entity, Starts::issued);
  return issued.from == Clock::From::nothing ? clock_of(*of.entity, Starts::created) : issued;
}

OfEntity said_of(const meta::Entity& entity, const privacy::Policy& policy, const privacy::Law* law) {
  OfEntity of{.entity = &entity};
  for (const RetentionRule& rule : policy.retention) {
    const auto kind = rank_of(rule, entity);
    const auto fields = kind ? fields_of(rule, entity) : std::nullopt;
    if (!fields) continue;
    Said said{.rule = &rule, .kind = *kind, .clock = clock_of(entity, rule.starts), .fields = *fields};
    if (rule.minimum && said.fields.empty()) of.floors.push_back({.rule = rule.id, .keep = *rule.minimum, .law = law_of(rule), .clock = said.clock});
    (said.fields.empty() ? of.whole : of.parts).push_back(std::move(said));
  }
  const privacy::Law::Minimum* minimum = law ? law->minimum(entity.name, policy.controller.country) : nullptr;
  if (minimum) of.floors.push_back({.rule = {}, .keep = minimum->keep, .law = minimum->law, .clock = clock_of_law(of)});
  return of;
}

/// What goes along with another record stands before it, so that each goes by the rule that is its own.
class Sequence {
 public:
  explicit Sequence(const meta::Model& model) : model_(model) {}

  std::vector<const meta::Entity*> of_level(bool system) {
    for (const auto& entity : model_.entities()) {
      if (entity->system == system) visit(*entity);
    }
    return std::move(order_);
  }

 private:
  void visit(const meta::Entity& entity) {
    if (!seen_.insert(&entity).second) return;
    for (const meta::Model::Incoming& incoming : model_.incoming(entity.name)) {
      if (incoming.field->on_erase && incoming.entity->system == entity.system) visit(*incoming.entity);
    }
    order_.push_back(&entity);
  }
  const meta::Model& model_;
  std::set<const meta::Entity*> seen_;
  std::vector<const meta::Entity*> order_;
};

/// When the account of a workspace was closed; nothing while it is open.
Result<std::optional<Timestamp>> closed_at(records::Records& records, const records::Context& context) {
  std::optional<Timestamp> closed;
  const std::string& slug = context.workspace->slug();
  if (slug == records::kSystemWorkspace || !records.workspaces().find(records::kSystemWorkspace)) return closed;
  privacy::Access access = context.access;
  access.workspace = records::kSystemWorkspace;
  PROBITY_ASSIGN(const records::Context system, records.enter(access));
  const meta::Entity* entity = system.model().find("workspace");
  const meta::Field* name = entity ? entity->field("slug") : nullptr;
  const meta::Field* field = entity ? entity->field("closed_at") : nullptr;
  if (!name || !field) return closed;
  const store::Query query{.columns = system.catalog->tables(*entity).all, .where = store::Condition::equals(name->name, cell(slug)), .order = {}, .limit = 1};
  PROBITY_TRY(system.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      if (!row.null(field->first_column)) closed = row.integer(field->first_column);
      return false;
    });
  }));
  return closed;
}

}  // namespace

bool is_personal(const meta::Field& field) { return field.category != "none" && !field.category.starts_with("system."); }

bool is_proof(const meta::Entity& entity) {
  if (entity.subject.kind != meta::Subject::Kind::via) return false;
  return std::ranges::all_of(entity.fields, [](const meta::Field& field) {
    return !is_personal(field) || std::ranges::find(field.purposes, privacy::kLegalObligation) != field.purposes.end();
  });
}

Result<Rules> Rules::of(records::Records& records, const records::Context& workspace, privacy::PolicyPointer policy, const privacy::Law* law) {
  Rules rules;
  rules.policy_ = std::move(policy);
  rules.catalog_ = workspace.catalog;
  PROBITY_ASSIGN(rules.closed_at_, retention::closed_at(records, workspace));
  for (const meta::Entity* entity : Sequence(workspace.model()).of_level(workspace.workspace->slug() == records::kSystemWorkspace)) {
    OfEntity of = said_of(*entity, rules.policy(), law);
    if (!of.whole.empty() || !of.parts.empty()) rules.entities_.push_back(std::move(of));
  }
  return rules;
}

const OfEntity* Rules::of(std::string_view entity) const {
  const auto found = std::ranges::find(entities_, entity, [](const OfEntity& of) -> std::string_view { return of.entity->name; });
  return found == entities_.end() ? nullptr : &*found;
}

}  // namespace probity::retention
