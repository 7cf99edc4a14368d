#pragma once
// What a member sees of what is held about them as a member, and corrects. Thread-safe.
#include <string_view>

#include "accounts/life_cycle/rows.hpp"
#include "base/json.hpp"

namespace probity::life_cycle {

class OwnAccount {
 public:
  explicit OwnAccount(records::Records& records) : rows_(records), directory_(records) {}

  /// {"member":{..},"workspaces":[..],"sessions":[..],"tokens":[..],"messages":[..]}: all but passwords and secrets.
  Result<> write(const Id& member, JsonWriter& writer);
  /// A name or an alias. "required", "too_long" (invalid).
  Result<> rename(const Id& member, std::string_view name);
  /// "last_owner" (conflict) where a workspace would be left without one, closed ones included.
  Result<> check_may_close(const Id& member);

 private:
  Rows rows_;
  accounts::Directory directory_;
};

}  // namespace probity::life_cycle
