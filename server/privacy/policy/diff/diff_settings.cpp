// Cookies, ages, signals, logs, guard, rights and the smaller settings.
#include "privacy/policy/diff/sentences.hpp"
#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

std::string lifetime(const Cookie& cookie) { return cookie.keep ? cookie.keep->in_words() : std::string("as long as the browser is open"); }

void cookie_changed(Sentences& to, const Cookie& old, const Cookie& now) {
  const std::string where = "cookies." + now.name;
  if (old.kind != now.kind) to.wider(where, fmt::format("The cookie \"{}\" is now {} instead of {}.", now.name, to_name(now.kind), to_name(old.kind)));
  if (old.keep != now.keep) {
    const bool is_longer = old.keep ? now.keep && old.keep->shorter_than(*now.keep) : true;
    const std::string text = fmt::format("The cookie \"{}\" stays for {} instead of {}.", now.name, lifetime(now), lifetime(old));
    if (is_longer) to.wider(where, text);
    else to.narrower(where, text);
  }
  if (old.purpose != now.purpose) to.same(where, fmt::format("The cookie \"{}\" is explained in other words: {}", now.name, now.purpose));
  if (old.set_by != now.set_by) to.wider(where, fmt::format("The cookie \"{}\" is set by {} instead of {}.", now.name, now.set_by, old.set_by));
}

std::string age_words(const std::optional<int>& years) { return years ? fmt::format("{}", *years) : std::string("no age"); }

int limit_in(const AgeLimit& age, const std::string& country) {
  const auto own = age.by_country.find(country);
  return own == age.by_country.end() ? age.years.value_or(0) : own->second;
}

bool is_nowhere_laxer(const AgeLimit& old, const AgeLimit& now) {
  return std::ranges::all_of(old.by_country, [&](const auto& each) { return limit_in(now, each.first) >= each.second; }) &&
         std::ranges::all_of(now.by_country, [&](const auto& each) { return each.second >= limit_in(old, each.first); });
}

/// Whom on record it reaches.
std::string younger(const Sentences& to) {
  const auto people = to.input.under_age ? to.input.under_age(to.after) : std::nullopt;
  if (!people) return {};
  if (*people == 0) return " Nobody on record is younger by their birthday.";
  return fmt::format(" By their birthday {} on record {} younger.", *people == 1 ? "one person" : fmt::format("{} people", *people), *people == 1 ? "is" : "are");
}

void diff_age(Sentences& to) {
  const AgeLimit &old = to.before.age, &now = to.after.age;
  if (old.years != now.years) {
    const bool is_stricter = now.years && (!old.years || *now.years > *old.years);
    const std::string text = fmt::format("The age limit is {} instead of {}.", age_words(now.years), age_words(old.years));
    if (is_stricter) to.narrower("age.years", text + " Data of anybody younger is not used any more, and deleted." + younger(to));
    else to.wider("age.years", text);
  }
  if (old.by_country != now.by_country) {
    std::vector<std::string> list;
    for (const auto& [country, years] : now.by_country) list.push_back(fmt::format("{} {}", country, years));
    const std::string text = list.empty() ? std::string("No country has an age limit of its own any more.") : fmt::format("Age limits of single countries are now: {}.", joined(list));
    if (is_nowhere_laxer(old, now)) to.narrower("age.by_country", text + (old.years == now.years ? younger(to) : std::string()));
    else to.wider("age.by_country", text);
  }
  if (old.parental_consent == now.parental_consent) return;
  if (now.parental_consent) to.wider("age.parental_consent", "Data of somebody under the limit may stay where a parent has agreed.");
  else to.narrower("age.parental_consent", "A parent's agreement no longer lets data of somebody under the limit stay.");
}

void diff_signals(Sentences& to) {
  const Signals &old = to.before.signals, &now = to.after.signals;
  if (old.do_not_track != now.do_not_track) {
    const std::string text = fmt::format("A browser's Do Not Track is now {} instead of {}.", to_words(now.do_not_track), to_words(old.do_not_track));
    if (now.do_not_track == DoNotTrack::honoured) to.narrower("signals.do_not_track", text);
    else to.wider("signals.do_not_track", text);
  } else if (old.do_not_track_text != now.do_not_track_text) {
    to.same("signals.text", fmt::format("Do Not Track is explained in other words: {}", now.do_not_track_text));
  }
  if (old.global_privacy_control != now.global_privacy_control) {
    if (now.global_privacy_control) to.narrower("signals.global_privacy_control", "A browser's Global Privacy Control now counts as a no.");
    else to.wider("signals.global_privacy_control", "A browser's Global Privacy Control no longer counts as a no.");
  }
  const auto more = without(now.opts_out_of, old.opts_out_of), less = without(old.opts_out_of, now.opts_out_of);
  if (!more.empty()) to.narrower("signals.opts_out_of", fmt::format("Such a signal now also ends {}.", to.purposes(more)));
  if (!less.empty()) to.wider("signals.opts_out_of", fmt::format("Such a signal no longer ends {}.", to.purposes(less)));
}

