#pragma once
// The threads that wait for the disk, so that the writers do not: while one group of plans is being made
// durable, the next is already applied. A plan is answered only once it is on disk, in the order of commits.
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/sqlite/workspace_file.hpp"

namespace probity::store::sqlite {

struct Answer {
  std::function<void(Result<Outcome>)> done;
  Result<Outcome> outcome;
};

/// One committed group.
struct Flush {
  std::shared_ptr<WorkspaceFile> file;  ///< null: it could not be opened, and there is nothing to flush
  std::vector<Answer> answers;
  std::function<void()> flushed;  ///< called before the answers are given, when the file is held no longer
};

class Flushers {
 public:
  explicit Flushers(int threads);
  /// Flushes and answers everything that was handed over.
  ~Flushers();
  /// Answers once all that was committed to the file before is on disk.
  void flush(Flush flush);

 private:
  void run();
  /// All that waits for one file that nobody flushes; nothing when there is no such file.
  std::vector<Flush> take();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Flush> waiting_;
  std::vector<const WorkspaceFile*> busy_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace probity::store::sqlite
