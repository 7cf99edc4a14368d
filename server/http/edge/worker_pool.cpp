#include "http/edge/worker_pool.hpp"

#include <utility>

namespace probity::http {

WorkerPool::WorkerPool(int threads, std::size_t capacity) : capacity_(capacity) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

void WorkerPool::finish() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

bool WorkerPool::submit(Job& job) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_ >= capacity_) return false;
    job.next_ = nullptr;
    (last_ ? last_->next_ : first_) = &job;
    last_ = &job;
    ++waiting_;
    wake = claim_wake_up();
  }
  if (wake) arrived_.notify_one();
  return true;
}

/// At most one thread is on its way up at a time; when it arrives and finds more it wakes the next.
/// A thread that is done with a short job takes the next without anyone waking: waking costs more than
/// most requests.
bool WorkerPool::claim_wake_up() {
  if (!first_ || idle_ == 0 || waking_) return false;
  return waking_ = true;
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (!first_) {
      if (stopping_) return;
      ++idle_;
      arrived_.wait(lock);
      --idle_;
      waking_ = false;
    }
    Job& job = *std::exchange(first_, first_->next_);
    if (!first_) last_ = nullptr;
    --waiting_;
    const bool wake = claim_wake_up();
    lock.unlock();
    if (wake) arrived_.notify_one();
    job.run();
    lock.lock();
  }
}

}  // namespace probity::http
