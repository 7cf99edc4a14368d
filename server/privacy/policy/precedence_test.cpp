#include "privacy/policy/precedence.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace probity::privacy {
namespace {

using Kind = Ground::Kind;

Ground ground(Kind kind, std::optional<Timestamp> until) { return {.kind = kind, .rule = "r", .until = until, .because = "Because."}; }

std::optional<Timestamp> until(std::vector<Ground> grounds) { return kept_until(std::move(grounds)).until; }

TEST(Precedence, a_hold_goes_before_everything) {
  const KeptUntil kept = kept_until({ground(Kind::erasure, kDay), ground(Kind::statutory_minimum, 9 * kDay), ground(Kind::hold, {})});
  EXPECT_EQ(kept.until, std::nullopt);
  EXPECT_EQ(kept.decided_by->kind, Kind::hold);
}

TEST(Precedence, a_statutory_minimum_goes_before_a_persons_erasure_and_a_shorter_rule) {
  EXPECT_EQ(until({ground(Kind::erasure, kDay), ground(Kind::statutory_minimum, 9 * kDay)}), 9 * kDay);
  EXPECT_EQ(until({ground(Kind::specific_rule, kDay), ground(Kind::statutory_minimum, 9 * kDay)}), 9 * kDay);
  EXPECT_EQ(until({ground(Kind::statutory_minimum, 5 * kDay), ground(Kind::statutory_minimum, 9 * kDay)}), 9 * kDay) << "each binds";
}

TEST(Precedence, a_minimum_that_is_over_shortens_nothing) {
  const KeptUntil kept = kept_until({ground(Kind::specific_rule, 20 * kDay), ground(Kind::statutory_minimum, 9 * kDay)});
  EXPECT_EQ(kept.until, 20 * kDay);
  EXPECT_EQ(kept.decided_by->kind, Kind::specific_rule);
}

TEST(Precedence, a_specific_rule_goes_before_a_general_one_even_where_it_is_longer) {
  EXPECT_EQ(until({ground(Kind::general_rule, kDay), ground(Kind::specific_rule, 9 * kDay)}), 9 * kDay);
}

TEST(Precedence, the_shortest_wins_among_equals) {
  EXPECT_EQ(until({ground(Kind::specific_rule, 9 * kDay), ground(Kind::specific_rule, 3 * kDay)}), 3 * kDay);
  EXPECT_EQ(until({ground(Kind::general_rule, {}), ground(Kind::general_rule, 3 * kDay)}), 3 * kDay) << "an end before none";
}

TEST(Precedence, where_nothing_speaks_to_it_nothing_ends) {
  const KeptUntil kept = kept_until({});
  EXPECT_EQ(kept.until, std::nullopt);
  EXPECT_FALSE(kept.decided_by);
  EXPECT_FALSE(kept.because.empty());
}

std::vector<Ground> drawn() {
  std::vector<Ground> grounds;
  const int count = *rc::gen::inRange(0, 8);
  for (int each = 0; each < count; ++each) {
    const bool open = *rc::gen::inRange(0, 4) == 0;
    grounds.push_back(ground(static_cast<Kind>(*rc::gen::inRange(0, 5)), open ? std::nullopt : std::optional<Timestamp>(*rc::gen::inRange(1, 50) * kDay)));
  }
  return grounds;
}

Timestamp or_never(std::optional<Timestamp> at) { return at.value_or(INT64_MAX); }

RC_GTEST_PROP(Precedence, keeps_what_must_stay_and_no_longer_than_the_strongest_wants, ()) {
  const std::vector<Ground> grounds = drawn();
  const KeptUntil kept = kept_until(grounds);
  Timestamp minimum = 0;
  bool held = false;
  std::optional<Kind> strongest;
  for (const Ground& each : grounds) {
    held = held || each.kind == Kind::hold;
    if (each.kind == Kind::statutory_minimum) minimum = std::max(minimum, or_never(each.until));
    else if (each.kind != Kind::hold && (!strongest || each.kind < *strongest)) strongest = each.kind;
  }
  if (held) {
    RC_ASSERT(kept.decided_by->kind == Kind::hold);
    return;
  }
  RC_ASSERT(grounds.empty() || or_never(kept.until) >= minimum);
  for (const Ground& each : grounds) {
    // Nothing of the strongest rank that is over first lets it stay longer than that and the law want.
    if (strongest && each.kind == *strongest) RC_ASSERT(or_never(kept.until) <= std::max(minimum, or_never(each.until)));
  }
}

RC_GTEST_PROP(Precedence, does_not_depend_on_the_order_in_which_grounds_are_found, ()) {
  std::vector<Ground> grounds = drawn();
  const KeptUntil kept = kept_until(grounds);
  std::ranges::reverse(grounds);
  const KeptUntil other = kept_until(grounds);
  RC_ASSERT(kept.until == other.until);
  RC_ASSERT(kept.because == other.because);
}

}  // namespace
}  // namespace probity::privacy
