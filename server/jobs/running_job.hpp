#pragma once
// A job while its handler runs, and what becomes of it after.
#include <atomic>

#include "jobs/jobs.hpp"

namespace probity::jobs {

class RunningJob final : public Running {
 public:
  RunningJob(Job job, std::string workspace, std::shared_ptr<store::Database> database, const std::atomic<bool>& cancelled, const std::atomic<bool>& stopping)
      : job_(std::move(job)), workspace_(std::move(workspace)), database_(std::move(database)), cancelled_(cancelled), stopping_(stopping) {}

  const Job& job() const override { return job_; }
  const std::string& workspace() const override { return workspace_; }
  store::Database& database() override { return *database_; }
  bool should_stop() const override { return cancelled_ || stopping_; }
  bool shutting_down() const override { return stopping_; }
  void progress(std::int64_t done, std::int64_t total, std::int64_t failed) override;
  Result<> remember(std::string payload) override;

  /// The state the job is left in by what its handler returned.
  void settle(Result<std::string>&& outcome);

 private:
  Job job_;
  std::string workspace_;
  std::shared_ptr<store::Database> database_;
  const std::atomic<bool>& cancelled_;
  const std::atomic<bool>& stopping_;
  Timestamp written_ = 0;
};

/// How long after a try that failed the next one begins; `tries` counts from one.
Timestamp wait_after(int tries);

}  // namespace probity::jobs
