#pragma once
// What separates a stored shape from a wanted one: the same for every backend, which only carries it out.
#include <string>
#include <vector>

#include "store/database.hpp"
#include "store/schema.hpp"

namespace probity::store {

/// One row of the registry of fields.
struct RegisteredField {
  std::string entity;
  int id = 0;
  std::string name;
  std::string type;
  bool retired = false;
  auto operator<=>(const RegisteredField&) const = default;
};

/// Steps in the order to do them. Renames are found by the ids of fields. Refused with
/// "field_id_reused" where an id belongs, or belonged, to another field. Rows concerned are left at 0.
Result<MigrationPlan> compare(const Schema& stored, const std::vector<RegisteredField>& registry, const Schema& wanted);

/// The registry as it must be after those steps were done: fields that are wanted, fields that lost
/// their columns (retired), and all that were there before.
std::vector<RegisteredField> registry_after(std::vector<RegisteredField> registry, const Schema& wanted,
                                            const std::vector<MigrationStep>& done);

}  // namespace probity::store
