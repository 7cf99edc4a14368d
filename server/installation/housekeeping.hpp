#pragma once
// What is over goes by itself: sessions that ended, uploads that no record kept, files of old exports.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.hpp"

namespace probity::installation {

/// Does its chores at once and then every hour of the machine's time, on one thread of its own. A chore that
/// fails is told in the log and tried again the next time. The destructor waits for the one at work.
class Housekeeping {
 public:
  struct Chore {
    const char* name;  ///< for the log
    std::function<Result<>()> run;
  };
  explicit Housekeeping(std::vector<Chore> chores);

 private:
  void keep_house(const std::stop_token& stop);
  const std::vector<Chore> chores_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  ///< last, so that it starts when all is there
};

}  // namespace probity::installation
