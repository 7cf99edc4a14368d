#pragma once
// What was asked for a purpose that may not use it: nothing was given, and here it is counted. Since the program
// started; no personal data. Thread-safe.
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/time.hpp"

namespace probity::privacy {

/// One pair that the policy does not declare.
struct Refusal {
  std::string workspace;
  std::string purpose;
  std::string category;     ///< empty: the policy has no such purpose at all
  std::int64_t times = 0;
  Timestamp last = 0;
};

class Refusals {
 public:
  /// Counts it, and says so in the log: the first time, and then once a minute at most, with how often.
  void note(std::string_view workspace, std::string_view purpose, std::string_view category);
  /// All of them, by workspace, purpose and category.
  std::vector<Refusal> list() const;

 private:
  struct Figures {
    std::int64_t times = 0;
    std::int64_t told = 0;  ///< of those, told in the log
    Timestamp last = 0;
    Timestamp told_at = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, std::string>, Figures> figures_;
};

}  // namespace probity::privacy
