// How long things are kept: the rules in force, and the rows themselves.
#include "base/text.hpp"
#include "promises/checks/checks.hpp"
#include "promises/kept_until.hpp"

namespace probity::promises {
namespace {

using privacy::RetentionRule;
using privacy::Starts;
using store::Condition;

constexpr Timestamp kAtLeastDaily = 25 * kHour;

Evidence no_such_rule(const Situation& situation) { return broken(fmt::format("The policy has no retention rule \"{}\".", situation.parameter("rule"))); }

struct Found {
  std::int64_t rows = 0;
  std::int64_t over_age = 0;
  Timestamp oldest = 0;
  bool there = false;      ///< some model has the entity
  bool countable = false;  ///< and the moment that starts the clock
};

/// Days are counted in days, instants in microseconds.
Cell limit_for(const meta::Entity& entity, const std::string& column, Timestamp before) {
  for (const meta::Field& field : entity.fields) {
    const bool is_day = field.type->name() == "date" && entity.columns[static_cast<std::size_t>(field.first_column)].name == column;
    if (is_day) return Cell{std::int64_t{day_of(before, {})}};
  }
  return Cell{before};
}

Result<> look_for(const Situation& situation, const std::string& entity, const RetentionRule& rule, Found& found) {
  return each_place(situation, entity, [&](const records::Context& context) -> Result<> {
    found.there = true;
    const std::string column = clock_column(*context.entity, rule.starts);
    if (column.empty()) return {};
    found.countable = true;
    return context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const std::int64_t rows, reader.count(context.entity->name, {}));
      found.rows += rows;
      if (!rule.keep) return {};
      const Cell limit = limit_for(*context.entity, column, rule.keep->before(now()));
      PROBITY_ASSIGN(const std::int64_t over, reader.count(context.entity->name, Condition::compare_with(column, store::Comparison::less, limit)));
      found.over_age += over;
      return {};
    });
  });
}

/// Workspaces whose closing is longer ago than the rule lets their records stay.
Result<> look_for_closed(const Situation& situation, const RetentionRule& rule, Found& found) { return look_for(situation, "workspace", rule, found); }

Result<Found> find_rows(const Situation& situation, const RetentionRule& rule) {
  Found found;
  if (rule.starts == Starts::account_closed) {
    PROBITY_TRY(look_for_closed(situation, rule, found));
    return found;
  }
  if (rule.entity != "*") {
    PROBITY_TRY(look_for(situation, rule.entity, rule, found));
    return found;
  }
  std::set<std::string> names;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& context) -> Result<> {
    for (const auto& entity : context.model().entities()) {
      if (entity->subject.kind != meta::Subject::Kind::none) names.insert(entity->name);
    }
    return {};
  }));
  for (const std::string& name : names) PROBITY_TRY(look_for(situation, name, rule, found));
  return found;
}

Result<Evidence> nothing_over_age(const Situation& situation) {
  const RetentionRule* rule = situation.policy().rule(situation.parameter("rule"));
  if (!rule) return no_such_rule(situation);
  PROBITY_ASSIGN(const Found found, find_rows(situation, *rule));
  const std::string kept_for = rule->keep ? rule->keep->in_words() : rule->reason;
  const std::vector<Figure> figures{{"rows", std::to_string(found.rows)}, {"kept for", kept_for}, {"over age", std::to_string(found.over_age)}};
  if (!rule->keep && is_blank(rule->reason)) return broken(fmt::format("The rule \"{}\" says neither how long nor why.", rule->id), figures);
  if (found.over_age > 0) return broken(fmt::format("There are rows of \"{}\" older than {} allow.", rule->id, kept_for), figures);
  if (!found.there || !found.countable) {
    const std::string need = rule->needs.empty() ? "retention" : rule->needs.front();
    return waiting(need, fmt::format("Nothing of \"{}\" can be counted yet.", rule->id));
  }
  return kept(rule->keep ? fmt::format("Nothing of \"{}\" is older than {}.", rule->id, kept_for) : fmt::format("\"{}\" is kept as long as stated: {}.", rule->id, rule->reason), figures);
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