/// How much of an address is left.
int rank(AddressForm form) {
  switch (form) {
    case AddressForm::none: return 0;
    case AddressForm::anonymous: return 1;
    case AddressForm::masked: return 2;
    case AddressForm::raw: return 3;
  }
  return 3;
}

std::string label(const LogRule& log) { return log.label.empty() ? log.id : log.label; }

void log_changed(Sentences& to, const LogRule& old, const LogRule& now) {
  const std::string where = "logs." + now.id;
  if (old.address != now.address) {
    const std::string text = fmt::format("Network addresses in \"{}\" are kept {} instead of {}.", label(now), to_words(now.address), to_words(old.address));
    if (rank(now.address) < rank(old.address)) to.narrower(where, text);
    else to.wider(where, text);
  }
  if (old.label != now.label || old.why != now.why) to.same(where, fmt::format("\"{}\" is explained in other words: {}", label(now), now.why));
}

void diff_logs(Sentences& to) {
  compare_lists(
      to.before.logs, to.after.logs, &LogRule::id, [&](const LogRule& log) { to.wider("logs." + log.id, fmt::format("A further log, \"{}\", keeps network addresses {}. {}", label(log), to_words(log.address), log.why)); },
      [&](const LogRule& log) { to.narrower("logs." + log.id, fmt::format("The log \"{}\" is not kept any more.", label(log))); }, [&](const LogRule& old, const LogRule& now) { log_changed(to, old, now); });
}

std::string guarded(std::string_view kind) {
  static const std::map<std::string_view, std::string> words{{"payment_card", "card numbers"},        {"iban", "bank accounts (IBAN)"},       {"us_ssn", "US social security numbers"},
                                                             {"uk_nino", "UK insurance numbers"}, {"national_id", "other identity numbers"}, {"health", "words about health"}};
  const auto found = words.find(kind);
  return found == words.end() ? std::string(kind) : found->second;
}

void diff_guard(Sentences& to) {
  std::set<std::string> kinds;
  for (const GuardRules* rules : {&to.before.guard, &to.after.guard}) {
    for (const auto& [kind, act] : *rules) kinds.insert(kind);
  }
  for (const std::string& kind : kinds) {
    const auto act_in = [&](const GuardRules& rules) { return rules.contains(kind) ? rules.at(kind) : GuardAct::allow; };
    const GuardAct old = act_in(to.before.guard), now = act_in(to.after.guard);
    if (old == now) continue;
    const std::string text = fmt::format("Where somebody writes down {}, it is now {} instead of {}.", guarded(kind), to_words(now), to_words(old));
    if (now > old) to.narrower("guard." + kind, text);
    else to.wider("guard." + kind, text);
  }
}

int days_of(Rights::Clock clock) { return clock == Rights::Clock::days28 ? 28 : clock == Rights::Clock::month ? 30 : 45; }

void diff_rights(Sentences& to) {
  const Rights &old = to.before.rights, &now = to.after.rights;
  if (old.clock != now.clock) {
    const std::string text = fmt::format("Requests are answered within {} instead of {}.", to_words(now.clock), to_words(old.clock));
    if (days_of(now.clock) < days_of(old.clock)) to.narrower("rights.clock", text);
    else to.wider("rights.clock", text);
  }
  if (old.erase_at_once != now.erase_at_once) {
    if (now.erase_at_once) to.narrower("rights.erase_at_once", "Whoever asks to be erased is erased at once.");
    else to.wider("rights.erase_at_once", fmt::format("Whoever asks to be erased is erased within {}, no longer at once.", to_words(now.clock)));
  }
  const auto more = without(now.kinds, old.kinds), less = without(old.kinds, now.kinds);
  if (!more.empty()) to.narrower("rights.kinds", fmt::format("People can now also ask for: {}.", joined(more)));
  if (!less.empty()) to.wider("rights.kinds", fmt::format("People can no longer ask here for: {}.", joined(less)));
  if (old.complaint_route != now.complaint_route) to.same("rights.complaint_route", fmt::format("Complaints now go to: {}.", now.complaint_route.empty() ? "nobody named" : fmt::format("{}", fmt::join(now.complaint_route, ", then "))));
  if (old.overseer != now.overseer) to.same("rights.overseer", now.overseer.empty() ? std::string("No overseer is named any more.") : fmt::format("The overseer for complaints is {}.", now.overseer));
}

