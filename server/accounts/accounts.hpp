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
#include "jobs/jobs.hpp"
#include "mail/letter.hpp"
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
  Timestamp proven_at = 0;   ///< when its owner last showed who they are
  Timestamp expires_at = 0;
  Id device;                 ///< nil: of none that is known
};
using SessionPointer = std::shared_ptr<const Session>;

struct SignedIn {
  std::string token;         ///< for the cookie; never stored and never logged
  SessionPointer session;
  std::string device = {};   ///< for the cookie by which the device is known again; likewise
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
  std::string device;        ///< User-Agent; shortened when kept
  std::string known_as = {}; ///< the cookie by which the device may be known; empty for none
};

/// What somebody shows to be let in.
struct Shown {
  std::string password;
  std::string code = {};     ///< six digits of an authenticator app, or a recovery code
};

struct Limits {
  Timestamp session_idle = 7 * kDay;
  Timestamp session_absolute = 30 * kDay;
  Timestamp proof = 15 * kMinute;      ///< how long after showing who one is dangerous acts are open
  Timestamp device = 365 * kDay;       ///< how long a device is known, from when it was new
  Timestamp reset_link = kHour;
};

/// What accounts need of other rooms. Without them nothing is mailed and seeds of codes last as long as the process.
struct Surroundings {
  std::string secret;                  ///< of the installation, 32 bytes
  std::string public_url;              ///< where people reach it, as configured: never what a request names
  std::string product = "Probity";     ///< what authenticator apps and passkeys call it
  std::function<Result<Id>(const mail::Letter&)> send = {};
  jobs::Jobs* jobs = nullptr;
};

/// What a token may do of what its member may.
struct TokenScope {
  bool may_write = true;
  std::vector<std::string> entities = {};  ///< names; empty: all
  Timestamp expires_at = 0;                ///< 0: never
};

struct TokenInfo {
  Id id;
  Id member;
  std::string name;
  TokenScope scope;
  Timestamp created_at = 0;
  Timestamp last_used_at = 0;  ///< to the hour; 0: never
};

struct OpenSession {
  Id id;
  std::string device, address, method;
  Timestamp created_at = 0, last_seen_at = 0, expires_at = 0;
};

struct KnownDevice {
  Id id;
  std::string name, address;
  Timestamp created_at = 0, last_seen_at = 0;
};

struct PasskeyInfo {
  Id id;
  std::string name;
  Timestamp created_at = 0, last_used_at = 0;
};

struct SecondFactor {
  bool codes = false;          ///< of an authenticator app
  int recovery_codes = 0;      ///< that are left
  int passkeys = 0;
};

/// What an authenticator app is given.
struct NewSeed {
  std::string seed;  ///< base32
  std::string url;   ///< otpauth://, for a QR code
};

/// Networks (CIDR) from which members and tokens may come into a workspace; empty: from everywhere.
struct AddressRules {
  std::vector<std::string> members;
  std::vector<std::string> tokens;
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
  /// Where the account wants a code and none is shown: "second_factor_required" (unauthenticated) with {"methods":[..]};
  /// for a wrong one "wrong_code".
  Result<SignedIn> sign_in(std::string_view email, const Shown& shown, const Origin& origin);
  Result<SignedIn> sign_in(std::string_view email, std::string_view password, const Origin& origin) { return sign_in(email, Shown{.password = std::string(password)}, origin); }
  Result<> sign_out(const Session& session);

  /// Before the jobs start.
  void work_with(Surroundings surroundings);

  /// Step-up: whoever shows again who they are goes on under a new token, the one before is over.
  Result<SignedIn> prove(const Session& session, const Shown& shown, const Origin& origin);
  /// "step_up_required" (forbidden) where that was too long ago.
  Result<> require_recent_proof(const Session& session) const;

  /// What a browser is to ask a passkey, as PublicKeyCredentialRequestOptionsJSON or ...CreationOptionsJSON (WebAuthn
  /// Level 3, 5.1.4 and 5.1.3), and its answer, as AuthenticationResponseJSON or RegistrationResponseJSON. Refusals are
  /// "passkey_refused"; "passkeys_unavailable" (conflict) where the public URL has no name or no TLS.
  Result<std::string> passkey_question();
  Result<SignedIn> sign_in_by_passkey(std::string_view credential, const Origin& origin);
  Result<std::string> proof_question(const Session& session);
  Result<SignedIn> prove_by_passkey(const Session& session, std::string_view credential, const Origin& origin);
  Result<std::string> new_passkey_question(const Session& session);
  Result<PasskeyInfo> add_passkey(const Session& session, std::string_view name, std::string_view credential);
  Result<std::vector<PasskeyInfo>> passkeys(const Session& session);
  Result<> remove_passkey(const Session& session, const Id& passkey);

  /// Codes of an authenticator app (RFC 6238): begun, then in force once a first code is right.
  Result<SecondFactor> second_factor(const Session& session);
  Result<NewSeed> begin_codes(const Session& session);
  Result<std::vector<std::string>> confirm_codes(const Session& session, std::string_view code);  ///< recovery codes, shown this once; "wrong_code"
  Result<> remove_codes(const Session& session);
  Result<std::vector<std::string>> renew_recovery_codes(const Session& session);

  /// Another password; every other session ends, and its owner hears of it.
  Result<SignedIn> change_password(const Session& session, const std::string& password, const Origin& origin);
  /// Asks for a link by mail. The same answer after the same work, whether the address is known or not.
  Result<> forgot_password(std::string_view email, const Origin& origin);
  /// "link_over" (not_found) for a link that was used, is over or never was. Gives the text of the cookie by which this
  /// device is known from now on: whoever reads the mailbox is no stranger. Second factors stay.
  Result<std::string> reset_password(std::string_view link, const std::string& password, const Origin& origin);
  /// By whoever runs the machine. "no_such_member".
  Result<> set_password(std::string_view email, const std::string& password, bool drop_second_factor);

  /// Where somebody is signed in, newest first, and the devices they used.
  Result<std::vector<OpenSession>> open_sessions(const Session& session);
  Result<> end_session(const Session& session, const Id& other);  ///< not_found for one of somebody else
  Result<> end_sessions(const Session& session, bool keep_this);
  Result<std::vector<KnownDevice>> devices(const Session& session);
  Result<> forget_device(const Session& session, const Id& device);

  /// Whether somebody may come into the workspace from that address; "address_not_allowed" (forbidden).
  Result<> check_address(std::string_view workspace, bool by_token, std::string_view address);
  Result<AddressRules> address_rules(std::string_view workspace);
  /// "bad_network" (invalid); "would_lock_you_out" (conflict) where `own_address` is not among the members'.
  Result<> set_address_rules(std::string_view workspace, const AddressRules& rules, std::string_view own_address);

  /// An API token of a member for one workspace, shown this once.
  Result<std::string> create_token(std::string_view workspace, std::string_view email, std::string_view name, const TokenScope& scope = {});
  /// Of one member, or of everybody in the workspace.
  Result<std::vector<TokenInfo>> tokens(std::string_view workspace, const std::optional<Id>& member);
  /// not_found for one of another workspace, or of somebody else where `member` is named.
  Result<> revoke_token(std::string_view workspace, const Id& token, const std::optional<Id>& member);

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
