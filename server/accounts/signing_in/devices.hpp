#pragma once
// Devices that somebody signed in on, known again by a cookie. Only a hash of it is kept, another for each member, so
// that rows of two people tell nothing of a device they share. Thread-safe.
#include <string>
#include <string_view>
#include <vector>

#include "accounts/system_table.hpp"

namespace probity::accounts {

class Devices {
 public:
  explicit Devices(records::Records& records);

  /// Of that member, by the cookie; nil where it is not known.
  Result<Id> find(const Id& member, std::string_view cookie);
  struct Met {
    Id id;
    std::string cookie;      ///< the one sent, or a new one where that was none
    bool is_new = false;
    bool is_first = false;   ///< of that member
  };
  /// Finds it, or writes it down.
  Result<Met> meet(const Id& member, const Origin& origin);
  Result<std::vector<KnownDevice>> of(const Id& member);
  Result<> forget(const Id& id);
  /// Those that were new before.
  Result<> sweep(Timestamp before);

 private:
  SystemTable table_;
};

}  // namespace probity::accounts
