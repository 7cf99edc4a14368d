#include "store/postgres/writers.hpp"

namespace probity::store::postgres {
namespace {

std::unexpected<Error> shutting_down() {
  return fail(ErrorKind::unavailable, "shutting_down", "The server is shutting down. Nothing was written; try again in a moment.");
}

WriteJob take(std::deque<WriteJob>& jobs) {
  WriteJob job = std::move(jobs.front());
  jobs.pop_front();
  return job;
}

}  // namespace

Writers::Writers(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    Lane& lane = *lanes_.emplace_back(std::make_unique<Lane>());
    lane.thread = std::thread([&lane] { run(lane); });
  }
}

void Writers::put(std::string_view workspace, WriteJob job) {
  Lane& lane = *lanes_[std::hash<std::string_view>{}(workspace) % lanes_.size()];
  std::unique_lock lock(lane.mutex);
  if (lane.stopped) {
    lock.unlock();
    job.done(shutting_down());
    return;
  }
  std::deque<WriteJob>& jobs = job.bulk ? lane.bulk_jobs : lane.jobs;
  jobs.push_back(std::move(job));
  lane.changed.notify_one();
}

void Writers::run(Lane& lane) {
  std::unique_lock lock(lane.mutex);
  for (;;) {
    lane.changed.wait(lock, [&] { return lane.stopped || !lane.jobs.empty() || !lane.bulk_jobs.empty(); });
    if (lane.stopped) return;
    WriteJob job = take(lane.jobs.empty() ? lane.bulk_jobs : lane.jobs);
    lock.unlock();
    job.done(job.apply());
    job = {};
    lock.lock();
  }
}

void Writers::stop() {
  for (const auto& lane : lanes_) {
    {
      const std::scoped_lock lock(lane->mutex);
      lane->stopped = true;
      lane->changed.notify_one();
    }
    if (lane->thread.joinable()) lane->thread.join();
    for (std::deque<WriteJob>* jobs : {&lane->jobs, &lane->bulk_jobs}) {
      for (WriteJob& job : *jobs) job.done(shutting_down());
      jobs->clear();
    }
  }
}

}  // namespace probity::store::postgres
