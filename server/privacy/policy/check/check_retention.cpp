#include "privacy/policy/check/findings.hpp"

namespace probity::privacy {
namespace {

/// An entity there is, or one that a capability will bring.
void check_entity(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (rule.entity == "*" || !rule.needs.empty() || findings.input.models.empty()) return;
  std::vector<std::string> known;
  for (const auto& model : findings.input.models) {
    if (!model) continue;
    if (model->find(rule.entity)) return;
    for (const auto& entity : model->entities()) known.push_back(entity->name);
  }
  findings.refuse(where + ".entity", fmt::format("Nothing called \"{}\" is recorded{} Name an entity of the model, or say under `needs` which capability brings it.", rule.entity,
                                                 or_near(rule.entity, known)));
}

void check_minimum(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (!rule.keep) return;
  if (rule.minimum && rule.keep->shorter_than(*rule.minimum)) {
    findings.refuse(where + ".keep", fmt::format("It would be gone after {}, but the rule itself says that the law makes us keep it {}. Keep it at least so long.", rule.keep->in_words(), rule.minimum->in_words()));
    return;
  }
  // A rule for some categories of a record leaves the record itself.
  if (!rule.categories.empty()) return;
  const std::string& country = findings.policy.controller.country;
  const Law::Minimum* law = findings.input.law.minimum(rule.entity, country);
  if (!law || !rule.keep->shorter_than(law->keep)) return;
  findings.refuse(where + ".keep", fmt::format("It would be gone after {}, but {} must be kept {} {} ({}). Keep it at least so long.", rule.keep->in_words(), rule.entity, law->keep.in_words(),
                                               country.empty() ? "in most countries" : "in " + country, law->law));
}

}  // namespace

void check_retention(Findings& findings) {
  for (const RetentionRule& rule : findings.policy.retention) {
    const std::string where = fmt::format("retention.{}", rule.id);
    check_entity(findings, rule, where);
    check_minimum(findings, rule, where);
    for (const std::string& category : rule.categories) findings.expect_category(where + ".categories", category);
    for (const std::string& need : rule.needs) findings.expect_capability(where + ".needs", need);
    if (!rule.purpose.empty()) findings.expect_purpose(where + ".purpose", rule.purpose);
    if (!rule.keep && rule.reason.empty()) findings.refuse(where + ".reason", "Without a period the rule must name the need. Write `keep`, or say under `reason` what it is kept for.");
    if (rule.minimum && rule.reason.empty()) findings.refuse(where + ".reason", "A minimum needs the law that sets it. Name it under `reason`.");
  }
}

}  // namespace probity::privacy
