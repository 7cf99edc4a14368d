#pragma once
// Group commit: plans that wait share one transaction and one flush to disk, for which the
// writer does not wait.
//
// A plan whose preconditions fail has written nothing, so it needs no savepoint; and each savepoint would
// make the full-text index write out a segment. So a group runs without savepoints, and where a plan fails
// half-way (a full disk, a fault), everything is rolled back and each plan is tried in a transaction of
// its own: only those that cannot be written fail.
#include "store/sqlite/flushers.hpp"
#include "store/sqlite/workspace_file.hpp"
#include "store/sqlite/write_queue.hpp"

namespace probity::store::sqlite {

/// Takes plans from the queue until it is empty or the group is large or old enough, and commits them. The
/// answers are to be given once the log is flushed (see Flushers).
std::vector<Answer> commit_group(WorkspaceFile& file, WriteQueue& queue);

}  // namespace probity::store::sqlite
