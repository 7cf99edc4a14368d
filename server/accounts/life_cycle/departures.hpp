#pragma once
// A member leaves a workspace: their seat and their tokens for it go at once, their sessions with the last seat, and the
// records that are theirs go to a member who is named, as a job. Their name stays with what they did. Thread-safe.
#include <string>

#include "accounts/accounts.hpp"
#include "accounts/life_cycle/rows.hpp"
#include "jobs/jobs.hpp"

namespace probity::life_cycle {

struct Departure {
  std::string workspace;  ///< slug
  Id member;
  Id heir;                ///< who gets their records
  Id by;
  bool by_owner = false;
};

class Departures {
 public:
  /// Registers the job: before Jobs::start(). All must outlive it.
  Departures(records::Records& records, accounts::Accounts& accounts, jobs::Jobs& jobs);

  /// The id of the job that hands the records on. "not_found", "last_owner" (conflict), "owners_only" (forbidden),
  /// "bad_heir" (invalid).
  Result<Id> dismiss(const Departure& departure);
  /// Ends the sessions of a member who has no seat anywhere any more.
  Result<> end_sessions_without_seat(const Id& member);

 private:
  Result<std::string> hand_on(jobs::Running& running);
  Rows rows_;
  accounts::Directory directory_;
  accounts::Accounts& accounts_;
  jobs::Jobs& jobs_;
};

}  // namespace probity::life_cycle
