#pragma once
// The threads that write, shared by all workspaces; each workspace is written by one of them at a time.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace probity::store::sqlite {

/// Something with a queue of writes.
class Writable {
 public:
  virtual ~Writable() = default;
  /// Writes one group. True: there is more to write.
  virtual bool write_group() = 0;
  /// Does what is better done after writing than while it goes on.
  virtual void tidy() = 0;
};

class Writers {
 public:
  explicit Writers(int threads);
  /// Lets the groups under way end; what waits is not written.
  ~Writers();
  /// `target` has something to write, and is in no writer's hands.
  void wake(std::shared_ptr<Writable> target);
  /// `target` is to be tidied after some time, by a thread that does nothing else. Asking again before
  /// then is asking once, for the earlier time.
  void tidy_in(std::chrono::milliseconds time, const std::shared_ptr<Writable>& target);

 private:
  void write();
  void tidy();
  /// The next that is due, or none when stopping.
  std::shared_ptr<Writable> next_untidy();

  std::mutex mutex_;
  std::condition_variable woken_;
  std::condition_variable untidy_;
  std::deque<std::shared_ptr<Writable>> ready_;
  struct Untidy {
    std::chrono::steady_clock::time_point due;
    std::shared_ptr<Writable> target;
  };
  std::vector<Untidy> to_tidy_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace probity::store::sqlite
