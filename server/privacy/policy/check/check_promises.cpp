#include "privacy/policy/check/findings.hpp"

namespace probity::privacy {
namespace {

void check_name(Findings& findings, const std::string& where, const std::string& name) {
  if (findings.input.checks.empty() || findings.input.checks.contains(name)) return;
  findings.refuse(where, fmt::format("There is no check \"{}\"{} The list stands in docs/promises.md.", name, or_near(name, findings.input.checks)));
}

}  // namespace

void check_promises(Findings& findings) {
  for (const Promise& promise : findings.policy.promises) {
    const std::string where = fmt::format("promises.{}", promise.id);
    if (promise.checks.empty()) findings.refuse(where + ".check", "Nothing looks at whether this promise is kept. Name a check; a promise that nobody checks is not made here.");
    for (const Promise::Check& check : promise.checks) {
      check_name(findings, where + ".check", check.name);
      check_figures(findings, promise, check);
    }
    for (const std::string& need : promise.needs) findings.expect_capability(where + ".needs", need);
  }
}

}  // namespace probity::privacy
