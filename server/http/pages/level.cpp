#include "http/pages/level.hpp"

#include "privacy/policy/load.hpp"

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
  PROBITY_ASSIGN(const auto versions, call.application.governance->history(level.slug));
  std::vector<privacy::PolicyPointer> policies;
  for (const governance::Version& version : versions) {
    if (version.state == "withdrawn") continue;
    PROBITY_ASSIGN(auto document, privacy::read_policy(version.document, fmt::format("version {}", version.number)));
    policies.push_back(privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(document.policy)), .version = version.number, .since = version.since}));
  }
  return policies;
}

privacy::Publishing publishing_of(const Call& call, const Level& level) {
  privacy::Publishing publishing{.site = level.name, .suffix = level.suffix};
  if (call.application.in_use) publishing.in_use = call.application.in_use;
  return publishing;
}

}  // namespace probity::http::pages
