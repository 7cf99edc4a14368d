// That breaches are told in time: to the authority, and to the people where the risk is high.
#include "base/text.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using records::Context;

Result<Evidence> in_time(const Situation& situation) {
  std::int64_t breaches = 0, overdue = 0, late = 0, untold = 0;
  PROBITY_TRY(each_place(situation, "breach", [&](const Context& context) {
    return each_row(context, store::Condition::is_null("_deleted_at"), [&](const Row& row) {
      const std::string state = text_of(context, row, "state");
      const std::int64_t due = integer_of(context, row, "due_at"), reported = integer_of(context, row, "reported_at");
      ++breaches;
      overdue += state == "open" && reported == 0 && due < now() ? 1 : 0;
      late += reported > due && is_blank(text_of(context, row, "delay_reason")) ? 1 : 0;
      // "Without undue delay" has no number of hours; a week after the report is due nobody can call it that.
      untold += text_of(context, row, "risk") == "high" && text_of(context, row, "people_state") == "undecided" && due + 7 * kDay < now() ? 1 : 0;
      return true;
    });
  }));
  const std::vector<Figure> figures{{"breaches in the register", std::to_string(breaches)}, {"overdue", std::to_string(overdue)}, {"reported late without a reason", std::to_string(late)}, {"people not told of a high risk", std::to_string(untold)}};
  if (overdue > 0) return broken("A breach was not reported within 72 hours, and nobody decided that it need not be.", figures);
  if (late > 0) return broken("A breach was reported later than 72 hours, and no reason is written down.", figures);
  if (untold > 0) return broken("People were not told of a breach that is a high risk for them.", figures);
  return kept(breaches == 0 ? "There is a register of breaches, and none is in it." : "Every breach in the register was reported in time, or it is written down why not.", figures);
}

}  // namespace

std::vector<Check> breach_checks() {
  return {{"breach.in_time", "breaches in the register: overdue, reported late without a reason, and people who were not told of a high risk", {}, in_time}};
}

}  // namespace probity::promises
