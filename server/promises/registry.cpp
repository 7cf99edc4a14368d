#include "promises/registry.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

std::vector<Check> collect() {
  std::vector<Check> all;
  for (const auto& group : {record_checks(), guard_checks(), retention_checks(), processor_checks(), disclosure_checks(), consent_checks(), purpose_checks(),
                            cookie_checks(), signal_checks(), age_checks(), log_checks(), policy_checks(), publication_checks(), request_checks(), security_checks()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  std::ranges::sort(all, {}, &Check::name);
  return all;
}

Evidence ask(const Check& check, const Situation& situation) {
  auto answer = check.run(situation);
  if (answer) return std::move(*answer);
  log::error("promises: {} at {} could not be looked at: {} {} {}", check.name, situation.level, answer.error().code, answer.error().message, answer.error().cause);
  return broken("This could not be looked at. The cause is in the program's log.");
}

/// The worst answer counts, and what others wait for is told with it.
void add(Evidence& sum, Evidence&& next) {
  if (next.state > sum.state) {
    sum.state = next.state;
    sum.text = std::move(next.text);
  } else if (next.state == sum.state && !next.text.empty() && sum.text.find(next.text) == std::string::npos) {
    sum.text += (sum.text.empty() ? "" : " ") + next.text;
  }
  for (Figure& figure : next.figures) sum.figures.push_back(std::move(figure));
  for (std::string& name : next.waiting_for) {
    if (std::ranges::find(sum.waiting_for, name) == sum.waiting_for.end()) sum.waiting_for.push_back(std::move(name));
  }
}

/// The capabilities it needs that are not there.
Evidence missing(const privacy::Promise& promise, const Situation& situation) {
  Evidence evidence{.state = State::kept, .text = {}};
  for (const std::string& need : promise.needs) {
    const Ready ready = situation.facts.ready(need);
    if (ready == Ready::yes) continue;
    const Capability* known = capability(need);
    const std::string label(known ? known->label : std::string_view(need));
    add(evidence, waiting(need, fmt::format("{}: {}.", label, ready == Ready::not_built ? "this product cannot do it yet" : "not configured here")));
  }
  return evidence;
}

void check_parameters(const privacy::Promise& promise, const privacy::Promise::Check& named, const Check& known, std::vector<std::string>& problems) {
  for (const std::string_view wanted : known.parameters) {
    if (!named.with.contains(std::string(wanted))) problems.push_back(fmt::format("promise {}: the check {} lacks its parameter \"{}\"", promise.id, named.name, wanted));
  }
  for (const auto& [name, value] : named.with) {
    if (std::ranges::find(known.parameters, name) == known.parameters.end()) problems.push_back(fmt::format("promise {}: the check {} has no parameter \"{}\"", promise.id, named.name, name));
  }
}

}  // namespace

std::span<const Check> checks() {
  static const std::vector<Check> all = collect();
  return all;
}

const Check* check(std::string_view name) {
  const auto all = checks();
  const auto found = std::ranges::find(all, name, &Check::name);
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> problems_of(const privacy::Policy& policy) {
  std::vector<std::string> problems;
  for (const privacy::Promise& promise : policy.promises) {
    if (promise.checks.empty()) problems.push_back(fmt::format("promise {}: no check says whether it is kept", promise.id));
    for (const auto& named : promise.checks) {
      const Check* known = check(named.name);
      if (known) check_parameters(promise, named, *known, problems);
      else problems.push_back(fmt::format("promise {}: there is no check \"{}\"", promise.id, named.name));
    }
    for (const std::string& need : promise.needs) {
      if (!capability(need)) problems.push_back(fmt::format("promise {}: there is no capability \"{}\"", promise.id, need));
    }
  }
  return problems;
}

namespace {

/// What checks answered in the course of one look: several promises name the same one.
using Answered = std::map<std::pair<std::string, std::map<std::string, std::string>>, Evidence>;

Evidence ask_once(const privacy::Promise::Check& named, const Situation& situation, Answered& answered) {
  const auto known = answered.find({named.name, named.with});
  if (known != answered.end()) return known->second;
  const Situation at{situation.level, situation.in_force, situation.applied, situation.records, situation.facts, named.with};
  const Check* found = check(named.name);
  Evidence evidence = found ? ask(*found, at) : broken(fmt::format("There is no check \"{}\".", named.name));
  return answered.emplace(std::pair(named.name, named.with), std::move(evidence)).first->second;
}

Answer look(const privacy::Promise& promise, const Situation& situation, Answered& answered) {
  Evidence sum = missing(promise, situation);
  if (promise.checks.empty()) add(sum, broken("Nothing says how to look at this promise."));
  for (const auto& named : promise.checks) add(sum, ask_once(named, situation, answered));
  return {&promise, std::move(sum)};
}

}  // namespace

Answer look_at(const privacy::Promise& promise, const Situation& situation) {
  Answered answered;
  return look(promise, situation, answered);
}

std::vector<Answer> look_at_all(const Situation& situation) {
  std::vector<Answer> answers;
  Answered answered;
  for (const privacy::Promise& promise : situation.policy().promises) answers.push_back(look(promise, situation, answered));
  return answers;
}

}  // namespace probity::promises
