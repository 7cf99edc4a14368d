#pragma once
// What this product can do, by the names that promises wait for.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace probity::promises {

struct Capability {
  std::string_view name;   ///< "payments", as `needs` of a promise writes it
  std::string_view label;  ///< "Payments through Stripe"
  bool built = false;
};
/// Every one there is or is going to be.
std::span<const Capability> capabilities();
const Capability* capability(std::string_view name);

/// How it is with a capability in the running program.
enum class Ready { yes, not_built, not_configured };

}  // namespace probity::promises
