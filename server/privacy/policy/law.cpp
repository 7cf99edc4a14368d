#include "privacy/policy/law.hpp"

#include <fstream>

#include "meta/yaml.hpp"

namespace probity::privacy {
namespace {

using meta::Yaml;

std::unexpected<Error> bad_law(const std::filesystem::path& file, int line, std::string_view message) {
  return invalid("bad_law", fmt::format("{}:{}: {}", file.string(), line, message));
}

Result<Yaml> read(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return bad_law(file, 1, "the file cannot be read");
  auto yaml = meta::parse_yaml(std::string(std::istreambuf_iterator<char>(stream), {}));
  if (!yaml) return bad_law(file, yaml.error().line, yaml.error().message);
  return std::move(*yaml);
}

std::string text_under(const Yaml& map, std::string_view key) {
  const Yaml* value = map.find(key);
  return value ? value->scalar : std::string();
}

std::set<std::string, std::less<>> texts_under(const Yaml& map, std::string_view key) {
  std::set<std::string, std::less<>> texts;
  const Yaml* list = map.find(key);
  if (!list) return texts;
  for (const Yaml& item : list->items) texts.insert(item.scalar);
  return texts;
}

Result<std::optional<Day>> date_under(const std::filesystem::path& file, const Yaml& map, std::string_view key) {
  const Yaml* value = map.find(key);
  if (!value) return std::nullopt;
  const auto day = parse_day(value->scalar);
  if (!day) return bad_law(file, value->line, fmt::format("{} must be a date like 2026-01-31", key));
  return day;
}

using Frameworks = std::map<std::string, Law::Framework, std::less<>>;

Result<Frameworks> frameworks_under(const std::filesystem::path& file, const Yaml& yaml, std::string_view key) {
  Frameworks frameworks;
  const Yaml* map = yaml.find(key);
  if (!map) return bad_law(file, yaml.line, fmt::format("{} is missing", key));
  for (const meta::YamlMember& member : map->members) {
    Law::Framework framework{.label = text_under(member.value, "label"), .from = {}, .until = {}, .countries = texts_under(member.value, "countries")};
    PROBITY_ASSIGN(framework.from, date_under(file, member.value, "from"));
    PROBITY_ASSIGN(framework.until, date_under(file, member.value, "until"));
    frameworks.emplace(member.key, std::move(framework));
  }
  return frameworks;
}

Result<> read_minimums(const std::filesystem::path& file, const Yaml& yaml, Law& law) {
  for (const meta::YamlMember& entity : yaml.members) {
    for (const meta::YamlMember& country : entity.value.members) {
      const auto keep = parse_period(text_under(country.value, "keep"));
      if (!keep) return bad_law(file, country.line, "keep must be a period like P6Y");
      law.minimums[entity.key].emplace(country.key, Law::Minimum{*keep, text_under(country.value, "law")});
    }
  }
  return {};
}

}  // namespace

bool Law::is_adequate(std::string_view country, Day day) const {
  const auto found = adequate.find(country);
  return found != adequate.end() && found->second.valid_on(day);
}

const Law::Minimum* Law::minimum(std::string_view entity, std::string_view country) const {
  const auto of_entity = minimums.find(entity);
  if (of_entity == minimums.end()) return nullptr;
  auto found = of_entity->second.find(country);
  if (found == of_entity->second.end()) found = of_entity->second.find("*");
  return found == of_entity->second.end() ? nullptr : &found->second;
}

Result<Law> load_law(const std::filesystem::path& folder) {
  Law law;
  const auto countries = folder / "countries.yaml";
  PROBITY_ASSIGN(const Yaml map, read(countries));
  law.eea = texts_under(map, "eea");
  PROBITY_ASSIGN(law.adequate, frameworks_under(countries, map, "adequate"));
  PROBITY_ASSIGN(law.frameworks, frameworks_under(countries, map, "frameworks"));
  PROBITY_ASSIGN(const Yaml minimums, read(folder / "retention.yaml"));
  PROBITY_TRY(read_minimums(folder / "retention.yaml", minimums, law));
  return law;
}

}  // namespace probity::privacy
