#include "store/sqlite/flushers.hpp"

#include "base/log.hpp"

namespace probity::store::sqlite {

Flushers::Flushers(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Flushers::~Flushers() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

void Flushers::flush(Flush flush) {
  {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(flush));
  }
  changed_.notify_one();
}

std::vector<Flush> Flushers::take() {
  const auto is_free = [this](const Flush& work) { return std::ranges::find(busy_, work.file.get()) == busy_.end(); };
  const auto first = std::ranges::find_if(waiting_, is_free);
  std::vector<Flush> taken;
  if (first == waiting_.end()) return taken;
  const WorkspaceFile* file = first->file.get();
  const auto others = std::stable_partition(waiting_.begin(), waiting_.end(), [&](const Flush& work) { return work.file.get() != file; });
  std::move(others, waiting_.end(), std::back_inserter(taken));
  waiting_.erase(others, waiting_.end());
  busy_.push_back(file);
  return taken;
}

void Flushers::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    std::vector<Flush> taken = take();
    if (taken.empty()) {
      if (stopping_ && waiting_.empty()) return;
      changed_.wait(lock);
      continue;
    }
    lock.unlock();
    const WorkspaceFile* file = taken.front().file.get();
    const Result<> flushed = taken.front().file ? taken.front().file->flush_log() : Result<>{};
    if (!flushed) log::error("store: {}", flushed.error().cause);
    for (Flush& flush : taken) {
      flush.file.reset();
      flush.flushed();
    }
    for (Flush& flush : taken) {
      for (Answer& answer : flush.answers) answer.done(flushed ? std::move(answer.outcome) : fail(flushed.error()));
    }
    lock.lock();
    std::erase(busy_, file);
    // Whoever found only busy files may find this one free now.
    changed_.notify_all();
  }
}

}  // namespace probity::store::sqlite
