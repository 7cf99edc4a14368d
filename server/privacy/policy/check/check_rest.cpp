// Ages, signals, rights, registration, sessions: what is said in one place against what is said in another.
#include "privacy/policy/check/findings.hpp"

namespace probity::privacy {
namespace {

void check_age(Findings& findings) {
  for (const auto& [country, years] : findings.policy.age.by_country) {
    const std::string where = fmt::format("age.by_country.{}", country);
    const bool is_code = country.size() == 2 && std::ranges::all_of(country, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
    if (!is_code) findings.refuse(where, "Write the country as two capital letters, like AT.");
    if (years > 21) findings.refuse(where, fmt::format("An age limit of {} is not one. Write the age in years.", years));
  }
  if (findings.policy.age.years && *findings.policy.age.years > 21) findings.refuse("age.years", fmt::format("An age limit of {} is not one. Write the age in years.", *findings.policy.age.years));
}

void check_signals(Findings& findings) {
  const Signals& signals = findings.policy.signals;
  for (const std::string& name : signals.opts_out_of) {
    findings.expect_purpose("signals.opts_out_of", name);
    const Purpose* purpose = findings.policy.purpose(name);
    if (!purpose || purpose->may_object) continue;
    findings.refuse("signals.opts_out_of", fmt::format("A signal cannot opt out of \"{}\", which nobody may object to. Set may_object: true there, or take it out here.", name));
  }
  if (signals.global_privacy_control && signals.opts_out_of.empty()) {
    findings.refuse("signals.opts_out_of", "Global Privacy Control is honoured, but it opts out of nothing. Name the purposes it ends, for instance third_party_sharing.");
  }
  if (signals.do_not_track != DoNotTrack::not_stated && signals.do_not_track_text.empty()) {
    findings.refuse("signals.text", "It is not said what is done with Do Not Track. Write one sentence.");
  }
}

void check_rights(Findings& findings) {
  const Rights& rights = findings.policy.rights;
  const auto goes_to = [&](std::string_view station) { return std::ranges::find(rights.complaint_route, station) != rights.complaint_route.end(); };
  if (rights.kinds.contains("complaint") && rights.complaint_route.empty()) findings.refuse("rights.complaint_route", "People may complain, but it is not said to whom. Name at least \"us\" and \"authority\".");
  if (goes_to("arbitration") && rights.overseer.empty()) findings.refuse("rights.overseer", "Complaints may go to arbitration, but no overseer is named. Name one.");
  const bool asks_consent = std::ranges::any_of(findings.policy.purposes, [](const Purpose& purpose) { return purpose.basis == Basis::consent; });
  if (asks_consent && !rights.kinds.empty() && !rights.kinds.contains("withdrawal")) findings.refuse("rights.kinds", "Some purposes rest on consent, so people must be able to withdraw it. Add withdrawal.");
  const bool has_switch = std::ranges::any_of(findings.policy.purposes, &Purpose::may_object);
  if (has_switch && !rights.kinds.empty() && !rights.kinds.contains("objection") && !rights.kinds.contains("withdrawal")) {
    findings.refuse("rights.kinds", "Some purposes have a switch, so people must be able to object. Add objection.");
  }
}

void check_registration(Findings& findings) {
  for (const std::string& field : findings.policy.registration_optional) {
    if (std::ranges::find(findings.policy.registration, field) == findings.policy.registration.end()) continue;
    findings.refuse("registration", fmt::format("\"{}\" is both required and optional. Decide for one.", field));
  }
}

/// A rule for sessions and how long the program lets somebody stay signed in.
void check_sessions(Findings& findings) {
  if (!findings.input.running || !findings.input.running->session) return;
  const Period& longest = *findings.input.running->session;
  for (const RetentionRule& rule : findings.policy.retention) {
    const bool ends_early = rule.entity == "session" && rule.starts == Starts::signed_on && rule.keep && rule.keep->shorter_than(longest);
    if (!ends_early) continue;
    findings.refuse(fmt::format("retention.{}.keep", rule.id), fmt::format("The policy says that sign-ins end after {}, but the program lets somebody stay signed in for {}. Write what is true.", rule.keep->in_words(), longest.in_words()));
  }
}

void check_change(Findings& findings) {
  const Change& change = findings.policy.change;
  const bool writes = change.notice != Change::Notice::post_date;
  const bool has_mail = findings.input.running && findings.input.running->integrations.contains("smtp");
  if (writes && findings.input.running && !has_mail) {
    findings.warn("change.notice", "Changes are announced by email, but no mail server is configured: until there is one, nobody is told, and notices wait in the list of messages.");
  }
  const auto is_mail = [](const Processor& processor) { return processor.integration == "smtp"; };
  const auto carries = [&](const Processor& processor) { return is_mail(processor) && std::ranges::find(processor.purposes, kLegalObligation) != processor.purposes.end(); };
  const auto& processors = findings.policy.processors;
  if (writes && std::ranges::any_of(processors, is_mail) && std::ranges::none_of(processors, carries)) {
    findings.warn("change.notice", fmt::format("Changes are announced by email, but no service for mail may carry such letters: list the purpose {} for it.", kLegalObligation));
  }
}

/// Encryption in transit that is promised, and where people reach the program.
void check_transport(Findings& findings) {
  if (!findings.input.running) return;
  const RunningFacts& running = *findings.input.running;
  const bool in_the_clear = running.public_url.starts_with("http://") && !running.tls;
  for (const Promise& promise : findings.policy.promises) {
    const bool is_promised = std::ranges::find(promise.checks, "transport.tls", &Promise::Check::name) != promise.checks.end();
    if (!in_the_clear || !is_promised) continue;
    findings.warn(fmt::format("promises.{}.check", promise.id), fmt::format("It is promised that data travels encrypted, but people reach this installation at {}. Set up TLS and an https address.", running.public_url));
  }
}

}  // namespace

void check_rest(Findings& findings) {
  check_age(findings);
  check_signals(findings);
  check_rights(findings);
  check_registration(findings);
  check_sessions(findings);
  check_change(findings);
  check_transport(findings);
}

}  // namespace probity::privacy
