#include "rights/consent/words.hpp"

#include "base/text.hpp"
#include "rights/consent/rows.hpp"

namespace probity::rights {
namespace {

using privacy::consent::Standing;
using privacy::consent::State;

std::string day(Timestamp at) { return format_day(day_of(at, "UTC")); }

/// "Marketing messages by email (topic Newsletter)"
std::string subject_of(const Facts& facts, const privacy::Purpose& purpose) {
  static const std::map<std::string_view, std::string_view> by{{"email", " by email"}, {"phone", " by phone"}, {"text", " by text message"}, {"post", " by post"}, {"fax", " by fax"}};
  const auto channel = by.find(facts.question.channel);
  const std::string topic = facts.topic_name.empty() ? "" : fmt::format(", topic \"{}\"", facts.topic_name);
  return fmt::format("\"{}\"{}{}", purpose.label, channel == by.end() ? "" : channel->second, topic);
}

Verdict no(Verdict verdict, std::string code, std::string reason) {
  verdict.code = std::move(code);
  verdict.reason = std::move(reason);
  return verdict;
}

Verdict yes(Verdict verdict, std::string code, std::string reason) {
  verdict.allowed = true;
  return no(std::move(verdict), std::move(code), std::move(reason));
}

/// Only the person can have said it: they held a link sent to that address.
bool is_verified(const Recorded& event) { return event.method == "double-opt-in" || event.method == "portal" || event.method == "link"; }

/// The entry that stands against one address; an agreement by the person's own link, given later, goes over it.
const Suppression* entry_against(const Facts& facts, const Verdict& verdict, const AddressHash& address) {
  const auto agreed = std::ranges::find_if(verdict.events, [&](const Recorded& each) { return each.event.id == verdict.standing.decided_by; });
  const bool agreed_by_link = verdict.standing.allows() && agreed != verdict.events.end() && is_verified(*agreed);
  for (const auto& [hash, entry] : facts.suppressions) {
    if (hash != address.text || !covers(entry, facts.question.purpose, facts.question.channel, facts.question.topic)) continue;
    const bool outlived = agreed_by_link && !entry.purpose.empty() && agreed->event.at > entry.since;
    if (!outlived) return &entry;
  }
  return nullptr;
}

/// Nothing while there is an address of theirs that may be used.
const Suppression* standing_against(const Facts& facts, const Verdict& verdict) {
  const Suppression* against = nullptr;
  for (const AddressHash& address : facts.addresses) {
    against = entry_against(facts, verdict, address);
    if (!against) return nullptr;
  }
  return against;
}

Verdict by_agreement(Verdict verdict, const std::string& subject) {
  const Standing& standing = verdict.standing;
  const std::string words(privacy::consent::words_of(standing.state));
  const std::string since = standing.since ? fmt::format(" since {}", day(standing.since)) : "";
  if (!standing.allows()) return no(std::move(verdict), "no_agreement", fmt::format("{} needs the person's agreement. The person {}{}.", subject, words, since));
  const std::string until = standing.expires_at ? fmt::format(", until {}", day(*standing.expires_at)) : "";
  return yes(std::move(verdict), "allowed", fmt::format("{} needs the person's agreement. The person {}{}{}.", subject, words, since, until));
}

Verdict unless_objected(Verdict verdict, const std::string& subject) {
  if (!verdict.standing.objects) return yes(std::move(verdict), "allowed", fmt::format("{} goes on unless the person objects, and the person has not.", subject));
  return no(std::move(verdict), "objected", fmt::format("{} goes on unless the person objects. The person has objected.", subject));
}

}  // namespace

bool has_switch(const privacy::Purpose& purpose) { return purpose.basis == privacy::Basis::consent || purpose.may_object; }

Verdict verdict_of(Facts facts, Timestamp at) {
  Verdict verdict;
  const privacy::Purpose* purpose = facts.policy.purpose(facts.question.purpose);
  if (!purpose) return no(verdict, "unknown_purpose", "The policy in force has no such purpose, so nothing is sent for it.");
  if (!facts.there) return no(verdict, "no_such_person", "The person is not on record any more.");
  verdict.standing = standing(events_of(facts.events), facts.question, at, &verdict.chain);
  for (const auto& step : verdict.chain) {
    verdict.events.push_back(*std::ranges::find_if(facts.events, [&](const Recorded& each) { return each.event.id == step.event.id; }));
  }
  const std::string subject = subject_of(facts, *purpose);
  if ((facts.state & privacy::kRestricted) != 0 && purpose->basis != privacy::Basis::legal_obligation) {
    return no(std::move(verdict), "restricted", "The person's data is restricted: it is kept and not used.");
  }
  if (!has_switch(*purpose)) return yes(std::move(verdict), "not_needed", fmt::format("{} rests on {}; it needs no agreement.", subject, words_of(purpose->basis)));
  if ((facts.state & privacy::kMinor) != 0) return no(std::move(verdict), "minor", "The person is under the policy's age limit.");
  if (const Suppression* entry = standing_against(facts, verdict)) {
    const std::string since = day(entry->since);
    return no(std::move(verdict), "suppressed", fmt::format("The address is on the suppression list since {} ({}).", since, entry->reason));
  }
  const bool objected_in_whole = (facts.state & privacy::objected_to(purpose->id)) != 0;
  if (objected_in_whole) return no(std::move(verdict), "objected", fmt::format("The person has objected to {}.", subject));
  return purpose->basis == privacy::Basis::consent ? by_agreement(std::move(verdict), subject) : unless_objected(std::move(verdict), subject);
}

std::vector<std::string> chain_in_words(const Verdict& verdict) {
  std::vector<std::string> lines;
  for (std::size_t index = 0; index < verdict.chain.size(); ++index) {
    const auto& step = verdict.chain[index];
    const Recorded& recorded = verdict.events[index];
    std::string line = fmt::format("{}: the person {} ({}, {})", format_timestamp(step.event.at), words_of(step.event.state), recorded.method, recorded.source);
    if (step.event.channel.empty()) line += ", for every channel";
    if (!recorded.wording_version.empty()) line += fmt::format(", wording {}", recorded.wording_version);
    if (step.event.expires_at) line += fmt::format(", until {}", day(*step.event.expires_at));
    line += step.counted ? "." : fmt::format(". It changes nothing, because before it the person {}.", words_of(step.before));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace probity::rights
