// What a person can choose and claim, and what their browser gets and sends.
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

std::vector<Words> labels_of(const std::vector<std::string>& labels) {
  std::vector<Words> items;
  for (const std::string& label : labels) items.push_back(words(label));
  return items;
}

std::string title_first(std::string text) { return title_of(text); }

/// Logs of what this program cannot do by itself, and the capability without which nothing stands in them.
bool is_kept(const Composition& composition, const LogRule& log) {
  static const std::map<std::string_view, std::string_view> needs{
      {"request", "request_logs"}, {"requests", "request_logs"}, {"statistics", "web_statistics"}, {"signature", "esign"}, {"chat", "chat"}, {"usage", "usage_statistics"}};
  const auto found = needs.find(log.id);
  return found == needs.end() || composition.publishing.in_use(found->second);
}

}  // namespace

Blocks choices(const Composition& composition) {
  std::vector<std::string> by_consent;
  std::vector<std::string> by_objection;
  for (const Purpose& purpose : composition.policy.purposes) {
    if (purpose.basis == Basis::consent) by_consent.push_back(purpose.label);
    else if (purpose.may_object) by_objection.push_back(purpose.label);
  }
  Blocks blocks;
  if (!by_consent.empty()) {
    say(blocks, "These happen only if you agree, and end when you no longer do:");
    blocks.emplace_back(List{labels_of(by_consent)});
  }
  if (!by_objection.empty()) {
    say(blocks, "These you can turn off:");
    blocks.emplace_back(List{labels_of(by_objection)});
  }
  if (composition.in_use({"consent", "mail"})) say(blocks, "The link at the foot of our messages leads to a page with your choices. You need not sign in there.");
  return blocks;
}

Blocks rights(const Composition& composition) {
  const Rights& rights = composition.policy.rights;
  Blocks blocks;
  if (rights.kinds.empty()) return blocks;
  std::vector<Words> items;
  for (const std::string_view kind : {"access", "rectification", "erasure", "restriction", "objection", "portability", "withdrawal", "complaint"}) {
    if (rights.kinds.contains(std::string(kind))) items.push_back(words(right_in_words(kind)));
  }
  say(blocks, "You can");
  blocks.emplace_back(List{std::move(items)});
  const std::string_view at_once = rights.erase_at_once && composition.publishing.in_use("erasure") ? " What you want erased is erased at once." : "";
  say(blocks, fmt::format("Write to {}. It costs nothing, and it is done within {} of the day your request arrives. The time stands still only while we wait for you to show who you are or to say what you mean.{}",
                          *setting_in_words(composition.policy, "controller.email"), to_words(rights.clock), at_once));
  return blocks;
}

Blocks cookies(const Composition& composition) {
  Blocks blocks;
  const auto& all = composition.policy.cookies;
  if (all.empty()) {
    say(blocks, "We set no cookies.");
    return blocks;
  }
  const bool some_optional = std::ranges::any_of(all, [](const Cookie& cookie) { return cookie.kind != CookieKind::essential; });
  say(blocks, some_optional ? "Before you choose, your browser gets only what is essential. To refuse the rest is as easy as to accept it." : "All of our cookies are essential; there is nothing to choose.");
  const bool of_workspace = !composition.publishing.suffix.empty();
  if (of_workspace) say(blocks, "This list is for our own sites. The page you are reading belongs to the program we use: what it sets itself, and any choice about that, stands on its page about cookies, to which the link at its foot leads.");
  Table table{{"Cookie", "Kind", "What it is for", "How long"}, {}};
  for (const Cookie& cookie : all) {
    table.rows.push_back({words(cookie.name), words(std::string(name_of(cookie.kind))), words(cookie.purpose), words(cookie.keep ? period_in_words(*cookie.keep) : "until you close the browser")});
  }
  blocks.emplace_back(std::move(table));
  return blocks;
}

Blocks signals(const Composition& composition) {
  const Signals& signals = composition.policy.signals;
  Blocks blocks;
  std::vector<std::string> ended;
  for (const std::string& name : signals.opts_out_of) {
    if (const Purpose* purpose = composition.policy.purpose(name)) ended.push_back("“" + purpose->label + "”");
  }
  if (signals.global_privacy_control && !ended.empty()) {
    say(blocks, fmt::format("A browser with Global Privacy Control switched on says no for you to {}, and we take it at its word.", joined(ended)));
  }
  const bool told = std::ranges::any_of(composition.policy.promises, [](const Promise& promise) { return mentions(promise.text, "signals.text"); });
  if (!told && !signals.do_not_track_text.empty()) say(blocks, signals.do_not_track_text);
  return blocks;
}

Blocks logs(const Composition& composition) {
  Blocks blocks;
  if (composition.policy.logs.empty()) return blocks;
  Table table{{"Log", "Network addresses (IP)", "Why"}, {}};
  for (const LogRule& log : composition.policy.logs) {
    table.rows.push_back({words(log.label.empty() ? title_of(log.id) : log.label), words(title_first(std::string(to_words(log.address)))), words(is_kept(composition, log) ? log.why : log.why + " Not in use here yet.")});
  }
  blocks.emplace_back(std::move(table));
  return blocks;
}

Blocks never(const Composition& composition) {
  Blocks blocks;
  if (composition.is_promised("never")) return blocks;
  const std::pair<std::string_view, std::string_view> acts[] = {{"guard.refuse", "The program refuses to store {}."}, {"guard.mask", "It stores with most of it hidden: {}."}, {"guard.warn", "It warns whoever writes {}."}};
  for (const auto& [act, sentence] : acts) {
    const std::string finds = *setting_in_words(composition.policy, act);
    if (finds != "nothing") say(blocks, fmt::format(fmt::runtime(sentence), finds));
  }
  return blocks;
}

Blocks children(const Composition& composition) {
  const AgeLimit& age = composition.policy.age;
  Blocks blocks;
  if (age.years && !composition.is_promised("children")) {
    say(blocks, fmt::format("The service is not for people under {}. Data of somebody younger is deleted{}.", *age.years, age.parental_consent ? ", unless a parent's consent was checked" : ""));
  }
  if (age.by_country.empty()) return blocks;
  std::vector<Words> items;
  for (const auto& [country, years] : age.by_country) items.push_back(words(fmt::format("{}: {}", country_in_words(country), years)));
  say(blocks, "In some countries another age counts:");
  blocks.emplace_back(List{std::move(items)});
  return blocks;
}

}  // namespace probity::privacy
