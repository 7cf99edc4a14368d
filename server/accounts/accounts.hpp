#pragma once
// Who may come in: members, their workspaces, sign-in, sessions and API tokens. Everything is kept by the
// record service in the "system" workspace; what every request needs is kept in memory as well, and
// dropped there by each change of it. Thread-safe.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "meta/field_type.hpp"
#include "privacy/access.hpp"
#include "records/records.hpp"

namespace probity::accounts {

/// The program itself in a workspace: for work that no member does.
privacy::Access program_access(std::string_view workspace, std::string_view origin);

struct Member {
  Id id;
  std::string name;
  std::string email;
  std::int64_t version = 0;
  Timestamp created_at = 0;
  Timestamp updated_at = 0;
};

/// A workspace that a member may enter.
struct Seat {
  Id workspace;
  std::string slug;
  std::string workspace_name;
  std::string role;  ///< as people read it
  std::shared_ptr<const privacy::Grants> grants = nullptr;
  std::shared_ptr<const privacy::Teams> teams = nullptr;
  std::optional<Timestamp> until = {};  ///< over from then on
};

/// Somebody who is signed in. Immutable.
struct Session {
  Id id;
  Member member;
  std::vector<Seat> seats;
  std::string csrf;
};
using SessionPointer = std::shared_ptr<const Session>;

struct SignedIn {
  std::string token;  ///< for the cookie; never stored and never logged
  SessionPointer session;
};

struct NewMember {
  std::string email;
  std::string name;
  std::string password;
};

/// Country, currency and time zone must be ones there are: "bad_country", "bad_currency", "bad_time_zone".
Result<> check_input(const meta::InputContext& input);

struct NewWorkspace {
  std::string name;
  meta::InputContext input;  ///< country, currency, time zone
  /// The same reference makes the same workspace: whoever asks again after a broken connection or a
  /// kill gets it finished, not doubled. Empty: always a new one.
  std::string reference;
};

struct WorkspaceInfo {
  Id id;
  std::string slug;
  std::string name;
};

/// A member as add_member() found or made one.
struct AddedMember : Member {
  bool existed = false;     ///< name and password are as they were
  std::string former_role;  ///< in that workspace; empty where there was none
};

/// From where a sign-in comes.
struct Origin {
  std::string address;
  std::string device;  ///< User-Agent; shortened when kept
};

struct Limits {
  Timestamp session_idle = 7 * kDay;
  Timestamp session_absolute = 30 * kDay;
};

class Seats;

class Accounts {
 public:
  /// `records` must already know the workspace "system".
  explicit Accounts(records::Records& records, Limits limits = {});
  ~Accounts();
  Accounts(const Accounts&) = delete;

  /// True until an owner exists: then the first visitor who knows the secret becomes the owner.
  Result<bool> needs_owner();
  /// The secret of the first run: made when first asked for, kept in memory, good once.
  std::string first_run_secret();
  /// Creates the owner and the first workspace. Errors: "setup_done" (conflict), "wrong_secret" (forbidden).
  Result<SignedIn> set_up(std::string_view secret, const NewMember& owner, const NewWorkspace& workspace, const Origin& origin);

  /// What a new workspace starts with, done before anybody may enter; after a kill it is done again, so
  /// it must not mind what is there already. Set before the first workspace is made.
  using Furnish = std::function<Result<>(const privacy::Access&)>;
  void furnish_with(Furnish furnish);
  /// Provisioning: its row, its file, its tables. The slug comes from the name and is unique.
  Result<WorkspaceInfo> create_workspace(const NewWorkspace& workspace);
  Result<WorkspaceInfo> find_workspace(std::string_view slug);
  Result<std::vector<WorkspaceInfo>> list_workspaces();
  /// Its name, and how its people write; the slug stays. Amounts and times that are kept do not change.
  Result<WorkspaceInfo> change_workspace(std::string_view slug, const std::string& name, const meta::InputContext& input);

  /// A member of that workspace in that role. A member who exists keeps the name and password, and gets
  /// the role. Errors: "unknown_role", "bad_email", "weak_password".
  Result<AddedMember> add_member(std::string_view workspace, const NewMember& member, std::string_view role);
  /// Who may do what where, and who says so.
  Seats& seats();
  /// Members of a workspace, by name.
  Result<std::vector<Member>> members(std::string_view workspace);
  /// The same as the record service wants to know them.
  Result<std::vector<records::Colleague>> colleagues(std::string_view workspace);
  /// What to call a member, also one who left; empty for one unknown.
  std::string name_of(const Id& member);

  /// "sign_in_failed" (unauthenticated) for a wrong password and for an unknown address alike, after the
  /// same time; "too_many_attempts" (too_many) with `retry_after` in the extras.
  Result<SignedIn> sign_in(std::string_view email, std::string_view password, const Origin& origin);
  Result<> sign_out(const Session& session);

  /// An API token of a member for one workspace, shown this once.
  Result<std::string> create_token(std::string_view workspace, std::string_view email, std::string_view name);

  /// "sign_in_required" for a cookie of no session, or of one that ended.
  Result<SessionPointer> session(std::string_view cookie);
  /// What a session may do in a workspace; "no_such_workspace" (not_found) where it has no seat.
  Result<privacy::Access> enter(const Session& session, std::string_view workspace) const;
  /// What a member may do in a workspace now, for a job that works under their name; the nil id is the
  /// program itself. "forbidden" where they have no seat any more.
  Result<privacy::Access> access_of_member(std::string_view workspace, const Id& member, std::string_view purpose) const;
  /// What a token may do; "bad_token" (unauthenticated).
  Result<privacy::Access> access_of_token(std::string_view token);
  /// What a member may do there now, for work that goes on without them; "forbidden" where they have left.
  Result<privacy::Access> access_of_member(std::string_view workspace, const Id& member, std::string_view purpose);

  /// Deletes sessions that ended; to be called now and then. Returns how many.
  Result<std::int64_t> sweep();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace probity::accounts
