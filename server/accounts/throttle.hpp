#pragma once
// Slows down guessing of passwords. It knows nothing of which accounts exist, so its answers tell nothing
// of them, and it never locks an account as a whole: who signed in to it before from the same network or on the same
// device, or shows a right code of its second factor, still gets in while strangers are held back.
//
// Counted over 15 minutes, failures only: 30 from one network, 10 from one network for one account, 100
// for one account from networks that never signed in to it. A known device has tries of its own, 10 too. An IPv6 network is its first 64 bits.
// Kept in memory. Thread-safe.
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "base/time.hpp"

namespace probity::accounts {

/// What makes somebody no stranger to the account.
struct Standing {
  std::string_view device = {};  ///< that is known to be the account's; empty: none
  bool vouched = false;          ///< by a code that was right
};

class Throttle {
 public:
  struct Limits {
    int network = 30;
    int network_and_account = 10;
    int account = 100;
    Timestamp window = 15 * kMinute;
    std::size_t remembered = 50'000;  ///< entries of each table
  };
  Throttle() : Throttle(Limits{}) {}
  explicit Throttle(Limits limits);

  /// Counts a try. "too_many_attempts" (too_many) with {"retry_after":seconds} in the extras: the
  /// password was not looked at.
  Result<> admit(std::string_view address, std::string_view account, const Standing& standing = {});
  /// The try counted last for them was right: it and the failures before it are forgiven.
  void succeeded(std::string_view address, std::string_view account, std::string_view device = {});

 private:
  Result<> admit_device(std::string_view device);
  struct Count {
    int tries = 0;
    Timestamp since = 0;
  };
  using Table = std::unordered_map<std::string, Count>;
  Count& count(Table& table, std::string key, Timestamp at) const;
  std::string key_of(std::string_view first, std::string_view second) const;

  const Limits limits_;
  const std::string secret_;  ///< addresses are kept as keyed hashes only
  std::mutex mutex_;
  Table networks_, pairs_, accounts_;
  std::unordered_map<std::string, Timestamp> known_;  ///< pairs that signed in, and when
};

/// The part of an address that one subscriber holds.
std::string network_of(std::string_view address);

}  // namespace probity::accounts
