#pragma once
// What is in force at one level, as its database keeps it: the text itself, so that a changed file on disk
// changes nothing until somebody applies it.
#include <optional>
#include <string>
#include <string_view>

#include "privacy/policy/policy.hpp"
#include "store/database.hpp"

namespace probity::governance {

struct InForce {
  std::string profile;
  std::string overrides;   ///< JSON object, or empty
  std::string document;    ///< JSON, complete
  privacy::PolicyPointer policy;
};

/// Nothing where no policy was ever set there.
Result<std::optional<InForce>> read_in_force(store::Database& database);
Result<> write_in_force(store::Database& database, const InForce& in_force);
/// The same as part of another write: both happen, or neither.
void plan_in_force(const InForce& in_force, store::Plan& plan);

/// {"purpose":{"category":version}}
std::string widened_json(const privacy::PolicyInForce& policy);

}  // namespace probity::governance
