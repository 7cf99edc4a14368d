#pragma once
// A workspace is closed, opened again, or destroyed. Closed, nothing happens in it and nobody comes in; its owners may
// open it again or take everything along until the time is over that the operator's policy sets (90 days where it sets
// none). Then, or at once where an owner says so, it is destroyed by work that goes on after a kill, and a certificate
// remains that names nobody. Thread-safe.
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "accounts/life_cycle/departures.hpp"
#include "accounts/life_cycle/invitations.hpp"
#include "accounts/life_cycle/rows.hpp"
#include "base/signature.hpp"
#include "jobs/jobs.hpp"
#include "mail/letter.hpp"
#include "store/database.hpp"

namespace probity::life_cycle {

struct ClosedWorkspace {
  Id id;
  std::string slug;
  std::string name;
  std::string state;         ///< "closed" or "destroying"
  Timestamp closed_at = 0;
  Timestamp destroy_at = 0;
};

/// A place outside the database that holds bytes of one workspace. Both may be done again.
struct Belongings {
  std::string name;
  std::function<std::int64_t(const std::string& workspace)> count;
  std::function<Result<>(const std::string& workspace)> destroy;
};

enum class Ground { time_over, at_once, by_operator };
std::string_view name_of(Ground ground);

class Closing {
 public:
  struct Parts {
    records::Records& records;
    accounts::Accounts& accounts;
    jobs::Jobs& jobs;
    store::Backend& backend;
    Departures& departures;
    Invitations& invitations;
    std::function<Result<Id>(const mail::Letter&)> send;
    std::string public_url;
    std::function<Result<>(const Id& member)> erase;            ///< somebody whose account went with the workspace; returns when they are gone
    std::function<Result<>(std::string_view workspace)> destroy_key;  ///< gone already is no error
    std::vector<Belongings> belongings;
    std::string secret;                                         ///< 32 bytes: signs certificates
  };
  /// Registers what watches for the end: before Jobs::start(). All must outlive it.
  explicit Closing(Parts parts);

  /// What was closed when the program ended stays closed. Before Jobs::start().
  Result<> resume();

  /// "no_such_workspace" (not_found), "closed_already" (conflict).
  Result<ClosedWorkspace> close(std::string_view workspace);
  /// "no_such_workspace", "not_closed", "too_late" (conflict) once it is being destroyed.
  Result<> restore(std::string_view workspace);
  /// Decides on it, now and for good, and gives the id of the destruction; the work follows in the background.
  /// "no_such_workspace", "not_closed" (conflict).
  Result<Id> begin_destruction(std::string_view workspace, Ground ground);
  /// The same, and returns when it is done.
  Result<Id> destroy(std::string_view workspace, Ground ground);

  /// For whoever carries out the policy: where the time that the owners were told is over. "not_due" (conflict).
  Result<> destroy_due(const Id& workspace);

  /// Nothing for one that is open, or not there.
  Result<std::optional<ClosedWorkspace>> find(std::string_view workspace);
  /// All, oldest first.
  Result<std::vector<ClosedWorkspace>> all();
  /// Those that this member owns.
  Result<std::vector<ClosedWorkspace>> owned_by(const Id& member);
  /// Whether they own it, closed or not; "no_such_workspace" else, as for one that is not there.
  Result<> check_owner(std::string_view workspace, const Id& member);

  /// How an owner stands to their closed workspace: what they may take along, or why nothing else works
  /// ("workspace_closed", conflict). "no_such_workspace" for everybody else.
  Result<privacy::Access> enter(std::string_view workspace, const Id& member, bool to_take_along);

  /// {"destruction","account","ground","closed_at","destroyed_at","found":[..],"left":0,"key","signature"}. "not_found",
  /// "not_destroyed" (conflict).
  Result<std::string> certificate(const Id& destruction);
  /// {"items":[{"id","account","ground","state","begun_at","destroyed_at"}]}, newest last.
  Result<> write_destructions(JsonWriter& writer);
  bool is_genuine(const JsonValue& certificate) const;

 private:
  Result<std::optional<ClosedWorkspace>> one_of(const Id& workspace);
  Result<Timestamp> end_of(Timestamp closed_at);
  Result<> settle(const ClosedWorkspace& closed);
  Result<> tell_owners(const ClosedWorkspace& closed, std::string_view letter, std::map<std::string, std::string, std::less<>> values);
  Result<> note_closed(const Id& workspace, Timestamp closed_at);
  Result<std::optional<Timestamp>> ring();

  Result<Id> intend(const ClosedWorkspace& closed, Ground ground);
  Result<> carry_out(const Id& destruction, const ClosedWorkspace& closed);
  Result<std::string> found_in(const std::string& workspace);
  Result<> destroy_bytes(const std::string& workspace);
  Result<> let_people_go(const Id& workspace);
  Result<std::int64_t> left_of(const ClosedWorkspace& closed);
  Result<> certify(const Id& destruction, const ClosedWorkspace& closed);

  Parts parts_;
  const SigningKey key_;
  Rows rows_;
  accounts::Directory directory_;
  std::mutex mutex_;  ///< one is closed, opened or destroyed at a time
};

}  // namespace probity::life_cycle
