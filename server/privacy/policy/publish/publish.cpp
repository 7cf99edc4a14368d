#include "privacy/policy/publish/publish.hpp"

#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/sections.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

using Compose = Blocks (*)(const Composition&);
constexpr std::pair<std::string_view, Compose> kComposers[] = {
    {"who", who},         {"collect", collected},      {"purposes", purposes},   {"retention", retention}, {"recipients", recipients}, {"transfers", transfers},
    {"choices", choices}, {"disclosures", disclosures}, {"rights", rights},       {"cookies", cookies},     {"signals", signals},       {"logs", logs},
    {"never", never},     {"security", security},      {"children", children},   {"changes", changes},     {"complaints", complaints}, {"contact", contact}};

void add_items(Blocks& blocks, std::vector<Words> items) {
  if (items.size() == 1) blocks.emplace_back(Paragraph{std::move(items.front())});
  if (items.size() > 1) blocks.emplace_back(List{std::move(items)});
}

void add_promises(const Composition& composition, std::string_view section, Blocks& blocks) {
  std::vector<Words> now;
  std::vector<Words> later;
  for (const Promise& promise : composition.policy.promises) {
    if (promise.section != section) continue;
    (composition.in_use(promise.needs) ? now : later).push_back(fill_in(composition.policy, promise.text, &promise));
  }
  add_items(blocks, std::move(now));
  if (later.empty()) return;
  say(blocks, later.size() == 1 ? "Not in use here yet. From the day it is, this holds:" : "Not in use here yet. From the day they are, these hold:");
  blocks.emplace_back(List{std::move(later)});
}

Section section_of(const Composition& composition, const SectionTitle& title) {
  Section section{std::string(title.id), std::string(title.title), {}};
  const auto stated = std::ranges::find(composition.policy.statements, title.id, &std::pair<std::string, std::string>::first);
  if (stated != composition.policy.statements.end()) section.blocks.emplace_back(Paragraph{fill_in(composition.policy, stated->second)});
  for (Block& block : blocks_of(composition, title.id)) section.blocks.push_back(std::move(block));
  add_promises(composition, title.id, section.blocks);
  return section;
}

void add_introduction(const Composition& composition, Document& document) {
  document.introduction.emplace_back(Paragraph{
      {{"This text says what is done with data about you. It is written from the settings that the program itself obeys, so one cannot change without the other. "},
       {"Which of these promises are kept at this moment", "/trust" + composition.publishing.suffix},
       {" can be seen by everybody."}}});
}

}  // namespace

Blocks blocks_of(const Composition& composition, std::string_view section) {
  for (const auto& [id, compose] : kComposers) {
    if (id == section) return compose(composition);
  }
  return {};
}

Document publish(const PolicyInForce& in_force, const Publishing& publishing) {
  const Composition composition{*in_force.policy, in_force, publishing};
  Document document;
  document.title = publishing.site.empty() ? "Privacy" : fmt::format("Privacy at {}", publishing.site);
  document.facts = {{"Last changed", words(in_force.since == 0 ? "Unchanged so far" : date_in_words(in_force.since))}, {"Version", words(std::to_string(in_force.version))}};
  if (!in_force.policy->controller.name.empty()) document.facts.emplace_back("Answers for it", words(in_force.policy->controller.name));
  add_introduction(composition, document);
  for (const SectionTitle& title : section_titles()) {
    Section section = section_of(composition, title);
    if (!section.blocks.empty()) document.sections.push_back(std::move(section));
  }
  return document;
}

}  // namespace probity::privacy
