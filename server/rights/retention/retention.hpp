#pragma once
// How long things are kept, and that they go then: the rules of the policy in force as work. What is due is found by
// one engine (weigh.hpp, due.hpp), so that what is explained, shown before and done can never disagree. Every
// workspace has a run a day by itself; each run leaves a signed summary (summary.hpp) that tells of nobody.
// Thread-safe. Who may was decided before.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "jobs/jobs.hpp"
#include "privacy/policy/law.hpp"
#include "records/reading/reading.hpp"
#include "rights/retention/due.hpp"
#include "rights/retention/explain.hpp"
#include "rights/retention/summary.hpp"

namespace probity::retention {

/// What a run does, step by step: the names by which a test leaves one out (skip_step()); "rule.ID" is one as well.
inline constexpr std::string_view kSteps[] = {"retention.erase", "retention.remove", "retention.mask", "retention.archive", "retention.files", "retention.scrub"};

/// How many records of one entity one rule would have gone.
struct Count {
  std::string rule;
  std::string entity;  ///< "*": a rule for all kinds, of which none has anything due; or one not recorded here
  privacy::RetentionAction action = privacy::RetentionAction::remove;
  std::int64_t count = 0;
  std::optional<Timestamp> oldest;  ///< the longest ago that the clock of one of them started
};

/// How it stands with one rule in one workspace.
struct Standing {
  bool is_recorded = false;   ///< something it speaks of is recorded here
  bool is_countable = false;  ///< and the moment that starts its clock
  std::int64_t rows = 0;      ///< of the kinds it speaks of, those in the bin included
  std::int64_t due = 0;       ///< go with the next run
  std::int64_t overdue = 0;   ///< should have gone: a run has passed since, or a day
  std::optional<Timestamp> oldest;  ///< the longest ago that the clock of one of those due started
};

struct PreviewWish {
  std::string rule;                ///< empty: all
  std::string after;               ///< of the page before
  int limit = 100;
  std::optional<Timestamp> at;     ///< nothing: now
  bool with_counts = true;
};

class Retention {
 public:
  struct Parts {
    records::Records& records;
    jobs::Jobs& jobs;
    records::Reading& reading;
    std::shared_ptr<const privacy::Law> law;  ///< may be null
    Seal seal;
    /// Erases people by ids, with everything that concerns them; one result for each, in the name of a run. Not set: they are purged.
    std::function<std::vector<Result<>>(const std::string& workspace, const meta::Entity& entity, const std::vector<Id>& people, const Id& run)> erase_people = {};
    /// Destroys a closed workspace, by its id in the system. Not set: its row alone is removed.
    std::function<Result<>(const Id& workspace)> destroy_workspace = {};
    /// Sees to the bytes of those who were erased in a run, and to their certificates. May be left out.
    std::function<Result<>(const std::string& workspace)> certify_people = {};
    /// Deletes the bytes of an uploaded file. May be left out.
    std::function<void(std::string_view workspace, const Id& file)> destroy_file = {};
  };
  /// Before the jobs start.
  explicit Retention(Parts parts);
  ~Retention();
  Retention(const Retention&) = delete;

  /// How long one record is kept, and why. Of one that this access sees; "not_found".
  Result<Explanation> explain(const records::Context& context, const Id& id);

  /// What the next run would do if it began at that moment: {"moment","rules":[{"rule","entity","action","count"}],
  /// "items":[{"rule","entity","id","display","action","until"}],"next"}. `workspace`: a context at no entity, whose
  /// access decides which names are shown. "bad_cursor".
  Result<> write_preview(const records::Context& workspace, const PreviewWish& wish, JsonWriter& writer);
  /// The counts alone, every rule in force among them.
  Result<std::vector<Count>> counts(const records::Context& workspace, std::optional<Timestamp> at = {});
  /// The same under another policy, as if it were in force.
  Result<std::vector<Count>> counts_under(const records::Context& workspace, privacy::PolicyPointer policy, Timestamp at);
  /// Of one rule of a policy in the workspace; `since`: when that policy took effect, nothing where it has not.
  Result<Standing> standing(const records::Context& workspace, privacy::PolicyPointer policy, std::string_view rule, std::optional<Timestamp> since);
  /// {"rules":[..],"last_run","next_run"}: each rule with its period in words, what is due, and when it was last carried out.
  Result<> write_overview(const records::Context& workspace, JsonWriter& writer);
  /// {"months":[{"month":"2027-01","rules":[{"rule","entity","action","count"}]}]} from this month on.
  Result<> write_calendar(const records::Context& workspace, int months, JsonWriter& writer);

  /// Begins a run of the workspace, or gives the one that is under way; the job's id. Its result is the summary.
  Result<Id> begin(std::string_view workspace, const Id& actor);
  /// Begins a run wherever the last began a day ago or longer; the slugs are those of every workspace.
  Result<> begin_daily(const std::vector<std::string>& workspaces);
  /// When the last run of a workspace ended; nothing: there was none.
  Result<std::optional<Timestamp>> last_run(std::string_view workspace);
  /// Every summary of a workspace from the first to the last: empty where all are genuine and none is missing, else
  /// what is wrong in words.
  Result<std::string> check_summaries(std::string_view workspace);

 private:
  class Run;
  Result<Rules> rules_of(const records::Context& workspace, privacy::PolicyPointer policy = {}) const;
  Result<std::string> run(jobs::Running& running);
  Parts parts_;
};

/// [{"rule","entity","action","count"}].
void write_counts(const std::vector<Count>& counts, JsonWriter& writer);
/// The program's own hand on a workspace: `origin` "retention", for the duties of the law.
privacy::Access program(std::string_view workspace);

}  // namespace probity::retention
