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

void Writers::tidy_soon(const std::shared_ptr<Writable>& target) {
  {
    const std::scoped_lock lock(mutex_);
    if (std::ranges::find(to_tidy_, target) != to_tidy_.end()) return;
    to_tidy_.push_back(target);
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

void Writers::tidy() {
  for (;;) {
    std::shared_ptr<Writable> target;
    {
      std::unique_lock lock(mutex_);
      untidy_.wait(lock, [this] { return stopping_ || !to_tidy_.empty(); });
      if (stopping_) return;
      target = std::move(to_tidy_.front());
      to_tidy_.pop_front();
    }
    target->tidy();
  }
}

}  // namespace probity::store::sqlite
