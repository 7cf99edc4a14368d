#pragma once
// The second factor of an account: the seed of an authenticator app, sealed with a key outside the database, and
// recovery codes, of which only hashes are kept. Thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/system_table.hpp"

namespace probity::accounts {

class Factors {
 public:
  explicit Factors(records::Records& records);
  /// 32 bytes, of the installation.
  void seal_with(std::string_view secret);

  /// Whether codes of an app are in force.
  Result<bool> wants_code(const Id& member);
  Result<int> recovery_codes_left(const Id& member);
  /// A new seed, not in force before confirm(); one that is in force stays until then.
  Result<std::string> begin(const Id& member);
  /// False for a wrong code, or where nothing was begun.
  Result<bool> confirm(const Id& member, std::string_view code);
  Result<> remove(const Id& member);
  /// Ten new ones; those before are void.
  Result<std::vector<std::string>> renew_recovery_codes(const Id& member);

  /// Whether it is a code of the app, or a recovery code; either is used up by it.
  Result<bool> use(const Id& member, std::string_view code);
  /// Whether it looks like one of an app, which can be guessed.
  static bool can_be_guessed(std::string_view code);

 private:
  struct Held {
    Id id;
    std::string seed;
    bool in_force = false;
  };
  Result<std::vector<Held>> seeds_of(const Id& member);
  Result<bool> use_seed(const Held& held, std::string_view code);
  Result<bool> use_recovery_code(const Id& member, std::string_view code);
  Result<> void_recovery_codes(const Id& member);

  SystemTable seeds_, recovery_codes_;
  std::string key_;
};

}  // namespace probity::accounts
