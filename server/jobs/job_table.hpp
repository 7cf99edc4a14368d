#pragma once
// Jobs as rows of a workspace's database.
#include "jobs/jobs.hpp"

namespace probity::jobs {

Result<Job> read_job(store::Database& database, Id id);
Result<std::vector<Job>> read_jobs(store::Database& database, const store::Condition& where, int limit);
Result<> insert_job(store::Database& database, const Job& job);
/// Writes everything that changes while a job lives. False when its state is no longer `expected`.
Result<bool> update_job(store::Database& database, const Job& job, State expected);

}  // namespace probity::jobs
