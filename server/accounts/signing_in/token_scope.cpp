#include "accounts/signing_in/token_scope.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace probity::accounts {
namespace {

using privacy::EntityGrant;

/// Beyond it the memory starts afresh.
constexpr std::size_t kMostKept = 10'000;

void close(EntityGrant& grant) { grant.read = grant.create = grant.update = grant.remove = grant.export_all = grant.bulk = privacy::Reach::none; }
void close_for_writing(EntityGrant& grant) { grant.create = grant.update = grant.remove = grant.bulk = privacy::Reach::none; }

privacy::Grants narrow(const privacy::Grants& role, const TokenScope& scope) {
  privacy::Grants grants = role;
  grants.administrator = false;
  const auto is_open = [&](std::string_view entity) { return scope.entities.empty() || std::ranges::find(scope.entities, entity) != scope.entities.end(); };
  for (const std::string& entity : scope.entities) grants.entities.emplace(entity, role.of(entity));
  if (!scope.entities.empty()) close(grants.everything);
  if (!scope.may_write) close_for_writing(grants.everything);
  for (auto& [entity, grant] : grants.entities) {
    if (!is_open(entity)) close(grant);
    if (!scope.may_write) close_for_writing(grant);
  }
  return grants;
}

}  // namespace

std::shared_ptr<const privacy::Grants> narrowed(const std::shared_ptr<const privacy::Grants>& grants, const TokenScope& scope) {
  if (scope.may_write && scope.entities.empty()) return grants;
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const privacy::Grants>> kept;
  std::vector<std::string> entities = scope.entities;
  std::ranges::sort(entities);
  const std::string key = fmt::format("{}\n{}\n{}", grants->serial, scope.may_write, fmt::join(entities, "\n"));
  const std::lock_guard lock(mutex);
  auto& one = kept[key];
  if (!one) {
    one = privacy::Grants::make(narrow(*grants, scope));
    if (kept.size() > kMostKept) {
      const auto made = one;
      kept.clear();
      return made;
    }
  }
  return one;
}

}  // namespace probity::accounts
