#pragma once
// Can this policy be kept? One that contradicts itself, the model, the law's tables or the running program
// is refused, each contradiction in words with its place and how to mend it.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "meta/model.hpp"
#include "privacy/policy/law.hpp"
#include "privacy/policy/load.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::privacy {

/// What the program does that a policy speaks of, as it runs now.
struct RunningFacts {
  std::set<std::string> integrations;    ///< configured, and handing data to somebody: "smtp", "stripe"
  std::vector<Cookie> cookies;           ///< the program's own, under their names without a prefix
  std::optional<Period> session;         ///< how long a sign-in lasts at most
  std::string public_url;                ///< empty: not configured
  bool tls = false;                      ///< visitors arrive over TLS
};

struct CheckInput {
  const PolicyDocument& document;
  const Law& law;
  Day today = 0;
  /// What is recorded: of the workspaces and of the system. Null entries are left out.
  std::vector<std::shared_ptr<const meta::Model>> models;
  std::set<std::string, std::less<>> checks;        ///< names of the registry; empty: not known, none is refused
  /// The parameters of each, all of them needed; one that is not here is not looked at.
  std::map<std::string, std::vector<std::string>, std::less<>> parameters = {};
  std::set<std::string, std::less<>> capabilities;  ///< names the registry knows; empty: the same
  std::vector<std::shared_ptr<const Policy>> history;  ///< that governed this level before
  std::optional<RunningFacts> running;              ///< nothing: the program is not looked at
};

struct Finding {
  bool refuses = true;   ///< else a warning: it can be applied, and people will see what is missing
  std::string where;     ///< "processors.stripe.safeguard"
  std::string file;      ///< may be empty
  int line = 0;
  std::string message;   ///< what is wrong and how to mend it
  std::string text() const;  ///< "policies/x.yaml:12: processors.stripe.safeguard: ..."
};

/// What stands against the policy, in the order of its sections. Empty: it can be kept.
std::vector<Finding> check_policy(const CheckInput& input);
/// Nothing, or all that refuses as one error "policy_refused".
Result<> refuse_bad(const std::vector<Finding>& findings);

}  // namespace probity::privacy
