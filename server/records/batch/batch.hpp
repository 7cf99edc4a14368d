#pragma once
// One operation on many records, in the background.
//
// {"operation":"create","records":[{..}]}
// {"operation":"update","ids":[..] or "filter":{..},"patch":{..}}, or "records":[{"id",..}] each with its own
// {"operation":"delete" or "restore","ids":[..] or "filter":{..}}
//
// A filter is answered once, when the job begins, and that set of records is kept: a batch that changes
// what its filter tests visits each record once. Job kind "batch"; its id is the group of all its
// changes, so start_undo(id) takes it back. Result: {"changed":n,"unchanged":n,"failed":n,
// "failures":[{"id" or "index","code","field","message"}]}, the first 1,000. Cancelled: what was done
// stays. A job taken up again after a kill goes on without doing anything twice.
#include "jobs/jobs.hpp"
#include "records/records.hpp"

namespace probity::records {

/// Checks the request as a whole (operation, filter, field names and values of the patch), then queues it.
/// "bad_batch" with the part that is wrong.
Result<Id> start_batch(Records& records, jobs::Jobs& jobs, const Context& context, const JsonValue& request);

}  // namespace probity::records
