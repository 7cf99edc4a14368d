// Who else gets data, where it goes, and when it must be handed over.
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

std::string what_it_gets(const Policy& policy, const Processor& processor) {
  std::vector<std::string> labels;
  for (const std::string& name : processor.categories) {
    for (const Category& category : policy.categories) {
      const bool is_it = category.name == name;
      const bool is_beneath = category.name.starts_with(name + ".") && !policy.category(name);
      if (is_it || (is_beneath && !category.special && name != "user")) labels.push_back(category.label);
    }
    if (name == "user") labels.push_back("All of it");
  }
  for (std::size_t place = 1; place < labels.size(); ++place) {
    if (!labels[place].starts_with("IP")) labels[place].front() = static_cast<char>(std::tolower(static_cast<unsigned char>(labels[place].front())));
  }
  return joined(labels);
}

std::string how_long(const Processor& processor) {
  if (processor.keep) return period_in_words(*processor.keep);
  return processor.keep_text.empty() ? "not stated" : processor.keep_text;
}

std::string where(const Processor& processor) {
  std::string place = country_in_words(processor.country);
  if (!processor.region.empty()) place += fmt::format(" ({})", processor.region);
  if (place.starts_with("the ")) place.front() = 'T';
  std::string text = place.empty() ? "Place not stated" : place;
  if (processor.safeguard != Safeguard::none_needed) text += fmt::format(", protected by {}", words_of(processor.safeguard));
  if (processor.safeguard == Safeguard::adequacy) text = fmt::format("{}, where {}", place, words_of(processor.safeguard));
  if (!processor.safeguard_until.empty()) text += fmt::format(" until {}", date_in_words(*parse_day(processor.safeguard_until)));
  return fmt::format("{}.\nKept there: {}.", text, how_long(processor));
}

Words statement_of(const Processor& processor) {
  const std::string state(to_words(processor.statement));
  if (processor.statement_url.empty()) return words(title_of(state));
  return {Span{"Its statement", processor.statement_url}, Span{"\nWith us: " + state}};
}

std::string task_of(const Composition& composition, const Processor& processor) {
  std::string text = processor.task;
  const std::string gets = what_it_gets(composition.policy, processor);
  if (!gets.empty()) text += fmt::format("\nIt gets: {}.", gets);
  if (!processor.notice_date.empty() && *parse_day(processor.notice_date) > day_of(now(), {})) text += fmt::format("\nFrom {} on, not before.", date_in_words(*parse_day(processor.notice_date)));
  if (processor.may_refuse) text += fmt::format("\nYou can refuse it. Then: {}", processor.without_it);
  if (!processor.integration.empty() && !composition.publishing.in_use(processor.integration)) text += "\nNot in use here yet.";
  return text;
}

}  // namespace

Blocks recipients(const Composition& composition) {
  Blocks blocks;
  const auto& processors = composition.policy.processors;
  if (processors.empty()) {
    say(blocks, "No outside service receives data from here.");
    return blocks;
  }
  Table table{{"Who", "What for", "Where", "Its own words"}, {}};
  for (const Processor& processor : processors) {
    table.rows.push_back({words(processor.name), words(task_of(composition, processor)), words(where(processor)), statement_of(processor)});
  }
  blocks.emplace_back(std::move(table));
  const bool none_for_itself = std::ranges::all_of(processors, &Processor::no_own_use);
  const bool all_confidential = std::ranges::all_of(processors, &Processor::confidential);
  if (none_for_itself && all_confidential) say(blocks, "They work for us alone: none may use the data for itself, and their people have agreed to keep it to themselves.");
  return blocks;
}

Blocks transfers(const Composition& composition) {
  std::vector<std::string> places;
  for (const Processor& processor : composition.policy.processors) {
    const std::string place = country_in_words(processor.country);
    if (!place.empty() && std::ranges::find(places, place) == places.end()) places.push_back(place);
  }
  Blocks blocks;
  if (!places.empty()) say(blocks, fmt::format("The services listed above keep data in {}. Beside each stands what protects it there.", joined(places)));
  return blocks;
}

Blocks disclosures(const Composition& composition) {
  Blocks blocks;
  const bool told = std::ranges::any_of(composition.policy.promises, [](const Promise& promise) { return mentions(promise.text, "disclosure_grounds"); });
  if (told || composition.policy.disclosure_grounds.empty()) return blocks;
  say(blocks, fmt::format("We hand data to courts, authorities or others with a right to it only for {}. Each case is written down, with its ground.",
                          *setting_in_words(composition.policy, "disclosure_grounds")));
  return blocks;
}

}  // namespace probity::privacy
