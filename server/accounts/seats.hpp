#pragma once
// Who has a seat in which workspace: as what, until when, in which teams. What a member may do there is compiled here
// from the membership (system), the workspace's own roles and its teams. Thread-safe.
#include <map>
#include <mutex>

#include "accounts/directory.hpp"

namespace probity::accounts {

/// A member as a workspace knows them.
struct SeatedMember : Member {
  std::string role;            ///< of those every workspace has, or kOwnRole
  std::string own_role;        ///< id of the workspace's record; empty for others
  std::string role_name;       ///< as people read it
  std::optional<Timestamp> until;
  std::vector<Id> teams;
};

struct SeatChange {
  std::optional<std::string> role;       ///< a name, or the id or name of a role of the workspace's own
  std::optional<std::vector<Id>> teams;  ///< all of them
};

class Seats {
 public:
  Seats(records::Records& records, Directory& directory) : records_(records), directory_(directory) {}

  /// The workspaces a member may enter now, by name; what ended is not among them.
  Result<std::vector<Seat>> of_member(const Id& member);
  Result<std::vector<SeatedMember>> of_workspace(std::string_view workspace);

  /// A role as a membership keeps it. "unknown_role" where there is none of that name or id.
  struct RoleOf {
    std::string role;
    std::string own_role;
  };
  Result<RoleOf> resolve(std::string_view workspace, std::string_view role);
  /// Whether anybody there has that role of the workspace's own.
  Result<bool> in_use(std::string_view workspace, const Id& role);

  /// Gives a member that role in a workspace, whoever asks; the role before, or empty text. "last_owner" (conflict)
  /// where nobody would own the workspace any more.
  Result<std::string> seat(const Id& member, const Id& workspace, const RoleOf& role, std::optional<Timestamp> until = {});

  /// What an administrator says of a member: another role, other teams. "not_found", "unknown_role", "unknown_team",
  /// "above_your_own" (forbidden) where they would give or take more than they have, "last_owner" (conflict),
  /// "only_by_grant" (forbidden) for the role support.
  Result<> change(const privacy::Access& by, const Id& member, const SeatChange& change);

  /// Lets somebody with an account look for a time, by the owner alone. "owners_only" (forbidden), "no_such_account",
  /// "is_member" (conflict), "bad_hours".
  Result<SeatedMember> grant_support(const privacy::Access& by, std::string_view email, int hours);
  /// Ends it at once; "not_found".
  Result<> end_support(const privacy::Access& by, const Id& member);

 private:
  Result<std::shared_ptr<const privacy::Grants>> grants_of(std::string_view workspace, const Membership& membership);
  Result<std::shared_ptr<const privacy::Teams>> teams_of(std::string_view workspace, const Id& member);
  Result<StoredWorkspace> workspace_of(std::string_view slug);
  Result<> keep_an_owner(const Membership& membership, std::string_view role);
  Result<> change_teams(const privacy::Access& by, const Id& member, const std::vector<Id>& teams);

  struct Compiled {
    std::int64_t version;
    std::shared_ptr<const privacy::Grants> grants;
  };
  records::Records& records_;
  Directory& directory_;
  std::mutex changing_;  ///< one seat is changed at a time, so that an owner stays
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Compiled> compiled_;  ///< by workspace and role
};

}  // namespace probity::accounts
