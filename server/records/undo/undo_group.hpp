#pragma once
// Taking back everything that has one group: in the background, or at once where it is little.
#include "jobs/jobs.hpp"
#include "records/job_access.hpp"
#include "records/undo/history.hpp"
#include "records/undo/undo.hpp"

namespace probity::records {

/// Whether a group is that of a merge.
Result<bool> is_merge(const Context& context, const Id& group);

/// The handler of jobs of kind "undo".
Result<std::string> run_undo(Records& records, const AccessOf& access_of, jobs::Running& running);

/// Takes the whole group of an entry back in one write: all of it must be the actor's own. "part_of_group".
Result<Undone> undo_together(Records& records, const Context& context, const HistoryEntry& asked);

}  // namespace probity::records
