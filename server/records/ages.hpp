#pragma once
// Dates of birth against the age limit of the policy in force, wherever one comes in. Whether somebody is a minor by
// their birthday is a fact of its own beside what an administrator decided by hand (rights/restriction): one does not
// undo the other.
#include "records/hooks.hpp"

namespace probity::records {

/// Looks at a person's own record that is made, or whose date of birth (category user.demographic.date_of_birth) or
/// address changes. Under the limit of their country an account is refused: "too_young" (422). A person whom a workspace
/// records is marked as a minor instead, with the warning "under_age", so that nothing is done with the record but by
/// administrators under legal_obligation; a corrected date or address takes the mark away. What concerns the person is
/// marked with them. A date to come is nobody's birthday: "in_the_future" (422).
Result<> settle_age(const Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft);

/// Whether the dates of birth in a person's own row (Entity::columns order) say that they are too young today: under the
/// strictest limit of the countries in their addresses, and where those name none, or one that nobody knows, under the
/// strictest of the policy.
bool is_minor_by_age(const Context& context, const meta::Entity& entity, const Row& row);

/// Of a human being: whether any of their records says so but those merged into another, whose values no longer count.
Result<bool> is_minor_by_age(const Context& context, store::Reader& reader, const Id& person);

/// The fields that say when somebody was born.
std::vector<const meta::Field*> dates_of_birth(const meta::Entity& entity);

}  // namespace probity::records
