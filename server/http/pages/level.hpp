#pragma once
// Whose public pages these are: the installation's own, or one workspace's.
#include <string>
#include <string_view>
#include <vector>

#include "http/call.hpp"
#include "privacy/policy/publish/publish.hpp"

namespace probity::http::pages {

struct Level {
  std::string slug;    ///< "system" for the installation
  std::string name;    ///< the workspace's; empty for the installation
  std::string suffix;  ///< of its pages: "" or "/of/SLUG"
  privacy::PolicyPointer policy;
};

Result<Level> operator_level(const Call& call);
/// "not_found" for a workspace that is not there or not open.
Result<Level> workspace_level(const Call& call, std::string_view slug);

/// Every version of its policy that counted, counts or is announced, newest first.
Result<std::vector<privacy::PolicyPointer>> versions_of(const Call& call, const Level& level);
privacy::Publishing publishing_of(const Call& call, const Level& level);

}  // namespace probity::http::pages
