#pragma once
// How long a record stays when several things speak to it, and which of them decides:
//
//   hold > statutory minimum > person's erasure > specific rule > general rule; the shortest wins among equals
//
// A hold keeps it until the hold is lifted. A statutory minimum keeps it at least until its day, whatever a rule or
// a person says; of several each binds, so the last day counts. Then comes what the person asked for, then the rule
// for this kind of record, then the rule for all kinds. Pure.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace probity::privacy {

struct Ground {
  enum class Kind { hold, statutory_minimum, erasure, specific_rule, general_rule } kind = Kind::general_rule;
  std::string rule;                 ///< id of a retention rule; empty for a hold and an erasure
  std::optional<Timestamp> until;   ///< nothing: no end is known (as long as the reason says, or the clock has not started)
  std::string because;              ///< one sentence
};
std::string_view name_of(Ground::Kind kind);

/// A ground without its words, for weighing very many.
struct Claim {
  Ground::Kind kind = Ground::Kind::general_rule;
  std::optional<Timestamp> until;
};
/// Which of them decides, by its place; nothing where there is none.
std::optional<std::size_t> deciding(std::span<const Claim> claims);
/// Which of them would have it gone, if nothing forced it to stay longer.
std::optional<std::size_t> wanting(std::span<const Claim> claims);

struct KeptUntil {
  std::optional<Timestamp> until;   ///< nothing: no end is known
  std::optional<Ground> decided_by; ///< nothing: nothing speaks to it
  std::string because;              ///< in words, with what it prevailed over
  std::vector<Ground> grounds;      ///< all of them, the strongest first
};
KeptUntil kept_until(std::vector<Ground> grounds);

}  // namespace probity::privacy
