#include "jobs/running_job.hpp"

#include "base/log.hpp"
#include "jobs/job_table.hpp"

namespace probity::jobs {
namespace {

constexpr Timestamp kProgressEvery = 500 * kMillisecond;
constexpr int kMostAttempts = 24;

/// Room comes back when somebody makes it, however long that takes.
bool may_try_again(const Error& error, int attempts) {
  return error.kind == ErrorKind::unavailable && (attempts < kMostAttempts || error.code == "storage_full");
}

}  // namespace

Timestamp wait_after(int tries) {
  constexpr std::array<Timestamp, 4> waits{2 * kSecond, 5 * kSecond, 10 * kSecond, 30 * kSecond};
  return tries <= static_cast<int>(waits.size()) ? waits[static_cast<std::size_t>(tries - 1)] : kMinute;
}

void RunningJob::progress(std::int64_t done, std::int64_t total, std::int64_t failed) {
  job_.done = done;
  job_.total = total;
  job_.failed = failed;
  const Timestamp at = now();
  if (at - written_ < kProgressEvery) return;
  written_ = at;
  if (auto updated = update_job(*database_, job_, State::running); !updated) log::warning("job progress not written: {}", updated.error().cause);
}

Result<> RunningJob::remember(std::string payload) {
  job_.payload = std::move(payload);
  PROBITY_TRY(update_job(*database_, job_, State::running));
  return {};
}

void RunningJob::settle(Result<std::string>&& outcome) {
  job_.finished_at = now();
  job_.message.clear();
  if (shutting_down() && !outcome) {
    job_.state = State::queued;
    job_.finished_at = 0;
  } else if (cancelled_) {
    job_.state = State::cancelled;
    if (outcome) job_.result = std::move(*outcome);
  } else if (outcome) {
    job_.state = State::done;
    job_.result = std::move(*outcome);
  } else if (may_try_again(outcome.error(), job_.attempts)) {
    job_.state = State::queued;
    job_.finished_at = 0;
    job_.message = outcome.error().message;
    job_.run_at = now() + wait_after(job_.attempts);
  } else {
    job_.state = State::failed;
    job_.message = outcome.error().message;
    if (!outcome.error().cause.empty()) log::error("job {} {} failed: {}", job_.kind, job_.id.text(), outcome.error().cause);
  }
}

}  // namespace probity::jobs
