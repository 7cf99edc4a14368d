#pragma once
// Roles of a workspace's own, as data: what its administrators ticked, checked against the model and the policy when it
// is written, and compiled into grants. What is not said is not allowed; whatever is said, nobody gets more than a
// manager has.
//
//   {"everything": {"read": "all", "create": "own", "update": "team", "delete": "none", "export": "none", "bulk": "none"},
//    "entities": {"deal": {"read": "team", "update": "own", "fields": {"amount": "hidden", "stage": "read"}}},
//    "purposes": ["service", "sales"], "private": "own"}
//
// A right is "none", "own", "team" or "all"; a field "hidden", "read" or "write" (the default). An entity that is named
// has the rights named there and no others.
#include <functional>

#include "base/json.hpp"
#include "meta/model.hpp"
#include "privacy/access.hpp"
#include "records/hooks.hpp"

namespace probity::accounts {

/// "bad_role" with the part that is wrong. The names of entities, fields and purposes must be ones there are.
Result<> check_own_role(const JsonValue& grants, const meta::Model& model, const privacy::Policy& policy);

/// Compiles what was checked; what the model lost since is passed over. Null where it is no such object.
std::shared_ptr<const privacy::Grants> compile_own_role(std::string_view name, const JsonValue& grants);

/// Whether anybody has that role.
using RoleInUse = std::function<Result<bool>(std::string_view workspace, const Id& role)>;
/// The hook "accounts.role": what a role says is checked, its name is none that every workspace has, and it does not go
/// while somebody has it ("role_in_use").
void add_role_hooks(records::Hooks& hooks, RoleInUse in_use);

}  // namespace probity::accounts
