// Who else gets data, where it goes, and when it must be handed over.
#include "privacy/policy/names.hpp"
#include "privacy/policy/publish/compose.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

std::string lower_first(std::string text) {
  if (!text.starts_with("IP") && !text.empty()) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

/// A group of categories by one name, where it goes as a whole.
std::string label_of(const Policy& policy, const std::string& name) {
  if (name == "user") return "everything held here";
  if (name == "user.contact") return "contact details";
  const Category* category = policy.category(name);
  return category ? lower_first(category->label) : name;
}

std::string what_it_gets(const Policy& policy, const Processor& processor) {
  std::vector<std::string> labels;
  for (const std::string& name : processor.categories) labels.push_back(label_of(policy, name));
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
  if (processor.safeguard == Safeguard::adequacy) text = fmt::format("{}, whose law is recognised as adequate", place);
  if (!processor.safeguard_until.empty()) text += fmt::format(" until {}", date_in_words(*parse_day(processor.safeguard_until)));
  return fmt::format("{}.\nKept there: {}.", text, how_long(processor));
}

Words statement_of(const Processor& processor) {
  const std::pair<StatementState, std::string_view> states[] = {{StatementState::in_hand, "We have our copy."}, {StatementState::awaited, "We wait for our copy."}, {StatementState::in_preparation, "Our copy is being prepared."}};
  const auto found = std::ranges::find(states, processor.statement, &std::pair<StatementState, std::string_view>::first);
  if (processor.statement_url.empty()) return words(std::string(found->second));
  return {Span{"Read it", processor.statement_url}, Span{fmt::format("\n{}", found->second)}};
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
  Table table{{"Who", "What for", "Where", "Its statement"}, {}};
  for (const Processor& processor : processors) {
    table.rows.push_back({words(processor.name), words(task_of(composition, processor)), words(where(processor)), statement_of(processor)});
  }
  blocks.emplace_back(std::move(table));
  const auto is_yours = [](const Processor& processor) { return processor.kind == "connected"; };
  const auto is_ours = [&](const Processor& processor) { return is_yours(processor) || (processor.no_own_use == true && processor.confidential == true); };
  if (std::ranges::all_of(processors, is_ours) && !std::ranges::all_of(processors, is_yours)) {
    const std::string_view but = std::ranges::any_of(processors, is_yours) ? "But for services that you connect yourself, they" : "They";
    say(blocks, fmt::format("{} work for us alone: none may use the data for itself, and their people have agreed to keep it to themselves.", but));
  }
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
