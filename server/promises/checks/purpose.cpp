// What data is used for: the purposes in force, against the fields that the models have.
#include "base/text.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

/// Why a field is not covered by the policy; empty where it is.
std::string fault_of(const privacy::Policy& policy, const meta::Field& field) {
  if (field.category == "none" || field.category.starts_with("system.")) return {};
  if (field.purposes.empty()) return "has no purpose";
  for (const std::string& purpose : field.purposes) {
    if (!policy.purpose(purpose)) return fmt::format("is for \"{}\", a purpose that the policy does not declare", purpose);
    if (policy.allows(purpose, field.category)) return {};
  }
  return fmt::format("holds {}, which none of its purposes may use", field.category);
}

Result<Evidence> declared(const Situation& situation) {
  std::int64_t fields = 0;
  std::string wrong;
  PROBITY_TRY(each_workspace(situation, [&](const records::Context& workspace) -> Result<> {
    for (const auto& entity : workspace.model().entities()) {
      for (const meta::Field& field : entity->fields) {
        ++fields;
        const std::string fault = fault_of(situation.policy(), field);
        if (!fault.empty() && wrong.empty()) wrong = fmt::format("The field \"{}\" of \"{}\" {}.", field.label, entity->label_many, fault);
      }
    }
    return {};
  }));
  const std::vector<Figure> figures{{"fields", std::to_string(fields)}, {"purposes", std::to_string(situation.policy().purposes.size())}};
  return wrong.empty() ? kept("Every field has a purpose that the policy declares and that may use what it holds.", figures) : broken(wrong, figures);
}

Result<Evidence> switches(const Situation& situation) {
  const auto names = situation.list("purposes");
  for (const std::string& name : names) {
    const privacy::Purpose* purpose = situation.policy().purpose(name);
    if (!purpose) return broken(fmt::format("The policy declares no purpose \"{}\".", name));
    if (!purpose->may_object && purpose->basis != privacy::Basis::consent) return broken(fmt::format("For \"{}\" a person has no switch.", purpose->label));
  }
  return kept("Each of these uses is a purpose of its own, with a switch for the person.", {{"purposes with a switch", std::to_string(names.size())}});
}

}  // namespace

std::vector<Check> purpose_checks() {
  return {
      {"purpose.declared", "purpose and category of every field of every model in force", {}, declared},
      {"purpose.switches", "whether a person has a switch for each of these purposes", {"purposes"}, switches},
  };
}

}  // namespace probity::promises
