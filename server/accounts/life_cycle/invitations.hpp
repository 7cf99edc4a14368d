#pragma once
// Invitations to a workspace: by email, with a link that is good once and for a week. Who is invited and has no account
// yet is on record as a member who cannot sign in; they choose their password and name when they accept, and are erased
// where the invitation lapses. An administrator does not learn whether an address has an account already. Thread-safe.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "accounts/life_cycle/rows.hpp"
#include "accounts/password.hpp"
#include "mail/letter.hpp"

namespace probity::life_cycle {

struct Invitation {
  Id id;
  Id member;
  Id workspace;
  std::string name;
  std::string email;
  std::string role;
  Timestamp sent_at = 0;
  Timestamp expires_at = 0;
  bool lapsed() const { return expires_at <= now(); }
};

struct NewInvitation {
  std::string workspace;  ///< slug
  std::string email;
  std::string name;       ///< may be empty
  std::string role;
  std::string inviter;    ///< how the letter calls whoever invites
  bool by_owner = false;
};

/// For whoever holds the link.
struct HeldInvitation {
  Invitation invitation;
  std::string workspace;       ///< slug
  std::string workspace_name;
  bool has_account = false;    ///< signs in with a password they have; none is asked for
};

class Invitations {
 public:
  struct Parts {
    records::Records& records;
    accounts::Accounts& accounts;
    std::function<Result<Id>(const mail::Letter&)> send;
    std::string public_url;                        ///< no slash at the end
    std::function<Result<>(const Id& member)> erase;  ///< an invited person of whom nothing came
    Timestamp lives = 7 * kDay;
    Timestamp kept = 30 * kDay;                    ///< after it lapsed, so that it can be sent again
  };
  explicit Invitations(Parts parts) : parts_(std::move(parts)), rows_(parts_.records), directory_(parts_.records) {}

  /// One that is open for the same person is sent again with a new link. "unknown_role", "only_by_grant", "bad_email" (invalid),
  /// "already_member" (conflict), "owners_only" (forbidden), "too_many_invitations" (too_many).
  Result<Invitation> invite(const NewInvitation& wish);
  /// A new link for one that is open or lapsed; the link before is void. "not_found".
  Result<Invitation> send_again(std::string_view workspace, const Id& invitation, std::string_view inviter);
  /// "not_found".
  Result<> withdraw(std::string_view workspace, const Id& invitation);
  /// Somebody is given an account in another way: what is on record of them for an invitation alone goes first.
  Result<> withdraw_all(std::string_view email);
  /// Of one workspace, oldest first, those that lapsed included.
  Result<std::vector<Invitation>> of(std::string_view workspace);

  /// "unknown_link" (not_found) for any text that is none, was used or has lapsed.
  Result<HeldInvitation> held(std::string_view link);
  /// Name and password are of no account where there is one already. "weak_password", "required", "too_long" (invalid), else as held().
  Result<> accept(std::string_view link, std::string_view name, std::string_view password);

  /// Deletes what lapsed long ago, and erases whom nobody waits for any more. How many went.
  Result<std::int64_t> sweep();
  /// Of a workspace that goes.
  Result<> drop_all(const Id& workspace);

 private:
  Result<Id> find_or_add(const NewInvitation& wish);
  Result<Invitation> send(const Invitation& invitation, const std::string& link, std::string_view workspace_name, std::string_view inviter);
  Result<Invitation> renew(Invitation invitation, std::string_view workspace_name, std::string_view inviter);
  Result<Invitation> in(std::string_view workspace, const Id& invitation);
  Result<> drop(const Invitation& invitation);
  Result<> let_in(const Invitation& invitation, std::string_view name, std::string_view password);

  Parts parts_;
  Rows rows_;
  accounts::Directory directory_;
  accounts::PasswordWork work_;
  std::mutex mutex_;  ///< one is made or accepted at a time
};

}  // namespace probity::life_cycle
