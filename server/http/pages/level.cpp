#include "http/pages/level.hpp"

namespace probity::http::pages {
namespace {

Result<Level> level_of(const Call& call, std::string slug, std::string name, std::string suffix) {
  PROBITY_ASSIGN(const auto workspace, call.application.records.workspaces().find(slug));
  return Level{std::move(slug), std::move(name), std::move(suffix), workspace->policy()};
}

}  // namespace

Result<Level> operator_level(const Call& call) { return level_of(call, std::string(records::kSystemWorkspace), "", ""); }

Result<Level> workspace_level(const Call& call, std::string_view slug) {
  PROBITY_ASSIGN(const auto info, call.application.accounts.find_workspace(slug));
  return level_of(call, info.slug, info.name, "/of/" + info.slug);
}

Result<std::vector<privacy::PolicyPointer>> versions_of(const Call& call, const Level& level) {
  if (!call.application.policy_versions) return std::vector{level.policy};
  return call.application.policy_versions(level.slug);
}

privacy::Publishing publishing_of(const Call& call, const Level& level) {
  privacy::Publishing publishing{.site = level.name, .suffix = level.suffix};
  if (call.application.in_use) publishing.in_use = call.application.in_use;
  return publishing;
}

}  // namespace probity::http::pages
