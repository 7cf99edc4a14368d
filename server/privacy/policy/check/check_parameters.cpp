// A check that is asked about nothing answers that all is well: it is refused before anybody believes it.
#include <charconv>

#include "privacy/guard/find.hpp"
#include "privacy/policy/check/findings.hpp"
#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

std::vector<std::string> guard_kinds() {
  std::vector<std::string> kinds;
  for (const guard::Kind kind : guard::kKinds) kinds.emplace_back(guard::name_of(kind));
  return kinds;
}

template <typename Value>
std::vector<std::string> names_of() {
  std::vector<std::string> known;
  for (const Named<Value>& each : names<Value>()) known.emplace_back(each.name);
  return known;
}

/// The values there are for a parameter; empty where any will do, or where they are looked at with the figures.
std::vector<std::string> values_of(std::string_view check, std::string_view parameter) {
  if (check.starts_with("guard.")) return parameter == "kinds" ? guard_kinds() : names_of<GuardAct>();
  if (check == "cookies.choice_needed") return names_of<CookieKind>();
  if (check == "consent.opt_out_honoured" && parameter == "channel") return {"email", "phone", "text", "post", "fax"};
  if (check == "logs.address_form" && parameter == "form") return names_of<AddressForm>();
  if (check == "signals.dnt_as_stated") return names_of<DoNotTrack>();
  if (check == "retention.rule_in_force" && parameter == "starts") return names_of<Starts>();
  return {};
}

class Parameters {
 public:
  Parameters(Findings& findings, const Promise& promise, const Promise::Check& check) : findings_(findings), where_(fmt::format("promises.{}.check", promise.id)), check_(check) {}

  bool look() {
    const auto known = findings_.input.parameters.find(check_.name);
    if (known == findings_.input.parameters.end()) return true;
    for (const auto& [name, value] : check_.with) {
      if (std::ranges::find(known->second, name) == known->second.end()) refuse(fmt::format("The check {} has no parameter \"{}\"{} {}", check_.name, name, or_near(name, known->second), wanted(known->second)));
    }
    for (const std::string& name : known->second) look_at(name);
    return well_;
  }

 private:
  void look_at(const std::string& name) {
    const auto given = check_.with.find(name);
    const auto values = given == check_.with.end() ? std::vector<std::string>{} : listed(given->second);
    if (values.empty()) return refuse(fmt::format("The check {} does not say which \"{}\" it is about, so it would find nothing wrong whatever happens. Name it.", check_.name, name));
    const auto known = values_of(check_.name, name);
    for (const std::string& value : values) {
      if (known.empty() || std::ranges::find(known, value) != known.end()) continue;
      refuse(fmt::format("\"{}\" is no {} that the check {} knows{} There are: {}.", value, name, check_.name, or_near(value, known), fmt::join(known, ", ")));
    }
    if (name == "fields" && check_.name == "records.fields_optional") look_at_fields(values);
    if (name == "years") look_at_years(values.front());
  }

  void look_at_years(const std::string& years) {
    int number = 0;
    const auto [end, error] = std::from_chars(years.data(), years.data() + years.size(), number);
    if (error != std::errc{} || end != years.data() + years.size() || number < 1) refuse(fmt::format("\"{}\" is no age in years. Write a number.", years));
  }

  /// Where a model has the entity, it has one of the fields at least; the others may come with what is not built.
  void look_at_fields(const std::vector<std::string>& fields) {
    const auto entity = check_.with.find("entity");
    if (entity == check_.with.end()) return;
    bool known_entity = findings_.input.models.empty();
    for (const auto& model : findings_.input.models) known_entity |= model && model->find(entity->second);
    if (!known_entity && entity->second != "member") refuse(fmt::format("Nothing called \"{}\" is recorded, so none of {} could be required of it.", entity->second, fmt::join(fields, ", ")));
  }

  static std::string wanted(const std::vector<std::string>& names) { return names.empty() ? std::string("It takes none.") : fmt::format("It takes: {}.", fmt::join(names, ", ")); }
  void refuse(std::string message) {
    well_ = false;
    findings_.refuse(where_, std::move(message));
  }

  Findings& findings_;
  std::string where_;
  const Promise::Check& check_;
  bool well_ = true;
};

}  // namespace

bool check_parameters(Findings& findings, const Promise& promise, const Promise::Check& check) { return Parameters(findings, promise, check).look(); }

}  // namespace probity::privacy
