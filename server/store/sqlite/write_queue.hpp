#pragma once
// Plans of one workspace that wait to be written, and when a writer should come for them. Any thread puts,
// one writer at a time takes.
#include <condition_variable>
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

/// While a group is being flushed, others gather for the next, unless they are already enough to go on.
class WriteQueue {
 public:
  enum class Put {
    closed,   ///< the job was left untouched
    waiting,
    wake      ///< a writer must be sent
  };
  Put put(WriteJob& job);
  std::optional<WriteJob> take();
  /// Whether a plan waits that is not bulk.
  bool has_single();
  bool is_empty();
  /// A writer begins with a group.
  void group_begun();
  /// It is done with the group, which goes to be flushed. True: it must come back at once.
  bool group_ended();
  /// That group is on disk. True: a writer must be sent.
  bool group_flushed();
  /// Nothing goes in any more; gives back what was never taken.
  std::deque<WriteJob> close();
  /// Returns once every group that was begun is on disk.
  void wait_for_groups();

 private:
  std::size_t size() const { return single_.size() + bulk_.size(); }
  bool is_worth_a_group() const;

  std::mutex mutex_;
  std::condition_variable no_groups_;
  std::deque<WriteJob> single_;
  std::deque<WriteJob> bulk_;
  bool awake_ = false;  ///< a writer has it, or is about to
  bool closed_ = false;
  int groups_ = 0;      ///< begun and not yet on disk
  int singles_in_a_row_ = 0;
};

}  // namespace probity::store::sqlite
