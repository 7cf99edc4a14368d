#pragma once
// The checks that promises name, and what they answer. A check looks at the live system each time it is
// asked: rows, settings in force, counters, the ledger, files; one that cannot fail is a defect.
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "promises/situation.hpp"

namespace probity::promises {

struct Check {
  std::string_view name;                     ///< "retention.nothing_over_age"
  std::string_view looks_at;                 ///< what it looks at, in words, for the list of checks
  std::vector<std::string_view> parameters;  ///< all required
  std::function<Result<Evidence>(const Situation&)> run;
};

/// Every check there is, by name.
std::span<const Check> checks();
const Check* check(std::string_view name);

/// What is wrong with the promises of a policy: unknown checks and capabilities, parameters unknown or missing, and
/// a promise without a check. In words, each naming its promise.
std::vector<std::string> problems_of(const privacy::Policy& policy);

/// How it stands with a promise.
struct Answer {
  const privacy::Promise* promise = nullptr;
  Evidence evidence;
};

/// Asks every check of the promise: the worst answer counts. While a capability it needs is missing it waits for
/// that, by name; a check that finds it broken counts even then. A check that fails is broken: "could not be
/// looked at", with the cause in the log.
Answer look_at(const privacy::Promise& promise, const Situation& situation);
/// Every promise of the situation's policy, in its order.
std::vector<Answer> look_at_all(const Situation& situation);

}  // namespace probity::promises
