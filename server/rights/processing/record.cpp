#include "rights/processing/record.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::processing {
namespace {

using meta::Entity;
using meta::Field;
using privacy::Policy;
using privacy::Processor;
using privacy::Purpose;
using privacy::RetentionRule;

void add(std::vector<std::string>& all, std::string text) {
  if (!text.empty() && std::ranges::find(all, text) == all.end()) all.push_back(std::move(text));
}

bool beneath(std::string_view category, std::string_view above) { return category.starts_with(above) && (category.size() == above.size() || category[above.size()] == '.'); }

bool is_used_for(const Policy& policy, const Field& field, const Purpose& purpose) {
  const bool declared = std::ranges::find(field.purposes, purpose.name) != field.purposes.end();
  return field.category != "none" && declared && policy.allows(purpose.name, field.category);
}

/// Whom records of an entity are about.
void add_subjects(const meta::Model& model, const Entity& entity, std::vector<std::string>& subjects) {
  if (entity.subject.kind == meta::Subject::Kind::self) add(subjects, entity.label_many);
  for (const std::string& via : entity.subject.via) {
    const Field* link = entity.field(via);
    for (const auto& other : model.entities()) {
      const bool leads_there = link && (link->to == other->name || link->to == "*");
      if (leads_there && other->system == entity.system && other->subject.kind == meta::Subject::Kind::self) add(subjects, other->label_many);
    }
  }
}

class Making {
 public:
  explicit Making(const Inputs& inputs) : inputs_(inputs), policy_(*inputs.policy->policy) {}

  Activity activity(const Purpose& purpose) const {
    Activity activity{.purpose = &purpose};
    std::vector<const Entity*> entities;
    for (const auto& entity : inputs_.model.entities()) {
      if (entity->system != (inputs_.level == "system")) continue;
      if (add_fields(*entity, purpose, activity)) entities.push_back(entity.get());
    }
    for (const Entity* entity : entities) {
      add_subjects(inputs_.model, *entity, activity.subjects);
      const auto sources = inputs_.sources.find(entity->name);
      for (const std::string& source : sources == inputs_.sources.end() ? std::vector<std::string>{} : sources->second) add(activity.sources, source);
    }
    for (const Processor& processor : policy_.processors) add_recipient(processor, purpose, activity);
    for (const RetentionRule& rule : policy_.retention) add_rule(rule, purpose, entities, activity);
    return activity;
  }

 private:
  bool add_fields(const Entity& entity, const Purpose& purpose, Activity& activity) const {
    bool any = false;
    for (const Field& field : entity.fields) {
      if (!is_used_for(policy_, field, purpose)) continue;
      any = true;
      auto known = std::ranges::find(activity.categories, field.category, &DataCategory::name);
      if (known == activity.categories.end()) {
        const privacy::Category* category = policy_.category(field.category);
        activity.categories.push_back({field.category, category ? category->label : field.category, category && category->special, {}});
        known = activity.categories.end() - 1;
      }
      const std::string shown = fmt::format("{}: {}", entity.label_one, field.label);
      add(known->fields, shown);
      if (!field.compute.empty() && beneath(field.category, "user")) add(activity.profiling, shown);
    }
    return any;
  }

  void add_recipient(const Processor& processor, const Purpose& purpose, Activity& activity) const {
    if (std::ranges::find(processor.purposes, purpose.name) == processor.purposes.end()) return;
    Recipient recipient{.name = processor.name, .kind = privacy::kind_in_words(processor.kind), .country = privacy::country_in_words(processor.country), .categories = {}, .agreement = agreement_with(processor)};
    for (const DataCategory& category : activity.categories) {
      if (std::ranges::any_of(processor.categories, [&](const std::string& above) { return beneath(category.name, above); })) add(recipient.categories, category.label);
    }
    if (is_transfer(processor)) activity.transfers.push_back({processor.name, recipient.country, std::string(privacy::words_of(processor.safeguard)), processor.safeguard_until});
    activity.recipients.push_back(std::move(recipient));
  }

  static std::string agreement_with(const Processor& processor) {
    switch (processor.statement) {
      case privacy::StatementState::in_hand: return "in hand";
      case privacy::StatementState::awaited: return "awaited";
      case privacy::StatementState::in_preparation: return "in preparation";
    }
    return {};
  }

  bool is_transfer(const Processor& processor) const {
    const auto in_eea = [&](const std::string& country) { return country == "EU" || inputs_.law.eea.contains(country); };
    const std::string& home = policy_.controller.country;
    if (processor.country.empty() || processor.country == home) return false;
    return !(in_eea(processor.country) && (home.empty() || in_eea(home)));
  }

  void add_rule(const RetentionRule& rule, const Purpose& purpose, const std::vector<const Entity*>& entities, Activity& activity) const {
    const auto entity = std::ranges::find(entities, rule.entity, [](const Entity* each) { return each->name; });
    if (rule.entity != "*" && entity == entities.end()) return;
    if (!rule.purpose.empty() && rule.purpose != purpose.name) return;
    activity.retention.push_back({rule.id, rule.entity == "*" ? std::string("Everything") : (*entity)->label_many, in_words(rule)});
  }

  static std::string in_words(const RetentionRule& rule) {
    std::string words = rule.keep ? fmt::format("{}, counted from {}; then {}", privacy::period_in_words(*rule.keep), privacy::words_of(rule.starts), privacy::to_words(rule.action)) : rule.reason;
    if (rule.minimum) words += fmt::format(" (by law {} at least: {})", privacy::period_in_words(*rule.minimum), rule.reason);
    return words;
  }

  const Inputs& inputs_;
  const Policy& policy_;
};

}  // namespace

Record record_of(const Inputs& inputs) {
  const Policy& policy = *inputs.policy->policy;
  const Making making(inputs);
  Record record{.level = inputs.level, .level_name = inputs.level_name, .policy = inputs.policy, .activities = {}, .measures = inputs.measures, .disclosures = {}, .made_at = inputs.made_at};
  for (const Purpose& purpose : policy.purposes) {
    Activity activity = making.activity(purpose);
    if (!activity.categories.empty()) record.activities.push_back(std::move(activity));
  }
  for (const std::string& ground : policy.disclosure_grounds) record.disclosures.push_back(privacy::ground_in_words(ground));
  return record;
}

std::string source_in_words(std::string_view origin) {
  if (origin.starts_with("import")) return "imported from files";
  if (origin == "web") return "entered by people who work there";
  if (origin == "api" || origin == "gate") return "sent by connected programs";
  if (origin == "portal" || origin == "form" || origin == "consent") return "the people themselves";
  return "made by the program";
}

}  // namespace probity::processing
