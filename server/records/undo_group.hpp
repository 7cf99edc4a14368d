#pragma once
// Taking back everything that has one group, in the background.
#include "jobs/jobs.hpp"
#include "records/job_access.hpp"
#include "records/records.hpp"

namespace probity::records {

/// Whether a group is that of a merge.
Result<bool> is_merge(const Context& context, const Id& group);

/// The handler of jobs of kind "undo".
Result<std::string> run_undo(Records& records, const AccessOf& access_of, jobs::Running& running);

}  // namespace probity::records
