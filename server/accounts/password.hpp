#pragma once
// Passwords: the rule, and the slow work of hashing on a bounded number of threads.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::accounts {

/// At least 12 characters, and none of those that are guessed first (common_passwords.hpp); nothing is asked of their
/// kinds (NIST SP 800-63B, 5.1.1.2). `own`: the person's address and name. "weak_password".
Result<> check_password(std::string_view password, std::string_view own);

/// argon2id takes 64 MiB and about 70 ms each time: `at_work` calls run at once, `waiting` more wait for
/// them on their own threads, and whoever comes then gets "busy" (unavailable). Thread-safe.
class PasswordWork {
 public:
  explicit PasswordWork(int at_work = 2, int waiting = 8) : at_work_(at_work), waiting_(waiting) {}
  Result<std::string> hash(std::string_view password);
  /// With an empty `hash` it takes the same time and is false: for accounts that do not exist.
  Result<bool> verify(std::string_view password, std::string_view hash);
  /// How often it hashed so far.
  std::uint64_t hashed() const { return hashed_; }

 private:
  class Turn;
  const int at_work_;
  const int waiting_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int working_ = 0;
  int queued_ = 0;
  std::atomic<std::uint64_t> hashed_{0};
};

}  // namespace probity::accounts
