#include "privacy/policy/publish/history.hpp"

#include "base/text.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

/// Lines of a section's text; a row of a table is one line, so that a changed cell shows with its row.
std::vector<std::string> lines_of(const Section* section) {
  std::vector<std::string> lines;
  if (!section) return lines;
  const std::string text = as_text(*section);
  for (const std::string_view line : split(text, '\n')) {
    if (is_blank(line)) continue;
    if (line.starts_with("  - ") && !lines.empty()) lines.back() += fmt::format("; {}", line.substr(4));
    else lines.emplace_back(line.starts_with("- ") ? line.substr(2) : line);
  }
  for (std::string& line : lines) std::erase(line, '*');
  return lines;
}

std::vector<std::string> without(const std::vector<std::string>& lines, const std::vector<std::string>& others) {
  std::vector<std::string> left;
  for (const std::string& line : lines) {
    if (std::ranges::find(others, line) == others.end()) left.push_back(line);
  }
  return left;
}

const Section* section_of(const Document& document, std::string_view id) {
  const auto found = std::ranges::find(document.sections, id, &Section::id);
  return found == document.sections.end() ? nullptr : &*found;
}

void add_change(std::vector<SectionChange>& changes, const Section& named, const Section* before, const Section* after) {
  const auto old_lines = lines_of(before);
  const auto new_lines = lines_of(after);
  SectionChange change{named.title, without(old_lines, new_lines), without(new_lines, old_lines)};
  // The number and date of the version itself change each time and say nothing.
  const auto is_about_itself = [](const std::string& line) { return line.starts_with("This is version "); };
  std::erase_if(change.removed, is_about_itself);
  std::erase_if(change.added, is_about_itself);
  if (!change.removed.empty() || !change.added.empty()) changes.push_back(std::move(change));
}

std::string link_of(const PolicyInForce& version, std::string_view suffix) { return fmt::format("/privacy{}/history/{}", suffix, version.version); }

std::string dates_of(const PolicyInForce& version, const PolicyInForce* next) {
  if (version.since > now()) return fmt::format("Announced; counts from {}", date_in_words(version.since));
  const std::string since = version.since == 0 ? "the beginning" : date_in_words(version.since);
  if (!next || next->since > now()) return fmt::format("In force since {}", since);
  return fmt::format("From {} to {}", since, date_in_words(next->since));
}

std::vector<Words> items_of(const std::vector<std::string>& lines) {
  std::vector<Words> items;
  for (const std::string& line : lines) items.push_back(words(line));
  return items;
}

void add_differences(const Document& before, const Document& after, Blocks& blocks) {
  const auto changes = differences(before, after);
  if (changes.empty()) say(blocks, "Its words are those of the version before.");
  for (const SectionChange& change : changes) {
    if (!change.removed.empty()) {
      say(blocks, fmt::format("{}, no longer said:", change.title));
      blocks.emplace_back(List{items_of(change.removed)});
    }
    if (!change.added.empty()) {
      say(blocks, fmt::format("{}, newly said:", change.title));
      blocks.emplace_back(List{items_of(change.added)});
    }
  }
}

}  // namespace

std::vector<SectionChange> differences(const Document& before, const Document& after) {
  std::vector<SectionChange> changes;
  for (const Section& section : after.sections) add_change(changes, section, section_of(before, section.id), &section);
  for (const Section& section : before.sections) {
    if (!section_of(after, section.id)) add_change(changes, section, &section, nullptr);
  }
  return changes;
}

Document history_of(const std::vector<PolicyPointer>& versions, const Publishing& publishing) {
  Document document{.title = publishing.site.empty() ? "Versions of our privacy text" : fmt::format("Versions of the privacy text of {}", publishing.site)};
  document.introduction.emplace_back(Paragraph{{{"Each version can be read as it was. What changed stands beneath it, in the words of the texts. "}, {"The text that counts now", "/privacy" + publishing.suffix}}});
  for (std::size_t place = 0; place < versions.size(); ++place) {
    const PolicyInForce& version = *versions[place];
    Section section{fmt::format("version-{}", version.version), fmt::format("Version {}", version.version), {}};
    section.blocks.emplace_back(Paragraph{{{dates_of(version, place == 0 ? nullptr : versions[place - 1].get()) + ". "}, {"Read it", link_of(version, publishing.suffix)}}});
    if (place + 1 < versions.size()) add_differences(publish(*versions[place + 1], publishing), publish(version, publishing), section.blocks);
    document.sections.push_back(std::move(section));
  }
  return document;
}

void mark_as_not_in_force(Document& document, const PolicyInForce& version, std::string_view suffix) {
  const bool is_to_come = version.since > now();
  document.introduction.insert(document.introduction.begin(),
                               Paragraph{{{is_to_come ? fmt::format("This version does not count yet; it will from {}. ", date_in_words(version.since)) : std::string("This version no longer counts. ")},
                                          {"Read the one that does", fmt::format("/privacy{}", suffix)}}});
}

}  // namespace probity::privacy
