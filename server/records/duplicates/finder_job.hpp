#pragma once
// The search for duplicates as a job, for workspaces in which it takes long.
#include "jobs/jobs.hpp"
#include "records/duplicates/likeness.hpp"
#include "records/job_access.hpp"

namespace probity::records {

/// More groups than anybody looks through.
inline constexpr std::size_t kMostGroups = 10'000;

/// The handler of jobs of kind "find_duplicates". Its result holds ids only.
Result<std::string> run_finder(Records& records, const AccessOf& access_of, jobs::Running& running);

/// What the newest finished job found for an entity, and the job that is looking now.
struct FinderState {
  std::optional<std::vector<LikeGroup>> found;
  std::optional<jobs::Job> looking;
};
Result<FinderState> finder_state(jobs::Jobs& jobs, const Context& context);
/// Queues a job and gives it.
Result<jobs::Job> start_finder(jobs::Jobs& jobs, const Context& context);

}  // namespace probity::records
