#pragma once
// Whether a record that is to go again is used by others meanwhile.
#include <set>

#include "records/draft.hpp"
#include "records/links.hpp"

namespace probity::records {

/// Goes when the record it leads to is erased and stands on no timeline, as a notification does.
bool only_accompanies(const IncomingLink& link);

/// "used_since" (conflict) where a live record links to the draft's; says which. Records in `but` do not count,
/// because they go in the same write; nor does what only accompanies it.
Result<> check_unused(const Context& context, store::Reader& reader, const Draft& draft, const std::set<Id>& but);

/// The records that link to this one, those in the bin included.
Result<std::set<Id>> linking_to(const Context& context, store::Reader& reader, const Id& id);

}  // namespace probity::records
