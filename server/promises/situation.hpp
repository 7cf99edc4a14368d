#pragma once
// What a check looks at: one level of the installation under one policy.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/policy/policy.hpp"
#include "promises/evidence.hpp"
#include "promises/facts.hpp"
#include "records/records.hpp"

namespace probity::promises {

/// Valid while what it refers to is; for one thread.
struct Situation {
  /// Slug of the workspace, or "system": the operator, who answers for the whole installation.
  std::string level;
  privacy::PolicyPointer in_force;
  /// False: a policy that is not in force, looked at as if it were. What was done under another one is
  /// then not held against it.
  bool applied = true;
  records::Records& records;
  const Facts& facts;
  /// Parameters of the check.
  std::map<std::string, std::string> with = {};

  const privacy::Policy& policy() const { return *in_force->policy; }
  bool of_operator() const { return level == records::kSystemWorkspace; }
  /// A parameter; empty where there is none.
  const std::string& parameter(std::string_view name) const;
  /// A parameter with several values: "a, b".
  std::vector<std::string> list(std::string_view name) const;
};

/// "a, b" as {"a","b"}.
std::vector<std::string> listed(std::string_view text);

/// Visits an entity with the program's own hand wherever the level answers for it: in one workspace, or for the
/// operator in all of them, the system's included. Nothing is visited where no model has it.
Result<> each_place(const Situation& situation, std::string_view entity, const std::function<Result<>(const records::Context&)>& visit);
/// The same for each workspace of the level, at no entity.
Result<> each_workspace(const Situation& situation, const std::function<Result<>(const records::Context&)>& visit);
/// Whether any of those places has the entity.
Result<bool> is_there(const Situation& situation, std::string_view entity);

/// Rows of the entity in all those places that meet the condition, those in the bin included.
Result<std::int64_t> count(const Situation& situation, std::string_view entity, const std::function<store::Condition(const records::Context&)>& where);

/// The value of a field in a full row; empty and 0 where the entity has no such field.
std::string text_of(const records::Context& context, const Row& row, std::string_view field);
std::int64_t integer_of(const records::Context& context, const Row& row, std::string_view field);
/// Visits full rows of the entity, oldest first, as long as `visit` says so.
Result<> each_row(const records::Context& context, const store::Condition& where, const std::function<bool(const Row&)>& visit);

}  // namespace probity::promises
