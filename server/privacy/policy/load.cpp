#include "privacy/policy/policy.hpp"

#include <fstream>

#include "meta/yaml.hpp"

namespace probity::privacy {
namespace {

using meta::Yaml;

std::unexpected<Error> bad_policy(const std::filesystem::path& file, int line, std::string_view message) {
  return invalid("bad_policy", fmt::format("{}:{}: {}", file.string(), line, message));
}

std::string member(const Yaml& map, std::string_view key) {
  const Yaml* value = map.find(key);
  return value && value->is_scalar() ? value->scalar : std::string();
}

/// `name: {label: ..}` of a section, each by `make`.
template <typename Item, typename Make>
Result<std::vector<Item>> section(const std::filesystem::path& file, const Yaml& policy, std::string_view key, Make make) {
  const Yaml* list = policy.find(key);
  if (!list || !list->is_map() || list->members.empty()) return bad_policy(file, policy.line, fmt::format("\"{}\" is missing: name at least one.", key));
  std::vector<Item> items;
  for (const meta::YamlMember& entry : list->members) {
    if (member(entry.value, "label").empty()) return bad_policy(file, entry.line, fmt::format("{}.{} has no label.", key, entry.key));
    items.push_back(make(entry.key, entry.value));
  }
  return items;
}

}  // namespace

Result<Policy> load_policy(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return invalid("bad_policy", fmt::format("The policy {} cannot be read.", file.string()));
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  const auto parsed = meta::parse_yaml(text);
  if (!parsed) return bad_policy(file, parsed.error().line, parsed.error().message);
  Policy policy;
  policy.name = member(*parsed, "policy");
  if (policy.name.empty()) return bad_policy(file, parsed->line, "\"policy\" is missing: give it a name.");
  PROBITY_ASSIGN(policy.categories, section<Category>(file, *parsed, "categories", [](const std::string& name, const Yaml& entry) {
    return Category{.name = name, .label = member(entry, "label")};
  }));
  PROBITY_ASSIGN(policy.purposes, section<Purpose>(file, *parsed, "purposes", [](const std::string& name, const Yaml& entry) {
    Purpose purpose;
    purpose.name = name;
    purpose.label = member(entry, "label");
    return purpose;
  }));
  return policy;
}

meta::Vocabulary vocabulary_of(const Policy& policy) {
  meta::Vocabulary vocabulary;
  for (const Category& category : policy.categories) vocabulary.categories.insert(category.name);
  for (const Purpose& purpose : policy.purposes) vocabulary.purposes.insert(purpose.name);
  return vocabulary;
}

}  // namespace probity::privacy
