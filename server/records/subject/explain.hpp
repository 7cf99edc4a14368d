#pragma once
// "Why can I not see this?": for each purpose and category of a record, whether it is used, and why not, in words.
#include "records/records.hpp"

namespace probity::records {

/// {"purposes":[{"name","label","basis","used","because":[..],"categories":[{"name","label","used","because"}]}]} of a
/// record, for an access that sees it. `because` says what stands in the way; empty where nothing does. Looks at the
/// policy and at what stands against the people, not at roles.
Result<> write_purposes(Records& records, const Context& context, const Id& id, JsonWriter& writer);

}  // namespace probity::records
