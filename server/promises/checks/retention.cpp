// How long things are kept: the rules in force, and the rows themselves.
#include "base/text.hpp"
#include "base/time.hpp"
#include "promises/checks/checks.hpp"
#include "rights/retention/retention.hpp"

namespace probity::promises {
namespace {

using privacy::RetentionRule;

constexpr Timestamp kAtLeastDaily = 25 * kHour;

Evidence no_such_rule(const Situation& situation) { return broken(fmt::format("The policy has no retention rule \"{}\".", situation.parameter("rule"))); }

/// Which policy the records of a place are kept under: a workspace's own, where what is looked at is the operator's in
/// force; otherwise the one looked at.
privacy::PolicyPointer policy_at(const Situation& situation, const records::Context& place) {
  const bool is_own = place.workspace->slug() == situation.level;
  return is_own || !situation.applied ? situation.in_force : place.policy;
}

Result<retention::Standing> standing_of(const Situation& situation, const RetentionRule& rule) {
  retention::Standing all;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& place) -> Result<> {
    const auto policy = policy_at(situation, place);
    const auto since = situation.applied ? std::optional(policy->since) : std::nullopt;
    PROBITY_ASSIGN(const auto standing, situation.facts.retention->standing(place, policy, rule.id, since));
    all.is_recorded |= standing.is_recorded;
    all.is_countable |= standing.is_countable;
    all.rows += standing.rows;
    all.due += standing.due;
    all.overdue += standing.overdue;
    if (standing.oldest) all.oldest = std::min(all.oldest.value_or(*standing.oldest), *standing.oldest);
    return {};
  }));
  return all;
}

/// What is over its time goes with the next run, so that only what a run has passed by, or a day, breaks the promise.
Result<Evidence> nothing_over_age(const Situation& situation) {
  const RetentionRule* rule = situation.policy().rule(situation.parameter("rule"));
  if (!rule) return no_such_rule(situation);
  PROBITY_ASSIGN(const retention::Standing found, standing_of(situation, *rule));
  const std::string kept_for = rule->keep ? rule->keep->in_words() : rule->reason;
  std::vector<Figure> figures{{"rows", std::to_string(found.rows)}, {"kept for", kept_for}, {"over age", std::to_string(found.overdue)}, {"go with the next run", std::to_string(found.due)}};
  if (found.oldest) figures.push_back({"oldest of them", format_day(day_of(*found.oldest, {}))});
  if (!rule->keep && is_blank(rule->reason)) return broken(fmt::format("The rule \"{}\" says neither how long nor why.", rule->id), figures);
  if (found.overdue > 0) return broken(fmt::format("There are rows of \"{}\" older than {} allow.", rule->id, kept_for), figures);
  if (!found.is_recorded || !found.is_countable) {
    const std::string need = rule->needs.empty() ? "retention" : rule->needs.front();
    return waiting(need, fmt::format("Nothing of \"{}\" can be counted yet.", rule->id));
  }
  if (!rule->keep) return kept(fmt::format("\"{}\" is kept as long as stated: {}.", rule->id, rule->reason), figures);
  return kept(fmt::format("Nothing of \"{}\" stayed longer than {}.", rule->id, kept_for), figures);
}

Result<Evidence> rule_in_force(const Situation& situation) {
  const RetentionRule* rule = situation.policy().rule(situation.parameter("rule"));
  if (!rule) return no_such_rule(situation);
  const std::string keep = rule->keep ? rule->keep->text() : "as_needed";
  const std::string starts(privacy::name_of(rule->starts));
  const std::vector<Figure> figures{{"kept for", rule->keep ? rule->keep->in_words() : rule->reason}, {"counted from", std::string(privacy::words_of(rule->starts))}};
  if (keep != situation.parameter("keep") || starts != situation.parameter("starts")) {
    return broken(fmt::format("The rule \"{}\" in force differs from the one promised ({} from {}).", rule->id, situation.parameter("keep"), situation.parameter("starts")), figures);
  }
  return kept(fmt::format("The rule \"{}\" in force is the one promised.", rule->id), figures);
}

Result<Evidence> job_runs(const Situation& situation) {
  const Ready ready = situation.facts.ready("retention");
  if (ready != Ready::yes) return waiting("retention", "Nothing is deleted by itself yet.");
  const auto last = situation.facts.last_run("retention");
  if (!last && situation.in_force->since > now() - kAtLeastDaily) return waiting("retention", "The job that deletes what is over its time has its first run within the hour in which the server starts.");
  if (!last) return broken("The job that deletes what is over its time has not run.");
  const std::vector<Figure> figures{{"last run", format_timestamp(*last)}};
  if (*last < now() - kAtLeastDaily) return broken("The job that deletes what is over its time did not run in the last day.", figures);
  return kept("The job that deletes what is over its time runs every day.", figures);
}

}  // namespace

std::vector<Check> retention_checks() {
  return {
      {"retention.nothing_over_age", "rows older than the rule in force allows", {"rule"}, nothing_over_age},
      {"retention.rule_in_force", "period and start of the rule in force, against those promised", {"rule", "keep", "starts"}, rule_in_force},
      {"retention.job_runs", "when the job that deletes last ended well", {}, job_runs},
  };
}

}  // namespace probity::promises
