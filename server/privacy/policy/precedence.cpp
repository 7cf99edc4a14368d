#include "privacy/policy/precedence.hpp"

#include <algorithm>

namespace probity::privacy {
namespace {

using Kind = Ground::Kind;

using Place = std::optional<std::size_t>;

bool ends_before(const Claim& left, const Claim& right) {
  if (!left.until || !right.until) return left.until.has_value() && !right.until.has_value();
  return *left.until < *right.until;
}

Place shortest(std::span<const Claim> claims, Kind kind) {
  Place found;
  for (std::size_t place = 0; place < claims.size(); ++place) {
    if (claims[place].kind == kind && (!found || ends_before(claims[place], claims[*found]))) found = place;
  }
  return found;
}

Place longest(std::span<const Claim> claims, Kind kind) {
  Place found;
  for (std::size_t place = 0; place < claims.size(); ++place) {
    if (claims[place].kind == kind && (!found || ends_before(claims[*found], claims[place]))) found = place;
  }
  return found;
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

Place wanting(std::span<const Claim> claims) {
  for (const Kind kind : {Kind::erasure, Kind::specific_rule, Kind::general_rule}) {
    if (const Place found = shortest(claims, kind)) return found;
  }
  return {};
}

Place deciding(std::span<const Claim> claims) {
  if (const Place hold = longest(claims, Kind::hold)) return hold;
  const Place minimum = longest(claims, Kind::statutory_minimum);
  const Place without = wanting(claims);
  if (!minimum) return without;
  if (!without) return minimum;
  return ends_before(claims[*without], claims[*minimum]) ? minimum : without;
}

KeptUntil kept_until(std::vector<Ground> grounds) {
  const auto claim = [](const Ground& ground) { return Claim{ground.kind, ground.until}; };
  std::ranges::stable_sort(grounds, [&](const Ground& left, const Ground& right) { return left.kind != right.kind ? left.kind < right.kind : ends_before(claim(left), claim(right)); });
  KeptUntil kept{.until = std::nullopt, .decided_by = std::nullopt, .because = {}, .grounds = std::move(grounds)};
  std::vector<Claim> claims;
  for (const Ground& ground : kept.grounds) claims.push_back(claim(ground));
  if (const Place decided = deciding(claims)) {
    kept.decided_by = kept.grounds[*decided];
    kept.until = kept.decided_by->until;
  }
  kept.because = in_words(kept);
  return kept;
}

}  // namespace probity::privacy
