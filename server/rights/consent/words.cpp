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

/// The person said it by a link that was sent to this address: the program saw it, nobody told of it.
bool is_verified(const Recorded& event, const AddressHash& address) {
  return event.by.is_nil() && event.event.address == address.text && (event.method == "double-opt-in" || event.method == "portal" || event.method == "link");
}

/// The entry that stands against one address; an agreement by a link to that address, given later, goes over it.
const Suppression* entry_against(const Facts& facts, const Standing& standing, const AddressHash& address) {
  const auto agreed = std::ranges::find_if(facts.events, [&](const Recorded& each) { return each.event.id == standing.decided_by; });
  const bool agreed_by_link = standing.allows() && agreed != facts.events.end() && is_verified(*agreed, address);
  for (const auto& [hash, entry] : facts.suppressions) {
    if (hash != address.text || !covers(entry, facts.question.purpose, facts.question.channel, facts.question.topic)) continue;
    const bool outlived = agreed_by_link && !entry.purpose.empty() && agreed->event.at > entry.since;
    if (!outlived) return &entry;
  }
  return nullptr;
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

/// What holds whatever the address; nothing where that decides.
std::optional<Verdict> whatever_address(const Facts& facts, const privacy::Purpose& purpose, const Verdict& verdict, const std::string& subject) {
  if ((facts.state & privacy::kRestricted) != 0 && purpose.basis != privacy::Basis::legal_obligation) {
    return no(verdict, "restricted", "The person's data is restricted: it is kept and not used.");
  }
  if (!has_switch(purpose)) return yes(verdict, "not_needed", fmt::format("{} rests on {}; it needs no agreement.", subject, words_of(purpose.basis)));
  if ((facts.state & privacy::kMinor) != 0) return no(verdict, "minor", "The person is under the policy's age limit.");
  return std::nullopt;
}

/// `address`: null where the channel has none, or the person has none.
Verdict verdict_at(const Facts& facts, const privacy::Purpose& purpose, Verdict verdict, const AddressHash* address, Timestamp at) {
  privacy::consent::Question question = facts.question;
  if (address) question.address = address->text;
  verdict.standing = standing(events_of(facts.events), question, at);
  const std::string subject = subject_of(facts, purpose);
  if (const Suppression* entry = address ? entry_against(facts, verdict.standing, *address) : nullptr) {
    return no(std::move(verdict), "suppressed", fmt::format("The address is on the suppression list since {} ({}).", day(entry->since), entry->reason));
  }
  const bool objected_in_whole = (facts.state & privacy::objected_to(purpose.id)) != 0;
  if (objected_in_whole) return no(std::move(verdict), "objected", fmt::format("The person has objected to {}.", subject));
  const bool needs_agreement = purpose.basis == privacy::Basis::consent || question.topic_needs_own;
  return needs_agreement ? by_agreement(std::move(verdict), subject) : unless_objected(std::move(verdict), subject);
}

/// One address that may be used is enough; which may not is said.
Verdict of_addresses(const Facts& facts, const privacy::Purpose& purpose, const Verdict& verdict, Timestamp at) {
  std::vector<AddressVerdict> all;
  std::optional<Verdict> decides;
  for (const AddressHash& address : facts.addresses) {
    Verdict each = verdict_at(facts, purpose, verdict, &address, at);
    all.push_back({.address = address.masked, .allowed = each.allowed, .code = each.code, .reason = each.reason});
    if (!decides || (each.allowed && !decides->allowed)) decides = std::move(each);
  }
  for (const AddressVerdict& each : all) {
    if (decides->allowed && !each.allowed) decides->reason += fmt::format(" Not to {}: {}", each.address, each.reason);
  }
  decides->addresses = std::move(all);
  return std::move(*decides);
}

}  // namespace

std::string not_witnessed(const meta::Entity& consent, std::string_view method) {
  const auto& choices = consent.field("method")->choices;
  const auto choice = std::ranges::find(choices, method, &meta::Choice::value);
  return fmt::format("\"{}\" is kept only of what the person did here themselves, which the program sees. Say how you learned of it: form, phone, email, letter, in-person, staff or import. Nothing was recorded.",
                     choice == choices.end() ? first_characters(method, 60) : std::string_view(choice->label));
}

std::string no_consent_needed(const privacy::Purpose& purpose) {
  return fmt::format("\"{}\" rests on {}: it needs no agreement, and one would mean nothing. Nothing was recorded.", purpose.label, words_of(purpose.basis));
}

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
  if (auto decided = whatever_address(facts, *purpose, verdict, subject_of(facts, *purpose))) return std::move(*decided);
  return facts.addresses.empty() ? verdict_at(facts, *purpose, verdict, nullptr, at) : of_addresses(facts, *purpose, verdict, at);
}

std::vector<std::string> chain_in_words(const Verdict& verdict) {
  std::vector<std::string> lines;
  for (std::size_t index = 0; index < verdict.chain.size(); ++index) {
    const auto& step = verdict.chain[index];
    const Recorded& recorded = verdict.events[index];
    std::string line = fmt::format("{}: the person {} ({}, {})", format_timestamp(step.event.at), words_of(step.event.state), recorded.method, recorded.source);
    if (step.event.channel.empty()) line += ", for every channel";
    if (!step.event.address.empty() && privacy::consent::allows(step.event.state)) line += fmt::format(", for {} alone", recorded.address);
    if (!recorded.wording_version.empty()) line += fmt::format(", wording {}", recorded.wording_version);
    if (step.event.expires_at) line += fmt::format(", until {}", day(*step.event.expires_at));
    line += step.counted ? "." : fmt::format(". It changes nothing, because before it the person {}.", words_of(step.before));
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace probity::rights
