#include "privacy/policy/diff/diff.hpp"

#include "privacy/policy/diff/sentences.hpp"

namespace probity::privacy {
namespace {

/// More are told as a number.
constexpr std::size_t kNamed = 6;

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::narrower: return "narrower";
    case Severity::same: return "same";
    case Severity::wider: return "wider";
  }
  return {};
}

std::string Sentences::category(const std::string& name) const {
  for (const Policy* policy : {&after, &before}) {
    if (const Category* found = policy->category(name)) return found->label;
  }
  // A name above others stands for all beneath it.
  std::vector<std::string> labels;
  std::size_t more = 0;
  for (const Category& category : after.categories) {
    if (!category.name.starts_with(name + ".")) continue;
    if (labels.size() < kNamed) labels.push_back(category.label);
    else ++more;
  }
  if (more > 0) labels.push_back(fmt::format("{} more", more));
  return labels.empty() ? name : joined(labels);
}

std::string Sentences::categories(const std::vector<std::string>& names) const {
  std::vector<std::string> labels;
  for (const std::string& name : names) labels.push_back(category(name));
  return joined(labels);
}

std::string Sentences::purposes(const std::vector<std::string>& names) const {
  std::vector<std::string> labels;
  for (const std::string& name : names) {
    const Purpose* found = after.purpose(name) ? after.purpose(name) : before.purpose(name);
    labels.push_back(fmt::format("\"{}\"", found ? found->label : name));
  }
  return joined(labels);
}

std::string Sentences::records_of(const std::string& entity) const {
  if (entity == "*") return "everything without a rule of its own";
  if (input.records_of) return input.records_of(entity);
  std::string words = entity;
  std::ranges::replace(words, '_', ' ');
  return words + " records";
}

std::vector<PolicyChange> diff(const DiffInput& input) {
  Sentences sentences(input);
  diff_controller(sentences);
  diff_purposes(sentences);
  diff_retention(sentences);
  diff_processors(sentences);
  diff_cookies(sentences);
  diff_settings(sentences);
  diff_promises(sentences);
  return sentences.take();
}

bool must_tell(const std::vector<PolicyChange>& changes) { return std::ranges::any_of(changes, &PolicyChange::tell); }

void write_changes(const std::vector<PolicyChange>& changes, JsonWriter& writer) {
  writer.StartArray();
  for (const PolicyChange& change : changes) {
    writer.StartObject();
    key(writer, "severity");
    put(writer, name_of(change.severity));
    key(writer, "where");
    put(writer, change.where);
    key(writer, "text");
    put(writer, change.text);
    key(writer, "tell");
    writer.Bool(change.tell);
    if (change.deletes) {
      key(writer, "deletes");
      writer.Int64(*change.deletes);
    }
    writer.EndObject();
  }
  writer.EndArray();
}

std::vector<std::pair<std::string, std::string>> widened_pairs(const Policy& before, const Policy& after) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Purpose& purpose : after.purposes) {
    // Nobody can have agreed before to a purpose that was not there: their agreement alone opens it.
    if (purpose.basis == Basis::consent && !before.purpose(purpose.name)) continue;
    for (const Category& category : after.categories) {
      const bool is_new = before.category(category.name) && purpose.covers(category.name) && !before.allows(purpose.name, category.name);
      if (is_new) pairs.emplace_back(purpose.name, category.name);
    }
  }
  return pairs;
}

std::vector<std::string> opened_processors(const Policy& before, const Policy& after) {
  std::vector<std::string> opened;
  for (const Processor& now : after.processors) {
    const Processor* old = before.processor(now.id);
    const auto has_more = [&](const std::vector<std::string> Processor::*names) {
      return std::ranges::any_of(now.*names, [&](const std::string& name) { return std::ranges::find(old->*names, name) == (old->*names).end(); });
    };
    if (!old || has_more(&Processor::purposes) || has_more(&Processor::categories)) opened.push_back(now.id);
  }
  return opened;
}

PolicyInForce succeed(const PolicyInForce& current, std::shared_ptr<const Policy> next, std::int64_t version, Timestamp since, bool announced) {
  PolicyInForce result{.policy = next, .serial = 0, .version = version, .since = since, .widened = {}, .opened = {}};
  for (const auto& [pair, first] : current.widened) {
    if (next->allows(pair.first, pair.second)) result.widened[pair] = first;
  }
  for (auto& pair : widened_pairs(*current.policy, *next)) result.widened[std::move(pair)] = version;
  for (const auto& [processor, first] : current.opened) {
    if (next->processor(processor)) result.opened[processor] = first;
  }
  if (announced) {
    for (std::string& processor : opened_processors(*current.policy, *next)) result.opened[std::move(processor)] = version;
  }
  return result;
}

}  // namespace probity::privacy
