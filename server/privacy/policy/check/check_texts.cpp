#include "privacy/policy/check/findings.hpp"
#include "privacy/policy/publish/placeholders.hpp"

namespace probity::privacy {

/// What people will read: figures come from settings that are there, and nothing is left open.
void check_texts(Findings& findings) {
  for (const TextProblem& problem : problems_of_texts(findings.policy)) findings.refuse(problem.where, problem.message);
  for (const TextProblem& gap : gaps_of_texts(findings.policy)) {
    if (!findings.has(gap.where)) findings.warn(gap.where, gap.message);
  }
}

}  // namespace probity::privacy
