#include "privacy/consent/consent.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace probity::privacy::consent {
namespace {

struct Named {
  State state;
  std::string_view name;
  std::string_view words;
};
constexpr Named kNames[] = {
    {State::unknown, "unknown", "has not been asked and has said nothing"},
    {State::requested, "requested", "was asked and has not answered yet"},
    {State::request_deferred, "request_deferred", "was asked and put the answer off"},
    {State::refused, "refused", "has said no"},
    {State::given, "given", "has agreed"},
    {State::expired, "expired", "had agreed, and the agreement has run out"},
    {State::invalidated, "invalidated", "seemed to have agreed, but the agreement was not valid"},
    {State::revoked, "revoked", "had agreed, and the agreement was ended by the controller"},
    {State::withdrawn, "withdrawn", "has withdrawn their agreement"},
    {State::renewed, "renewed", "has renewed their agreement"},
};

constexpr std::size_t kShownDigits = 2;

bool is_request(State state) { return state == State::requested || state == State::request_deferred; }
bool was_given(State state) { return allows(state) || state == State::expired; }

/// The state an event leads to; nothing where it cannot be true after that state.
std::optional<State> next_state(State before, State event) {
  switch (event) {
    case State::unknown: return std::nullopt;
    case State::requested:
    case State::request_deferred: return allows(before) ? std::nullopt : std::optional(event);
    case State::refused:
    case State::withdrawn:
    case State::given: return event;
    case State::renewed: return was_given(before) ? std::optional(event) : std::nullopt;
    case State::expired:
      if (is_request(before)) return State::unknown;
      return allows(before) ? std::optional(event) : std::nullopt;
    case State::invalidated:
    case State::revoked: return was_given(before) ? std::optional(event) : std::nullopt;
  }
  return std::nullopt;
}

bool can_run_out(State state) { return allows(state) || is_request(state); }

void run_out(Standing& standing, Timestamp at) {
  if (!standing.expires_at || *standing.expires_at > at || !can_run_out(standing.state)) return;
  standing.state = is_request(standing.state) ? State::unknown : State::expired;
  standing.since = *standing.expires_at;
  standing.decided_by = {};
  standing.expires_at.reset();
}

void take(Standing& standing, const Event& event, State state) {
  standing.state = state;
  standing.since = event.at;
  standing.decided_by = event.id;
  standing.expires_at = can_run_out(state) ? event.expires_at : std::nullopt;
  if (state == State::refused || state == State::withdrawn) standing.objects = true;
  if (allows(state)) standing.objects = false;
}

std::vector<const Event*> in_order(std::span<const Event> events, const Question& question, Timestamp at) {
  std::vector<const Event*> order;
  for (const Event& event : events) {
    if (event.at <= at && concerns(event, question)) order.push_back(&event);
  }
  std::ranges::sort(order, [](const Event* one, const Event* other) { return std::tie(one->at, one->id) < std::tie(other->at, other->id); });
  return order;
}

}  // namespace

std::string_view name_of(State state) { return kNames[static_cast<std::size_t>(state)].name; }
std::string_view words_of(State state) { return kNames[static_cast<std::size_t>(state)].words; }

std::optional<State> state_named(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &Named::name);
  return found == std::end(kNames) ? std::nullopt : std::optional(found->state);
}

bool is_channel(std::string_view name) { return std::ranges::find(kChannels, name) != std::end(kChannels); }

bool concerns(const Event& event, const Question& question) {
  if (event.purpose != question.purpose) return false;
  const bool of_channel = event.channel == question.channel || (event.channel.empty() && takes_away(event.state));
  const bool of_topic = event.topic == question.topic || (event.topic.is_nil() && (takes_away(event.state) || !question.topic_needs_own));
  const bool is_no = takes_away(event.state) && event.state != State::expired;
  const bool of_address = is_no || event.address.empty() || question.address.empty() || event.address == question.address;
  return of_channel && of_topic && of_address;
}

Standing standing(std::span<const Event> events, const Question& question, Timestamp at, std::vector<Step>* steps) {
  Standing now;
  for (const Event* event : in_order(events, question, at)) {
    run_out(now, event->at);
    const State before = now.state;
    const auto next = next_state(before, event->state);
    if (next) take(now, *event, *next);
    if (steps) steps->push_back({.event = *event, .before = before, .after = now.state, .counted = next.has_value()});
  }
  run_out(now, at);
  return now;
}

std::optional<Timestamp> next_expiry(std::span<const Event> events, const Question& question, Timestamp at) {
  const Standing now = standing(events, question, at);
  return can_run_out(now.state) ? now.expires_at : std::nullopt;
}

std::string masked_email(std::string_view address) {
  const auto at = address.rfind('@');
  if (at == address.npos || at == 0) return "***";
  return std::string(first_characters(address, 1)) + "***" + std::string(address.substr(at));
}

std::string masked_phone(std::string_view number) {
  if (number.find('*') != number.npos) return std::string(number);
  const std::string digits = digits_of(number);
  if (digits.size() < 3 * kShownDigits) return "***";
  const std::string_view sign = trim(number).starts_with('+') ? "+" : "";
  return std::string(sign) + digits.substr(0, kShownDigits) + "***" + digits.substr(digits.size() - kShownDigits);
}

}  // namespace probity::privacy::consent
