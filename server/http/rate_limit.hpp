#pragma once
// So many requests a minute for whoever sends them, in bursts of as many. Kept in memory, as keyed hashes only.
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "base/time.hpp"

namespace probity::http {

struct RateLimits {
  int per_address = 0;  ///< a minute, of one network, by people who are not signed in; 0: any number
  int per_token = 0;    ///< a minute, with one API token; 0: any number
};

class RateLimit {
 public:
  explicit RateLimit(int per_minute);
  /// Counts a request. "rate_limited" (too_many) with {"retry_after":seconds} in the extras. Thread-safe.
  Result<> admit(std::string_view who, Timestamp at = now());

 private:
  const Timestamp interval_;  ///< that one request takes up; 0: there is no limit
  const std::string secret_;
  std::mutex mutex_;
  /// When all that each one sent is used up. What is past is as good as nothing.
  std::unordered_map<std::string, Timestamp> used_until_;
};

}  // namespace probity::http
