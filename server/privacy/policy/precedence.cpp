#include "privacy/policy/precedence.hpp"

#include <algorithm>

namespace probity::privacy {
namespace {

using Kind = Ground::Kind;

bool ends_before(const Ground& left, const Ground& right) {
  if (!left.until || !right.until) return left.until.has_value() && !right.until.has_value();
  return *left.until < *right.until;
}

const Ground* shortest(const std::vector<Ground>& grounds, Kind kind) {
  const Ground* found = nullptr;
  for (const Ground& ground : grounds) {
    if (ground.kind == kind && (!found || ends_before(ground, *found))) found = &ground;
  }
  return found;
}

const Ground* longest(const std::vector<Ground>& grounds, Kind kind) {
  const Ground* found = nullptr;
  for (const Ground& ground : grounds) {
    if (ground.kind == kind && (!found || ends_before(*found, ground))) found = &ground;
  }
  return found;
}

/// What decides where nothing forces it to stay longer.
const Ground* wanted(const std::vector<Ground>& grounds) {
  for (const Kind kind : {Kind::erasure, Kind::specific_rule, Kind::general_rule}) {
    if (const Ground* found = shortest(grounds, kind)) return found;
  }
  return nullptr;
}

/// What decides: one of the grounds, or nothing.
const Ground* decide(const std::vector<Ground>& grounds) {
  if (const Ground* hold = shortest(grounds, Kind::hold)) return hold;
  const Ground* minimum = longest(grounds, Kind::statutory_minimum);
  const Ground* without = wanted(grounds);
  if (!minimum) return without;
  if (!without) return minimum;
  return ends_before(*without, *minimum) ? minimum : without;
}

std::string in_words(const KeptUntil& kept) {
  if (!kept.decided_by) return "No rule of the policy speaks to this kind of record; it is kept until somebody deletes it.";
  std::string text = kept.until ? fmt::format("Kept until {}: {}", format_day(day_of(*kept.until, {})), kept.decided_by->because) : fmt::format("Kept without a fixed end: {}", kept.decided_by->because);
  const auto others = std::ranges::count_if(kept.grounds, [&](const Ground& ground) { return ground.kind > kept.decided_by->kind; });
  if (others > 0) text += fmt::format(" That goes before {} other {} of a lower rank.", others, others == 1 ? "reason" : "reasons");
  return text;
}

}  // namespace

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::hold: return "hold";
    case Kind::statutory_minimum: return "statutory_minimum";
    case Kind::erasure: return "erasure";
    case Kind::specific_rule: return "specific_rule";
    case Kind::general_rule: return "general_rule";
  }
  return "general_rule";
}

KeptUntil kept_until(std::vector<Ground> grounds) {
  std::ranges::stable_sort(grounds, [](const Ground& left, const Ground& right) { return left.kind != right.kind ? left.kind < right.kind : ends_before(left, right); });
  KeptUntil kept{.until = std::nullopt, .decided_by = std::nullopt, .because = {}, .grounds = std::move(grounds)};
  if (const Ground* decided = decide(kept.grounds)) {
    kept.decided_by = *decided;
    kept.until = decided->until;
  }
  kept.because = in_words(kept);
  return kept;
}

}  // namespace probity::privacy
