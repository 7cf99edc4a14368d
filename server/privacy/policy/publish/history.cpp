#include "privacy/policy/publish/history.hpp"

#include "privacy/policy/diff/diff.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

std::string link_of(const PolicyInForce& version, std::string_view suffix) { return fmt::format("/privacy{}/history/{}", suffix, version.version); }

std::string dates_of(const PolicyInForce& version, const PolicyInForce* next) {
  if (version.since > now()) return fmt::format("Announced; counts from {}", date_in_words(version.since));
  const std::string since = version.since == 0 ? "the beginning" : date_in_words(version.since);
  if (!next || next->since > now()) return fmt::format("In force since {}", since);
  return fmt::format("From {} to {}", since, date_in_words(next->since));
}

/// What concerns people first: more use, longer keeping, fewer promises.
void add_changes(const PolicyInForce& before, const PolicyInForce& after, Blocks& blocks) {
  const auto changes = diff({.before = *before.policy, .after = *after.policy, .effective = after.since, .people = "you"});
  const std::pair<Severity, std::string_view> groups[] = {{Severity::wider, "More is done with data, or less is promised:"}, {Severity::narrower, "Less is done with data, or more is promised:"}, {Severity::same, "Other changes:"}};
  if (changes.empty()) say(blocks, "Nothing changed in what it says.");
  for (const auto& [severity, title] : groups) {
    std::vector<Words> items;
    for (const PolicyChange& change : changes) {
      if (change.severity == severity) items.push_back(words(change.text));
    }
    if (items.empty()) continue;
    say(blocks, std::string(title));
    blocks.emplace_back(List{std::move(items)});
  }
}

}  // namespace

Document history_of(const std::vector<PolicyPointer>& versions, const Publishing& publishing) {
  Document document{.title = publishing.site.empty() ? "Versions of our privacy text" : fmt::format("Versions of the privacy text of {}", publishing.site)};
  document.introduction.emplace_back(Paragraph{{{"Each version can be read as it was. What changed from the one before stands beneath it. "}, {"The text that counts now", "/privacy" + publishing.suffix}}});
  for (std::size_t place = 0; place < versions.size(); ++place) {
    const PolicyInForce& version = *versions[place];
    Section section{fmt::format("version-{}", version.version), fmt::format("Version {}", version.version), {}};
    section.blocks.emplace_back(Paragraph{{{dates_of(version, place == 0 ? nullptr : versions[place - 1].get()) + ". "}, {"Read it", link_of(version, publishing.suffix)}}});
    if (place + 1 < versions.size()) add_changes(*versions[place + 1], version, section.blocks);
    document.sections.push_back(std::move(section));
  }
  return document;
}

void mark_as_not_in_force(Document& document, const PolicyInForce& version, std::string_view suffix) {
  const bool is_to_come = version.since > now();
  const std::string says = is_to_come ? fmt::format("This version does not count yet; it will from {}. ", date_in_words(version.since)) : std::string("This version no longer counts. ");
  document.introduction.insert(document.introduction.begin(), Paragraph{{{says}, {"Read the one that does", fmt::format("/privacy{}", suffix)}}});
}

}  // namespace probity::privacy
