#include "store/sqlite/writers.hpp"

#include <algorithm>

namespace probity::store::sqlite {

Writers::Writers(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { write(); });
  threads_.emplace_back([this] { tidy(); });
}

Writers::~Writers() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  untidy_.notify_all();
  threads_.clear();
}

void Writers::wake(std::shared_ptr<Writable> target) {
  {
    const std::scoped_lock lock(mutex_);
    ready_.push_back(std::move(target));
  }
  woken_.notify_one();
}

void Writers::tidy_in(std::chrono::milliseconds time, const std::shared_ptr<Writable>& target) {
  const auto due = std::chrono::steady_clock::now() + time;
  {
    const std::scoped_lock lock(mutex_);
    const auto asked = std::ranges::find(to_tidy_, target, &Untidy::target);
    if (asked == to_tidy_.end()) {
      to_tidy_.push_back({due, target});
    } else {
      asked->due = std::min(asked->due, due);
    }
  }
  untidy_.notify_one();
}

void Writers::write() {
  for (;;) {
    std::shared_ptr<Writable> target;
    {
      std::unique_lock lock(mutex_);
      woken_.wait(lock, [this] { return stopping_ || !ready_.empty(); });
      if (stopping_) return;
      target = std::move(ready_.front());
      ready_.pop_front();
    }
    // Behind the others, so that a busy workspace does not keep the rest waiting.
    if (target->write_group()) wake(std::move(target));
  }
}

std::shared_ptr<Writable> Writers::next_untidy() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto next = std::ranges::min_element(to_tidy_, {}, &Untidy::due);
    if (next == to_tidy_.end()) {
      untidy_.wait(lock);
    } else if (next->due > std::chrono::steady_clock::now()) {
      untidy_.wait_until(lock, next->due);
    } else {
      std::shared_ptr<Writable> target = std::move(next->target);
      to_tidy_.erase(next);
      return target;
    }
  }
  return nullptr;
}

void Writers::tidy() {
  while (const std::shared_ptr<Writable> target = next_untidy()) target->tidy();
}

}  // namespace probity::store::sqlite
