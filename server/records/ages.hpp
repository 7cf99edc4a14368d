#pragma once
// Dates of birth against the age limit of the policy in force, wherever one comes in.
#include "records/context.hpp"
#include "records/draft.hpp"

namespace probity::records {

/// Looks at the dates of birth (category user.demographic.date_of_birth) of a person's own record. Under the limit of
/// their country (that of their address, else the workspace's) an account is refused: "too_young" (422). A person whom a
/// workspace records is marked as a minor instead, with the warning "under_age", so that nothing is done with the record
/// but delete it or, where the policy knows it, keep it with a parent's consent; a later date that is old enough takes the
/// mark away. What concerns the person is marked with them.
Result<> settle_age(const Context& context, store::Reader& reader, Draft& draft);

}  // namespace probity::records
