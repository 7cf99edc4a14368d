#include "privacy/policy/law.hpp"

#include <charconv>
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

Result<std::optional<Period>> period_under(const std::filesystem::path& file, const Yaml& map, std::string_view key) {
  const Yaml* value = map.find(key);
  if (!value) return std::nullopt;
  const auto period = parse_period(value->scalar);
  if (!period) return bad_law(file, value->line, fmt::format("{} must be a period like P1M", key));
  return period;
}

Result<std::optional<int>> days_under(const std::filesystem::path& file, const Yaml& map, std::string_view key) {
  const Yaml* value = map.find(key);
  if (!value) return std::nullopt;
  int days = 0;
  const auto [end, error] = std::from_chars(value->scalar.data(), value->scalar.data() + value->scalar.size(), days);
  if (error != std::errc{} || end != value->scalar.data() + value->scalar.size() || days < 1 || days > 365) return bad_law(file, value->line, fmt::format("{} must be a number of days", key));
  return days;
}

Result<> read_requests(const std::filesystem::path& file, const Yaml& yaml, Law& law) {
  const Yaml* clocks = yaml.find("clocks");
  const Yaml* holidays = yaml.find("holidays");
  if (!clocks || !holidays) return bad_law(file, yaml.line, "clocks and holidays must be there");
  for (const meta::YamlMember& member : clocks->members) {
    RequestClock clock{.due = {}, .extended = {}, .to_working_day = text_under(member.value, "to_working_day") == "true", .pauses = text_under(member.value, "pauses") == "true",
                       .acknowledge_in = {}, .opt_out_in = {}, .proof_within = {}, .kept = {}};
    PROBITY_ASSIGN(const auto due, period_under(file, member.value, "due"));
    PROBITY_ASSIGN(const auto proof, period_under(file, member.value, "proof_within"));
    if (!due || !proof) return bad_law(file, member.line, fmt::format("the clock {} needs due and proof_within", member.key));
    clock.due = *due;
    clock.proof_within = *proof;
    PROBITY_ASSIGN(clock.extended, period_under(file, member.value, "extended"));
    PROBITY_ASSIGN(clock.kept, period_under(file, member.value, "kept"));
    PROBITY_ASSIGN(clock.acknowledge_in, days_under(file, member.value, "acknowledge_in"));
    PROBITY_ASSIGN(clock.opt_out_in, days_under(file, member.value, "opt_out_in"));
    law.clocks.emplace(member.key, clock);
  }
  for (const meta::YamlMember& country : holidays->members) {
    for (const Yaml& day : country.value.items) law.holidays[country.key].push_back(day.scalar);
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
  PROBITY_ASSIGN(const Yaml requests, read(folder / "requests.yaml"));
  PROBITY_TRY(read_requests(folder / "requests.yaml", requests, law));
  return law;
}

}  // namespace probity::privacy
