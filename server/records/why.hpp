#pragma once
// Why somebody may, or may not, see a record and do something with it: the rules that decide, in words.
#include "records/records.hpp"

namespace probity::records {

/// {"entity","id","member":id,"role","sees":bool,"because":[..],"rights":[{"right","reach","allowed"}],
///  "fields":[{"name","access":"write|read|hidden","because"}]}
///
/// Of oneself: a record one does not see and one that does not exist get the same answer, "not_found" with the rule in
/// its message, and fields one may not read are not named.
Result<> write_why(Records& records, const Context& context, const Id& id, JsonWriter& writer);

/// The same of another member, for whoever may ask (`context`) and sees the record; "not_found" where they do not. Fields
/// that the asker may not read are not named. `other` must outlive the call.
Result<> write_why_of(Records& records, const Context& context, const privacy::Access& other, const Id& id, JsonWriter& writer);

}  // namespace probity::records
