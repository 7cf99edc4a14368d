#pragma once
// The services of a policy as the API shows them: beside what is promised of each, what really happened.
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "privacy/policy/policy.hpp"
#include "rights/disclosure/recipients.hpp"

namespace probity::disclosure {

/// Integrations of this program that are configured: "smtp".
using Integrations = std::function<std::set<std::string>()>;

/// {"items":[..],"not_listed":[..]}: the register of processors with its traffic of the last 30 days, and who got
/// something in that time without being listed any more.
void write_processors(const privacy::Policy& policy, const std::map<std::string, Traffic>& traffic, const Integrations& integrations, JsonWriter& writer);

/// {"every_vendor":bool,"items":[..]}: what a person refuses, and what then stops working.
void write_vendors(const privacy::Policy& policy, const std::set<std::string, std::less<>>& refused, JsonWriter& writer);

}  // namespace probity::disclosure
