#pragma once
// How people and workspaces come and go, wired once. Thread-safe.
#include "accounts/life_cycle/closing.hpp"
#include "accounts/life_cycle/own_account.hpp"
#include "accounts/throttle.hpp"

namespace probity::life_cycle {

class LifeCycle {
 public:
  struct Parts {
    records::Records& records;
    accounts::Accounts& accounts;
    jobs::Jobs& jobs;
    store::Backend& backend;
    std::function<Result<Id>(const mail::Letter&)> send;
    std::string public_url;                             ///< no slash at the end
    std::function<Result<>(const Id& member, std::string_view ground)> erase;  ///< returns when they are gone
    std::function<Result<>(std::string_view workspace)> destroy_key;
    std::vector<Belongings> belongings;
    std::string secret;                                 ///< 32 bytes
  };
  /// Before Jobs::start(). All must outlive it.
  explicit LifeCycle(const Parts& parts);

  /// Before an act that cannot be taken back: the member's own password again. "wrong_password" (forbidden),
  /// "too_many_attempts" (too_many).
  Result<> check_password(const Id& member, std::string_view password, std::string_view address);

  Departures departures;
  Invitations invitations;
  Closing closing;
  OwnAccount own_account;

 private:
  accounts::Directory directory_;
  accounts::PasswordWork work_;
  accounts::Throttle throttle_;
};

/// A folder with one folder in it for each workspace.
Belongings folder_of_workspaces(std::string name, std::filesystem::path folder);

}  // namespace probity::life_cycle
