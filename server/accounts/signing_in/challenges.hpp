#pragma once
// What an authenticator signs: made of a time, a random part and a MAC over both and what it is for, so that asking
// for one costs no memory. Each is good once and for five minutes. Thread-safe.
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "base/time.hpp"

namespace probity::accounts {

class Challenges {
 public:
  Challenges();
  /// 32 bytes; those made before are not known any more.
  void sign_with(std::string_view secret);
  /// URL-safe base64.
  std::string make(std::string_view use) const;
  /// Uses it up. "challenge_over" (unauthenticated) for one that was used, is too old, was for something else or is not ours.
  Result<> take(std::string_view challenge, std::string_view use);

 private:
  std::string mac(std::string_view body, std::string_view use) const;
  std::string secret_;
  std::mutex mutex_;
  std::unordered_map<std::string, Timestamp> used_;  ///< and until when they would have been good
};

}  // namespace probity::accounts
