#pragma once
// Which members' browsers have said what already, so that a signal of every request is kept once. In memory: after a
// start it is asked for once more. Thread-safe.
#include <mutex>
#include <set>
#include <string>
#include <unordered_set>

#include "base/id.hpp"

namespace probity::http {

class SignalsSeen {
 public:
  /// True the first time; it is then known.
  bool is_new(const Id& member, const std::set<std::string>& purposes);
  void forget(const Id& member, const std::set<std::string>& purposes);

 private:
  static constexpr std::size_t kMost = 50'000;
  std::mutex mutex_;
  std::unordered_set<std::string> seen_;
};

}  // namespace probity::http
