#pragma once
// Plans of one workspace that wait to be written. Any thread puts, one writer at a time takes.
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "base/result.hpp"
#include "store/plan.hpp"

namespace probity::store::sqlite {

struct WriteJob {
  Plan plan;
  std::function<void(Result<Outcome>)> done;
};

class WriteQueue {
 public:
  /// True: the queue was asleep, and must be given to the writers.
  /// Leaves `job` untouched and answers nothing when the queue is closed.
  std::optional<bool> put(WriteJob& job);
  std::optional<WriteJob> take();
  /// Whether a plan waits that is not bulk.
  bool has_single();
  bool is_empty();
  /// True: there is more, so the writer must come back. False: the queue went to sleep.
  bool more_or_sleep();
  /// Nothing goes in any more; gives back what was never taken.
  std::deque<WriteJob> close();

 private:
  std::mutex mutex_;
  std::deque<WriteJob> single_;
  std::deque<WriteJob> bulk_;
  bool awake_ = false;
  bool closed_ = false;
  int singles_in_a_row_ = 0;
};

}  // namespace probity::store::sqlite
