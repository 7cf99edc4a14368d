#include "rights/requests/kinds.hpp"

#include <algorithm>
#include <span>

namespace probity::requests {
namespace {

template <typename Name>
struct Named {
  Name name;
  std::string_view text;
  std::string_view words = {};
};

constexpr Named<Kind> kKinds[] = {
    {Kind::access, "access", "a copy of your data"},
    {Kind::portability, "portability", "your data in a form that other programs read"},
    {Kind::rectification, "rectification", "a correction of your data"},
    {Kind::erasure, "erasure", "the erasure of your data"},
    {Kind::restriction, "restriction", "your data to be kept but not used"},
    {Kind::objection, "objection", "an end to some use of your data"},
    {Kind::withdrawal, "withdrawal", "an end to what you had agreed to"},
    {Kind::complaint, "complaint", "something to be put right"},
    {Kind::question, "question", "an answer to your question"},
};
constexpr Named<State> kStates[] = {{State::open, "open"}, {State::in_progress, "in_progress"}, {State::fulfilled, "fulfilled"},
                                    {State::revoked, "revoked"}, {State::expired, "expired"}, {State::denied, "denied"}};
constexpr Named<Denial> kDenials[] = {
    {Denial::suspected_fraud, "suspected_fraud", "There are signs that somebody else asked in your name."},
    {Denial::insuf_verification, "insuf_verification", "It could not be shown that the data is yours."},
    {Denial::no_match, "no_match", "Nothing about you was found."},
    {Denial::claim_not_covered, "claim_not_covered", "The law does not give a right to this in your case."},
    {Denial::outside_jurisdiction, "outside_jurisdiction", "The law that gives this right does not apply here."},
    {Denial::too_many_requests, "too_many_requests", "The same was asked very often in a short time."},
    {Denial::other, "other", "There is another reason."},
};
constexpr Named<Awaits> kAwaits[] = {{Awaits::nothing, ""}, {Awaits::identity, "identity", "proof of identity is awaited"}, {Awaits::clarification, "clarification", "a clarification is awaited"}};
constexpr Named<Identity> kIdentities[] = {{Identity::not_needed, "not_needed"}, {Identity::unproven, "unproven"}, {Identity::proven, "proven"}};
constexpr Named<Event> kEvents[] = {
    {Event::received, "received"}, {Event::acknowledged, "acknowledged"}, {Event::passed_on, "passed_on"}, {Event::identified, "identified"},
    {Event::proof_asked, "proof_asked"}, {Event::proof_failed, "proof_failed"}, {Event::identity_confirmed, "identity_confirmed"},
    {Event::clarification_asked, "clarification_asked"}, {Event::resumed, "resumed"}, {Event::extended, "extended"}, {Event::started, "started"},
    {Event::assigned, "assigned"}, {Event::sent, "sent"}, {Event::noted, "noted"}, {Event::carried_out, "carried_out"},
    {Event::not_carried_out, "not_carried_out"}, {Event::routed, "routed"}, {Event::overdue, "overdue"}, {Event::fulfilled, "fulfilled"},
    {Event::denied, "denied"}, {Event::revoked, "revoked"}, {Event::expired, "expired"},
};

std::span<const Named<Kind>> all(Kind) { return kKinds; }
std::span<const Named<State>> all(State) { return kStates; }
std::span<const Named<Denial>> all(Denial) { return kDenials; }
std::span<const Named<Awaits>> all(Awaits) { return kAwaits; }
std::span<const Named<Identity>> all(Identity) { return kIdentities; }
std::span<const Named<Event>> all(Event) { return kEvents; }

template <typename Name>
const Named<Name>& entry_of(Name name) { return *std::ranges::find(all(name), name, &Named<Name>::name); }

}  // namespace

template <typename Name>
std::string_view name_of(Name name) { return entry_of(name).text; }

template <typename Name>
std::optional<Name> named(std::string_view text) {
  const auto names = all(Name{});
  const auto found = std::ranges::find(names, text, &Named<Name>::text);
  return found == names.end() ? std::nullopt : std::optional(found->name);
}

template std::string_view name_of(Kind);
template std::string_view name_of(State);
template std::string_view name_of(Denial);
template std::string_view name_of(Awaits);
template std::string_view name_of(Identity);
template std::string_view name_of(Event);
template std::optional<Kind> named(std::string_view);
template std::optional<State> named(std::string_view);
template std::optional<Denial> named(std::string_view);
template std::optional<Awaits> named(std::string_view);
template std::optional<Identity> named(std::string_view);
template std::optional<Event> named(std::string_view);

std::string_view words_of(Kind kind) { return entry_of(kind).words; }
std::string_view words_of(Denial denial) { return entry_of(denial).words; }
std::string_view words_of(Awaits awaits) { return entry_of(awaits).words; }

}  // namespace probity::requests
