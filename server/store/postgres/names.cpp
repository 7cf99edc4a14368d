#include "store/postgres/names.hpp"

namespace probity::store::postgres {
namespace {

constexpr std::string_view kPrefix = "workspace_";
constexpr std::size_t kLongestSuffix = sizeof("_4294967295") - 1;

}  // namespace

bool is_workspace_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName - kPrefix.size() - kLongestSuffix) return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string schema_name(std::string_view workspace) { return fmt::format("{}{}", kPrefix, workspace); }

std::string workspace_of(std::string_view schema) {
  if (!schema.starts_with(kPrefix)) return {};
  schema.remove_prefix(kPrefix.size());
  return is_workspace_name(schema) ? std::string(schema) : std::string();
}

std::string role_name(std::string_view workspace, std::int64_t database) { return fmt::format("{}{}_{}", kPrefix, workspace, database); }

}  // namespace probity::store::postgres
