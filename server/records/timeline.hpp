#pragma once
// What is linked to a record.
#include "records/paging.hpp"
#include "records/records.hpp"

namespace probity::records {

/// Everything that links to the record and has a place in time (entities with `timeline`), newest first:
/// {"items":[{"entity","id","at","display","record":{..}}],"next"}. What is in the bin, hidden from this
/// access, or linked only by a field it may not read, is left out.
Result<> write_timeline(Records& records, const Context& context, const Id& id, const PageOptions& page, JsonWriter& writer);

/// The records of one entity (name or plural) that link to this one, whatever the field, latest first:
/// the same shape. "unknown_entity" (not_found) for one this access may not read.
Result<> write_related(Records& records, const Context& context, const Id& id, std::string_view entity, const PageOptions& page,
                       JsonWriter& writer);

}  // namespace probity::records
