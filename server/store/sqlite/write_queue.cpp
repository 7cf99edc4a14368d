#include "store/sqlite/write_queue.hpp"

namespace probity::store::sqlite {
namespace {

/// So many plans may overtake one bulk plan; then it is its turn, whatever else waits.
constexpr int kOvertaking = 128;
/// So many plans make a group although the one before is not on disk yet.
constexpr std::size_t kEnough = 24;

}  // namespace

bool WriteQueue::is_worth_a_group() const { return !bulk_.empty() || size() >= (groups_ > 0 ? kEnough : 1); }

WriteQueue::Put WriteQueue::put(WriteJob& job) {
  const std::scoped_lock lock(mutex_);
  if (closed_) return Put::closed;
  (job.plan.bulk ? bulk_ : single_).push_back(std::move(job));
  if (awake_ || !is_worth_a_group()) return Put::waiting;
  awake_ = true;
  return Put::wake;
}

std::optional<WriteJob> WriteQueue::take() {
  const std::scoped_lock lock(mutex_);
  if (size() == 0) return std::nullopt;
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
  return size() == 0;
}

void WriteQueue::group_begun() {
  const std::scoped_lock lock(mutex_);
  ++groups_;
}

bool WriteQueue::group_ended() {
  const std::scoped_lock lock(mutex_);
  awake_ = is_worth_a_group();
  return awake_;
}

bool WriteQueue::group_flushed() {
  const std::scoped_lock lock(mutex_);
  if (--groups_ == 0) no_groups_.notify_all();
  if (awake_ || !is_worth_a_group()) return false;
  awake_ = true;
  return true;
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

void WriteQueue::wait_for_groups() {
  std::unique_lock lock(mutex_);
  no_groups_.wait(lock, [this] { return groups_ == 0; });
}

}  // namespace probity::store::sqlite
