#pragma once
// The register of breaches: reading one, the steps that deal with it, counting whom it may concern, telling people,
// and the alarm before and after the 72 hours. Who may was decided before. Thread-safe.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "jobs/jobs.hpp"
#include "mail/letter.hpp"
#include "records/records.hpp"
#include "rights/incidents/breach.hpp"

namespace probity::incidents {

/// The hook that model/ names: "incidents.breach" keeps the clock and the states of a new one.
void add_hooks(records::Hooks& hooks);

struct Step {
  std::string step;               ///< a choice of breach_step.step, but for "tell"
  std::string why;
  std::string authority, reference;
  std::optional<Timestamp> at;    ///< when it was reported; nothing: now
};

/// The last day began, or the time is over; of one `id` it is told once.
struct Alert {
  std::string workspace;
  Id id, breach;
  std::string title, clock, next_step;
};

class Incidents {
 public:
  struct Parts {
    records::Records& records;
    jobs::Jobs& jobs;
    std::function<Result<Id>(const mail::Letter&)> send;  ///< mail::Outbox::put
    std::function<Result<>(const Alert&)> alert;          ///< tells the administrators
  };
  /// Before the jobs start.
  explicit Incidents(Parts parts);
  ~Incidents();
  Incidents(const Incidents&) = delete;

  /// "not_found". `breaches` is of the entity.
  Result<Breach> find(const records::Context& breaches, const Id& id);
  /// Writes down what was done or decided, and what follows from it, in one transaction. "unknown_step", "missing_member"
  /// (a reason, an authority), "bad_time" (all invalid); "already_reported", "risk_not_unlikely", "already_told",
  /// "breach_undecided", "breach_closed", "not_closed" (all conflict).
  Result<> take_step(const records::Context& breaches, const Id& id, const Step& step);
  /// Letters to everybody with an address whom the filter (as of a list; empty: all) selects: a job, which counts them
  /// and takes the step "tell" when all are in the outbox. "notice_incomplete", "already_told", "breach_closed"
  /// (conflict), "not_people" (invalid).
  Result<Id> tell_people(const records::Context& breaches, const Id& id, const records::Context& people, const std::string& filter);

  /// {"in_words","next_step","due_at","overdue","hours_left","undecided":[..],"steps":[..]}, newest step first.
  Result<> write_story(const records::Context& breaches, const Id& id, JsonWriter& writer);
  /// {"authority","people","missing_for_authority":[..],"missing_for_people":[..]}: drafts in words.
  Result<> write_notice(const records::Context& breaches, const Id& id, JsonWriter& writer);

  /// Alerts of what is due; when the next is.
  Result<std::optional<Timestamp>> ring(const std::string& workspace);

 private:
  Result<std::string> tell_all(jobs::Running& running);
  Parts parts_;
  std::uint64_t listener_ = 0;
};

/// How many people of which kind there are, and of how many of them each kind of data is held:
/// {"items":[{"entity","label","people","categories":[{"category","label","people"}]}]}. A help to fill in the register.
Result<> write_people_held(const records::Context& workspace, JsonWriter& writer);

}  // namespace probity::incidents
