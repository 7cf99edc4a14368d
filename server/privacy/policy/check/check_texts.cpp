// Can the published text be written from this policy?
#include "privacy/policy/check/findings.hpp"
#include "privacy/policy/publish/placeholders.hpp"

namespace probity::privacy {

void check_texts(Findings& findings) {
  for (TextProblem& problem : problems_of_texts(findings.policy)) findings.refuse(std::move(problem.where), std::move(problem.message));
  for (TextProblem& gap : gaps_of_texts(findings.policy)) {
    const bool is_told_already = gap.where == "controller.name" || gap.where == "controller.email";
    if (!is_told_already) findings.warn(std::move(gap.where), std::move(gap.message));
  }
}

}  // namespace probity::privacy
