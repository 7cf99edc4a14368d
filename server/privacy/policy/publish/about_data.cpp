// What is held, what for, and how long.
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

std::string label_of(const Policy& policy, const std::string& name) {
  const Category* category = policy.category(name);
  return category ? category->label : name;
}

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
  return purpose.may_object ? "You can turn it off" : "It belongs to the service";
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
  if (!composition.in_use(rule.needs)) text += " Not in use here yet.";
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
  std::vector<std::string> held;
  std::vector<std::string> never;
  for (const Category& category : composition.policy.categories) {
    if (category.name.starts_with("system.")) continue;
    if (is_used(composition.policy, category)) held.push_back(lower_first(category.label));
    else if (category.special) never.push_back(lower_first(category.label));
  }
  Blocks blocks;
  if (!held.empty()) say(blocks, fmt::format("These kinds of data can be held here: {}.", joined(held)));
  if (!never.empty()) say(blocks, fmt::format("There is no place for these: {}.", joined(never)));
  return blocks;
}

Blocks purposes(const Composition& composition) {
  Table table{{"Use", "What it means", "What allows it", "Your say"}, {}};
  for (const Purpose& purpose : composition.policy.purposes) {
    table.rows.push_back({words(purpose.label), words(purpose.explanation), words(lower_first(std::string(words_of(purpose.basis)))), words(switch_of(purpose))});
  }
  Blocks blocks;
  say(blocks, "Whoever works with data here has to say what for, and sees only what that use is allowed.");
  blocks.emplace_back(std::move(table));
  return blocks;
}

Blocks retention(const Composition& composition) {
  Table table{{"What", "How long", "Why"}, {}};
  for (const RetentionRule& rule : composition.policy.retention) {
    std::string label = title_of(rule.id);
    if (!rule.categories.empty()) {
      std::vector<std::string> labels;
      for (const std::string& category : rule.categories) labels.push_back(lower_first(label_of(composition.policy, category)));
      label += fmt::format("\n({})", joined(labels));
    }
    table.rows.push_back({words(std::move(label)), words(how_long(rule)), words(why(composition, rule))});
  }
  Blocks blocks;
  if (table.rows.empty()) return blocks;
  if (!composition.publishing.in_use("retention")) say(blocks, "These are the rules. The program does not delete by itself yet; until it does, people do.");
  blocks.emplace_back(std::move(table));
  say(blocks, "If more than one rule fits, data frozen for a dispute stays first of all, then what the law makes us keep. After these your wish to have it erased comes before any rule of ours, a rule for the case before a general one, and the shorter time before the longer.");
  return blocks;
}

}  // namespace probity::privacy
