#include "promises/checks/hand_overs.hpp"

namespace probity::promises {

Result<bool> each_hand_over(const Situation& situation, Timestamp since, const std::function<bool(const HandOver&)>& visit) {
  bool there = false;
  PROBITY_TRY(each_place(situation, "disclosure", [&](const records::Context& context) {
    there = true;
    const store::Condition recent = store::Condition::compare_with("at", store::Comparison::greater_or_equal, Cell{since});
    return each_row(context, recent, [&](const Row& row) {
      const auto text = [&](std::string_view field) { return text_of(context, row, field); };
      return visit({.kind = text("kind"), .recipient_id = text("recipient_id"), .purpose = text("purpose"), .result = text("result"), .ground = text("ground"),
                    .reference = text("reference"), .host = text("host"), .at = integer_of(context, row, "at")});
    });
  }));
  return there;
}

}  // namespace probity::promises
