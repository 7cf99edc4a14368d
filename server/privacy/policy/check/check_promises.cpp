#include "privacy/policy/check/findings.hpp"

namespace probity::privacy {
namespace {

void check_name(Findings& findings, const std::string& where, const std::string& name) {
  if (findings.input.checks.empty() || findings.input.checks.contains(name)) return;
  findings.refuse(where, fmt::format("There is no check \"{}\"{} The list stands in docs/promises.md.", name, or_near(name, findings.input.checks)));
}

/// A check that is swapped by whoever only meant to set values over a profile answers for something else.
void warn_of_swapped(Findings& findings, const Promise& promise, const std::string& where) {
  const Places& places = findings.input.document.places;
  const std::string text = places.of(where + ".text").file;
  const std::string check = places.of(where + ".check").file;
  if (text.empty() || text == check) return;
  findings.warn(where + ".check", "The check of this promise is not the one that came with its text. What it answers may be about something else: read both.");
}

}  // namespace

void check_promises(Findings& findings) {
  for (const Promise& promise : findings.policy.promises) {
    const std::string where = fmt::format("promises.{}", promise.id);
    if (promise.checks.empty()) findings.refuse(where + ".check", "Nothing looks at whether this promise is kept. Name a check; a promise that nobody checks is not made here.");
    for (const Promise::Check& check : promise.checks) {
      check_name(findings, where + ".check", check.name);
      if (check_parameters(findings, promise, check)) check_figures(findings, promise, check);
    }
    warn_of_swapped(findings, promise, where);
    for (const std::string& need : promise.needs) findings.expect_capability(where + ".needs", need);
  }
}

}  // namespace probity::privacy
