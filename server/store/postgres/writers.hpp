#pragma once
// A few threads that write. A workspace always meets the same one, so its plans keep their order.
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/plan.hpp"
#include "base/result.hpp"

namespace probity::store::postgres {

struct WriteJob {
  std::function<Result<Outcome>()> apply;
  std::function<void(Result<Outcome>)> done;
  bool bulk = false;
};

class Writers {
 public:
  explicit Writers(std::size_t threads);
  ~Writers() { stop(); }
  /// For any thread. Once stopped, jobs are refused with "shutting_down".
  void put(std::string_view workspace, WriteJob job);
  /// Waits for the jobs under way and refuses those that wait. Not from a writer's thread.
  void stop();

 private:
  struct Lane {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<WriteJob> jobs;
    std::deque<WriteJob> bulk_jobs;
    bool stopped = false;
    std::thread thread;
  };
  static void run(Lane& lane);

  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace probity::store::postgres
