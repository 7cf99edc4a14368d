#pragma once
// Duplicates among what is stored: records that share an address, a number or a duplicate rule, and
// records of nearly the same name (folded words in any order, a letter or two apart).
//
// Up to kFindAtOnce records the answer is worked out at once; for more, a job of kind "find_duplicates"
// does it and its result serves every page until somebody asks anew.
#include "jobs/jobs.hpp"
#include "records/paging.hpp"
#include "records/records.hpp"

namespace probity::records {

inline constexpr std::int64_t kFindAtOnce = 20'000;

struct FinderOptions : PageOptions {
  bool anew = false;  ///< look again although a result is there
};

/// {"items":[{"records":[{..},{..}],"reason":"same email"}],"next","job":null or {..}}, surest first. While
/// a job looks, `items` are those of the last result and `job` is its state (jobs::Jobs::write). Records
/// that were changed, merged or binned since are left out. "no_duplicates_here" (invalid) for an
/// entity in which nothing tells of duplicates.
Result<> write_duplicates(Records& records, jobs::Jobs& jobs, const Context& context, const FinderOptions& options, JsonWriter& writer);

/// These are different things: no pair of them is shown again. At least two ids of records that exist.
Result<> dismiss_duplicates(Records& records, const Context& context, std::span<const Id> ids);
/// Takes that back.
Result<> recall_duplicates(Records& records, const Context& context, std::span<const Id> ids);

}  // namespace probity::records
