#pragma once
// Who is a minor is decided anew without anybody writing: as birthdays pass, and when another policy governs.
#include "jobs/jobs.hpp"
#include "records/subject/state.hpp"

namespace probity::records {

/// Looks once a day, when another policy governs, and at the start, at people whose date of birth may be under a limit that
/// holds or held: found by the index of the field where it has one. Nothing is looked for when a record is read.
class Ages {
 public:
  /// Before the jobs start.
  Ages(Records& records, Subjects& subjects, jobs::Jobs& jobs);
  ~Ages();
  /// Settles everybody of a workspace whose state is another than their age says; when to look next.
  Result<std::optional<Timestamp>> look(const std::string& workspace);

 private:
  Records& records_;
  Subjects& subjects_;
  std::uint64_t listener_ = 0;
};

/// How many people of the workspace are under the limits of a policy today, the bin included; nothing where no entity of
/// it has a date of birth. `context` is of any entity of the workspace.
Result<std::optional<std::int64_t>> count_under_age(const Context& context, const privacy::Policy& policy);

}  // namespace probity::records
