#pragma once
// What stands behind Accounts; for the files of this room that carry it out, one topic each.
#include <mutex>

#include "accounts/accounts.hpp"
#include "accounts/credentials.hpp"
#include "accounts/directory.hpp"
#include "accounts/known.hpp"
#include "accounts/password.hpp"
#include "accounts/seats.hpp"
#include "accounts/signing_in/address_lists.hpp"
#include "accounts/signing_in/challenges.hpp"
#include "accounts/signing_in/devices.hpp"
#include "accounts/signing_in/factors.hpp"
#include "accounts/signing_in/passkeys.hpp"
#include "accounts/signing_in/resets.hpp"
#include "accounts/throttle.hpp"

namespace probity::accounts {

/// Told of one field of the input.
std::unexpected<Error> bad_field(std::string_view field, std::string code, std::string message);
template <typename T>
Result<T> of_field(Result<T> result, std::string_view field) {
  if (result || result.error().kind != ErrorKind::invalid || !result.error().fields.empty()) return result;
  return bad_field(field, result.error().code, result.error().message);
}

std::unexpected<Error> no_such_workspace();
/// One answer for a wrong password, a wrong passkey and an unknown address.
std::unexpected<Error> sign_in_failed();
Result<> check_name(std::string_view field, std::string_view name);
/// What a member may do from that seat.
privacy::Access access_as(const Id& member, const Seat& seat, std::string_view origin);
bool is_over(const Seat& seat);

/// What a session begins with.
struct NewSession {
  Id member;
  std::string_view method;             ///< a choice of session.method
  Origin origin;
  std::optional<Timestamp> expires_at = {};  ///< of the session it goes on from; nothing: as long as a session may be
  bool tell = true;                    ///< its owner by mail, where the device is new
};

struct Accounts::Implementation {
  Implementation(records::Records& all, Limits chosen);

  Result<StoredWorkspace> active_workspace(std::string_view slug);
  Result<std::string> free_slug(std::string_view name);
  Result<Id> ensure_member(const NewMember& member, bool take_password);

  Result<SignedIn> start_session(const NewSession& start);
  /// The same person goes on under another token; the one before opens nothing any more.
  Result<SignedIn> renew_session(const Session& session, std::string_view method, const Origin& origin);
  Result<> end_sessions(const Id& member, const std::optional<Id>& but);
  Result<KnownPointer> load_session(std::string_view cookie, const TokenText& token);
  Result<KnownPointer> load_token(const TokenText& token);
  bool is_over(const Known& one) const;
  void note_seen(const Id& id, Known& one);
  void note_used(const Id& id, Known& one);

  /// Whether a password and, where the account wants one, a code are right; with the limits of guessing.
  Result<std::string_view> prove(const std::string& account, const StoredMember& member, const Shown& shown, const Origin& origin);
  Result<bool> is_right_code(const std::string& account, const StoredMember& member, const Shown& shown, const Origin& origin, std::string_view device);
  /// The passkey that made this answer to a challenge for that use; its counter is moved on.
  Result<StoredPasskey> check_passkey(std::string_view credential, const std::string& use);
  Result<RelyingParty> relying_party() const;
  Result<> set_password(const StoredMember& member, const std::string& password);
  Result<std::string> finish_reset(jobs::Running& running);

  /// A letter of the product to a member; a failure is told in the log and stands in nobody's way.
  void write_to(const Member& member, std::string_view letter, std::map<std::string, std::string, std::less<>> values, std::optional<Id> id = {});

  records::Records& records;
  const Limits limits;
  Surroundings around;
  Directory directory;
  Seats seats;
  Credentials credentials;
  KnownOnes known;
  Devices devices;
  Factors factors;
  Passkeys passkeys;
  Resets resets;
  AddressLists addresses;
  Challenges challenges;
  PasswordWork work;
  Throttle throttle;
  /// Six digits are soon guessed; recovery codes and passkeys are not, and stay open.
  Throttle codes{{.network = 30, .network_and_account = 10, .account = 20, .window = kHour}};
  Throttle assertions{{.network = 60, .network_and_account = 60, .account = 1'000'000}};
  Throttle forgotten{{.network = 20, .network_and_account = 3, .account = 10, .window = kHour}};
  Furnish furnish;
  std::mutex provisioning;  ///< one workspace or member is made at a time
  std::mutex first_run;
  std::string secret;
};

}  // namespace probity::accounts
