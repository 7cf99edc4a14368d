// What is held, what for, and how long.
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

bool is_used(const Policy& policy, const Category& category) {
  return std::ranges::any_of(policy.purposes, [&](const Purpose& purpose) { return purpose.covers(category.name); });
}

std::string lower_first(std::string text) {
  const bool is_abbreviation = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
  if (!is_abbreviation && !text.empty() && text.front() >= 'A' && text.front() <= 'Z') text.front() = static_cast<char>(text.front() - 'A' + 'a');
  return text;
}

std::string switch_of(const Purpose& purpose) {
  if (purpose.basis == Basis::consent) return "Only if you agree; you can take it back";
  if (purpose.may_object) return "You can turn it off";
  return purpose.basis == Basis::legal_obligation ? "The law demands it" : "The service needs it";
}

/// Categories of one kind, so that thirty of them can be read.
struct Family {
  std::string_view label;
  std::vector<std::string_view> names;  ///< a name covers those beneath it
};
const std::vector<Family>& families() {
  static const std::vector<Family> all{{"About you", {"user.name", "user.job_title", "user.demographic", "user.location", "user.content.self_image"}},
                                       {"How to reach you", {"user.contact"}},
                                       {"Your account", {"user.account", "user.authorization", "user.unique_id", "user.privacy_preferences"}},
                                       {"What you do", {"user.behavior", "user.device"}},
                                       {"What is written", {"user.content"}},
                                       {"Money", {"user.financial", "user.payment"}},
                                       {"Also", {"user"}}};
  return all;
}

std::string_view family_of(const Category& category) {
  for (const Family& family : families()) {
    for (const std::string_view name : family.names) {
      if (category.name == name || category.name.starts_with(std::string(name) + ".")) return family.label;
    }
  }
  return "Also";
}

std::string when_it_starts(const RetentionRule& rule) {
  if (rule.starts == Starts::signed_on && rule.entity == "session") return "after you signed in";
  if (rule.starts == Starts::account_closed && rule.keep == Period{}) return "when the account is closed";
  return std::string(to_words(rule.starts));
}

std::string how_long(const RetentionRule& rule) {
  if (!rule.keep) return "As long as the reason holds";
  const std::string starts = when_it_starts(rule);
  std::string text = *rule.keep == Period{} ? fmt::format("Goes {}", starts) : fmt::format("{} {}", period_in_words(*rule.keep), starts);
  if (rule.action == RetentionAction::mask) text += "; what names a person is taken out";
  if (rule.action == RetentionAction::archive) text += "; then it is locked away";
  return text;
}

std::string why(const Composition& composition, const RetentionRule& rule) {
  std::string text = rule.reason;
  if (rule.minimum) text += fmt::format(" The law asks for at least {}.", period_in_words(*rule.minimum));
  if (!composition.in_use(rule.needs)) text += " This rule is not in use here yet.";
  return text;
}

}  // namespace

Blocks who(const Composition& composition) {
  const Controller& controller = composition.policy.controller;
  Blocks blocks;
  say(blocks, fmt::format("{} decides what happens with your data and answers for it.", *setting_in_words(composition.policy, "controller.name")));
  std::vector<std::vector<Words>> rows;
  const auto add = [&](std::string label, const std::string& value, std::string link = {}) {
    if (!value.empty()) rows.push_back({words(std::move(label)), {Span{value, std::move(link)}}});
  };
  const auto mail = [](const std::string& address) { return address.empty() ? std::string() : "mailto:" + address; };
  add("Address", controller.address);
  add("Country", controller.country.empty() ? std::string() : country_in_words(controller.country));
  add("Email", controller.email, mail(controller.email));
  add("Phone", controller.phone);
  add("Representative", controller.representative);
  add("Privacy officer", controller.officer);
  add("Mail to the officer", controller.officer_email, mail(controller.officer_email));
  add("Letters to the officer", controller.officer_address);
  if (!rows.empty()) blocks.emplace_back(Table{{"", "How to reach us"}, std::move(rows)});
  return blocks;
}

Blocks collected(const Composition& composition) {
  std::map<std::string_view, std::vector<std::string>> held;
  std::vector<std::string> never;
  for (const Category& category : composition.policy.categories) {
    if (category.name.starts_with("system.")) continue;
    if (is_used(composition.policy, category)) held[family_of(category)].push_back(lower_first(category.label));
    else if (category.special) never.push_back(lower_first(category.label));
  }
  Blocks blocks;
  std::vector<Words> items;
  for (const Family& family : families()) {
    if (!held[family.label].empty()) items.push_back(words(fmt::format("{}: {}.", family.label, joined(held[family.label]))));
  }
  say(blocks, "These kinds of data can be held here:");
  blocks.emplace_back(List{std::move(items)});
  if (!never.empty()) say(blocks, fmt::format("There is no field for these: {}.", joined(never)));
  return blocks;
}

Blocks purposes(const Composition& composition) {
  Table table{{"Use", "What it means", "What allows it", "Your say"}, {}};
  for (const Purpose& purpose : composition.policy.purposes) {
    table.rows.push_back({words(purpose.label), words(purpose.explanation), words(lower_first(std::string(words_of(purpose.basis)))), words(switch_of(purpose))});
  }
  return {std::move(table)};
}

Blocks retention(const Composition& composition) {
  Table table{{"What", "How long", "Why"}, {}};
  for (const RetentionRule& rule : composition.policy.retention) {
    table.rows.push_back({words(title_of(rule.id)), words(how_long(rule)), words(why(composition, rule))});
  }
  Blocks blocks;
  if (table.rows.empty()) return blocks;
  if (!composition.publishing.in_use("retention")) say(blocks, "These are the rules. The program does not delete by itself yet; until it does, people do.");
  blocks.emplace_back(std::move(table));
  say(blocks, "If more than one rule fits, data frozen for a dispute stays first of all, then what the law makes us keep. After these your wish to have it erased comes before any rule of ours, a rule for the case before a general one, and the shorter time before the longer.");
  return blocks;
}

}  // namespace probity::privacy
