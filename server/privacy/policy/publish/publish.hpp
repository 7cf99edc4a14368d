#pragma once
// The readable text of a policy. Every sentence comes from a setting or a promise of it, so that text and
// program cannot drift apart.
#include <functional>
#include <string>
#include <string_view>

#include "privacy/policy/policy.hpp"
#include "privacy/policy/publish/document.hpp"

namespace probity::privacy {

/// What the text needs to know beside the policy.
struct Publishing {
  std::string site = {};    ///< a workspace's name; empty for the installation itself
  std::string suffix = {};  ///< "" or "/of/SLUG": where its pages are
  /// Whether a capability of the program is in use; what a promise waits for is told as not in use yet. By the
  /// names of `needs`; "smtp" and other integrations too.
  std::function<bool(std::string_view capability)> in_use = [](std::string_view) { return true; };
};

Document publish(const PolicyInForce& in_force, const Publishing& publishing);

}  // namespace probity::privacy
