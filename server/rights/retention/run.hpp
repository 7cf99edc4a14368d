#pragma once
// One run of a workspace: batch by batch, each remembered before it begins, so that a run that was cut off goes on
// and counts nothing twice or not at all.
#include "jobs/jobs.hpp"
#include "rights/retention/act.hpp"
#include "rights/retention/due.hpp"
#include "rights/retention/retention.hpp"
#include "rights/retention/summary.hpp"

namespace probity::retention {

class Retention::Run {
 public:
  Run(const Parts& parts, const records::Context& workspace, const Rules& rules, jobs::Running& running);

  /// The summary's JSON, once everything due is done; an error of kind `unavailable` where the program shuts down.
  Result<std::string> carry_out();

 private:
  void recall();
  std::string packed(const std::vector<Due>& batch) const;
  Tally& tally_of(const std::string& rule, const std::string& entity, privacy::RetentionAction action);
  /// What a batch that was under way had done when the program was cut off.
  Result<> count_unfinished();
  Result<> do_batch(const std::vector<Due>& batch);
  Result<> tidy_up();
  void name_idle_rules();
  std::int64_t done() const;

  struct Unfinished {
    std::string rule;
    std::string entity;
    std::vector<Id> records;
    std::vector<Timestamp> starts;
  };
  const Parts& parts_;
  const records::Context& workspace_;
  const Rules& rules_;
  jobs::Running& running_;
  Timestamp moment_ = 0;
  Timestamp started_at_ = 0;
  std::vector<Tally> tallies_;
  std::optional<Unfinished> unfinished_;
};

}  // namespace probity::retention