void diff_change(Sentences& to) {
  const Change &old = to.before.change, &now = to.after.change;
  if (old.notice != now.notice) {
    const std::string text = fmt::format("Changes of the policy are announced {} instead of {}.", to_words(now.notice), to_words(old.notice));
    if (now.notice == Change::Notice::email) to.narrower("change.notice", text);
    else to.wider("change.notice", text);
  }
  if (old.forward_only != now.forward_only) {
    if (now.forward_only) to.narrower("change.forward_only", "Changes apply from their date on, never back.");
    else to.wider("change.forward_only", "Changes hold as soon as they are posted.");
  }
  if (old.wait == now.wait) return;
  const std::string text = fmt::format("Between announcement and effect of a change lie {} instead of {}.", now.wait.in_words(), old.wait.in_words());
  if (now.wait.shorter_than(old.wait)) to.wider("change.wait", text);
  else to.narrower("change.wait", text);
}

/// Two lists of words of which more is wider.
template <typename Texts>
void diff_words(Sentences& to, std::string_view where, const Texts& old, const Texts& now, std::string_view more_says, std::string_view less_says) {
  const auto more = without(now, old), less = without(old, now);
  if (!more.empty()) to.wider(std::string(where), fmt::format(fmt::runtime(more_says), joined(more)));
  if (!less.empty()) to.narrower(std::string(where), fmt::format(fmt::runtime(less_says), joined(less)));
}

void diff_small(Sentences& to) {
  diff_words(to, "registration.required", to.before.registration, to.after.registration, "Opening an account now requires: {}.", "Opening an account no longer requires: {}.");
  diff_words(to, "registration.optional", to.before.registration_optional, to.after.registration_optional, "Opening an account now also asks, as a choice, for: {}.", "Opening an account no longer asks for: {}.");
  diff_words(to, "disclosure_grounds", to.before.disclosure_grounds, to.after.disclosure_grounds, "Data may now also be handed to authorities or in disputes on the ground of: {}.", "Data is no longer handed out on the ground of: {}.");
  diff_words(to, "sequence_mail_keeps", to.before.sequence_mail_keeps, to.after.sequence_mail_keeps, "Of a mail sent in a sequence is now also kept: {}.", "Of a mail sent in a sequence is no longer kept: {}.");
  if (to.before.publish_requests != to.after.publish_requests) {
    if (to.after.publish_requests) to.wider("publish_requests", "Requests for help may be published to help others.");
    else to.narrower("publish_requests", "Requests for help are no longer published.");
  }
  if (to.before.calendar_sync != to.after.calendar_sync) {
    static const std::map<std::string, std::string> words{{"none", "not copied"}, {"", "not copied"}, {"one_way", "copied to the connected calendar"}, {"two_way", "copied to and from the connected calendar"}};
    const std::string text = fmt::format("Appointments are {} instead of {}.", words.at(to.after.calendar_sync), words.at(to.before.calendar_sync));
    if (to.after.calendar_sync == "none" || to.before.calendar_sync == "two_way") to.narrower("calendar_sync", text);
    else to.wider("calendar_sync", text);
  }
}

}  // namespace

void diff_cookies(Sentences& to) {
  compare_lists(
      to.before.cookies, to.after.cookies, &Cookie::name,
      [&](const Cookie& cookie) { to.wider("cookies." + cookie.name, fmt::format("A further cookie, \"{}\" ({}), set by {}, stays for {}. {}", cookie.name, to_name(cookie.kind), cookie.set_by, lifetime(cookie), cookie.purpose)); },
      [&](const Cookie& cookie) { to.narrower("cookies." + cookie.name, fmt::format("The cookie \"{}\" is no longer set.", cookie.name)); }, [&](const Cookie& old, const Cookie& now) { cookie_changed(to, old, now); });
}

void diff_settings(Sentences& to) {
  diff_age(to);
  diff_signals(to);
  diff_logs(to);
  diff_guard(to);
  diff_rights(to);
  diff_change(to);
  diff_small(to);
}

}  // namespace probity::privacy
