#pragma once
// The work of a batch.
#include "jobs/jobs.hpp"
#include "records/job_access.hpp"
#include "records/records.hpp"

namespace probity::records {

/// So many records stand in one part of a batch's list; a job taken up again goes on at a part.
inline constexpr std::size_t kBatchPart = 1'000;

/// The handler of jobs of kind "batch".
Result<std::string> run_batch(Records& records, const AccessOf& access_of, jobs::Running& running);

}  // namespace probity::records
