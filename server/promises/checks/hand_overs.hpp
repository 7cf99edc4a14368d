#pragma once
// Rows of the ledger as checks look at them.
#include "promises/situation.hpp"

namespace probity::promises {

struct HandOver {
  std::string kind, recipient_id, purpose, result, ground, reference, host;
  Timestamp at = 0;
  /// Something went out, or may have.
  bool left() const { return result == "done" || result == "open" || result == "unknown"; }
};

/// Visits the ledger of every place of the level since then, as long as `visit` says so; false where there is no ledger.
Result<bool> each_hand_over(const Situation& situation, Timestamp since, const std::function<bool(const HandOver&)>& visit);

}  // namespace probity::promises
