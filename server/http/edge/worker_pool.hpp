#pragma once
// A fixed number of threads and a bounded queue. Jobs are links of the queue themselves, so that handing
// one over allocates nothing.
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace probity::http {

/// Work for the pool. It must stay alive until run() was called, and may be submitted again from then on.
class Job {
 public:
  virtual void run() noexcept = 0;

 protected:
  ~Job() = default;

 private:
  friend class WorkerPool;
  Job* next_ = nullptr;
};

class WorkerPool {
 public:
  /// `capacity` is how many jobs may wait, apart from those that run.
  WorkerPool(int threads, std::size_t capacity);
  ~WorkerPool() { finish(); }

  /// Runs what was accepted and ends the threads. Submit nothing after it.
  void finish();

  /// False when as many jobs wait as may; the job was not taken. Thread-safe.
  bool submit(Job& job);

 private:
  void work();
  bool claim_wake_up();

  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  std::size_t waiting_ = 0;
  int idle_ = 0;
  bool waking_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace probity::http
