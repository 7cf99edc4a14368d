#include "records/hooks.hpp"

namespace probity::records {
namespace {

template <typename Map>
std::set<std::string, std::less<>> names_of(const Map& map) {
  std::set<std::string, std::less<>> names;
  for (const auto& [name, function] : map) names.insert(name);
  return names;
}

}  // namespace

std::set<std::string, std::less<>> Hooks::hook_names() const { return names_of(hooks_); }
std::set<std::string, std::less<>> Hooks::compute_names() const { return names_of(computes_); }

Result<> Hooks::run(const Context& context, store::Reader& reader, Draft& draft) const {
  for (const std::string& name : draft.entity->hooks) {
    PROBITY_TRY(hooks_.at(name)(context, reader, draft));
  }
  for (const meta::Field& field : draft.entity->fields) {
    if (field.compute.empty()) continue;
    PROBITY_TRY(computes_.at(field.compute)(context, reader, field, draft));
  }
  return {};
}

}  // namespace probity::records
