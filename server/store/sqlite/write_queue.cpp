#include "store/sqlite/write_queue.hpp"

namespace probity::store::sqlite {
namespace {

/// So many plans may overtake one bulk plan; then it is its turn, whatever else waits.
constexpr int kOvertaking = 128;

}  // namespace

std::optional<bool> WriteQueue::put(WriteJob& job) {
  const std::scoped_lock lock(mutex_);
  if (closed_) return std::nullopt;
  (job.plan.bulk ? bulk_ : single_).push_back(std::move(job));
  return !std::exchange(awake_, true);
}

std::optional<WriteJob> WriteQueue::take() {
  const std::scoped_lock lock(mutex_);
  if (single_.empty() && bulk_.empty()) return std::nullopt;
  const bool bulk_turn = single_.empty() || (!bulk_.empty() && singles_in_a_row_ >= kOvertaking);
  singles_in_a_row_ = bulk_turn ? 0 : singles_in_a_row_ + 1;
  std::deque<WriteJob>& from = bulk_turn ? bulk_ : single_;
  WriteJob job = std::move(from.front());
  from.pop_front();
  return job;
}

bool WriteQueue::has_single() {
  const std::scoped_lock lock(mutex_);
  return !single_.empty();
}

bool WriteQueue::is_empty() {
  const std::scoped_lock lock(mutex_);
  return single_.empty() && bulk_.empty();
}

bool WriteQueue::more_or_sleep() {
  const std::scoped_lock lock(mutex_);
  awake_ = !single_.empty() || !bulk_.empty();
  return awake_;
}

std::deque<WriteJob> WriteQueue::close() {
  const std::scoped_lock lock(mutex_);
  closed_ = true;
  std::deque<WriteJob> left = std::move(single_);
  std::ranges::move(bulk_, std::back_inserter(left));
  single_.clear();
  bulk_.clear();
  return left;
}

}  // namespace probity::store::sqlite
