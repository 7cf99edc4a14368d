#include "records/changes.hpp"

namespace probity::records {

std::uint64_t Changes::listen(Listener listener) {
  std::lock_guard lock(mutex_);
  listeners_.emplace(++last_, std::move(listener));
  return last_;
}

void Changes::forget(std::uint64_t listener) {
  std::lock_guard lock(mutex_);
  listeners_.erase(listener);
}

void Changes::tell(const Change& change) const {
  std::lock_guard lock(mutex_);
  for (const auto& [number, listener] : listeners_) listener(change);
}

}  // namespace probity::records
