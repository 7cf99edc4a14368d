#pragma once
// Members, workspaces and who belongs where, as records of the "system" workspace. Only lookups and
// writes; no rules of sign-in. Thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"

namespace probity::accounts {

struct StoredMember {
  Member member;
  std::string password_hash;  ///< empty: cannot sign in with a password
  bool active = true;
};

struct StoredWorkspace {
  WorkspaceInfo info;
  std::string state;  ///< "creating", "active" or "closed"
  bool active() const { return state == "active"; }
};

struct Membership {
  Id id;
  Id member;
  Id workspace;
  std::string role;
  std::string own_role;             ///< id of the workspace's record, where the role is its own
  std::optional<Timestamp> until;   ///< over from then on
};

class Directory {
 public:
  explicit Directory(records::Records& records);

  Result<std::optional<StoredMember>> member(const Id& id);
  /// By address, without regard to case.
  Result<std::optional<StoredMember>> member_of_email(std::string_view email);
  Result<Id> create_member(const NewMember& member, const std::string& password_hash);
  Result<> set_password(const Id& member, const std::string& password_hash);
  Result<> note_sign_in(const Id& member);

  Result<std::optional<StoredWorkspace>> workspace(const Id& id);
  Result<std::optional<StoredWorkspace>> workspace_of_slug(std::string_view slug);
  Result<std::optional<StoredWorkspace>> workspace_of_reference(std::string_view reference);
  Result<std::vector<StoredWorkspace>> workspaces();
  /// In state "creating".
  Result<Id> create_workspace(const NewWorkspace& workspace, const std::string& slug);
  Result<> activate_workspace(const Id& id);
  Result<> change_workspace(const Id& id, const std::string& name, const meta::InputContext& input);

  Result<std::vector<Membership>> memberships_of_member(const Id& member);
  Result<std::vector<Membership>> memberships_of_workspace(const Id& workspace);
  /// Creates it, or gives the one there is another role; the role before, or empty text.
  Result<std::string> set_role(const Id& member, const Id& workspace, std::string_view role, std::string_view own_role = {}, std::optional<Timestamp> until = {});
  Result<bool> has_owner();

 private:
  using Use = std::function<void(const meta::Entity&, const Id&, const Row&)>;
  Result<> each(std::string_view entity, std::string_view field, std::string_view value, const Use& use);
  Result<> one(std::string_view entity, const Id& id, const Use& use);

  records::Records& records_;
  privacy::Access access_;
};

/// A context of the system's records in which every field may be read and set. `access` must outlive it.
Result<records::Context> enter_system(records::Records& records, const privacy::Access& access, std::string_view entity);
/// {"field","op","value"} as JSON.
std::string filter_of(std::string_view field, std::string_view operation, std::string_view value);
/// The value of a field of a full row; empty where it is null.
std::string_view text_of(const meta::Entity& entity, std::string_view field, const Row& row);
Id id_of(const meta::Entity& entity, std::string_view field, const Row& row);
Timestamp time_of(const meta::Entity& entity, std::string_view field, const Row& row);

}  // namespace probity::accounts
