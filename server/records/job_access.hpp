#pragma once
// Under whose name a job works: the one who asked for it, with the rights they have when it runs.
#include <functional>

#include "jobs/jobs.hpp"
#include "privacy/access.hpp"
#include "records/records.hpp"

namespace probity::records {

/// The access a member has now; supplied by whoever knows members. "forbidden" where they have left.
using AccessOf = std::function<Result<privacy::Access>(std::string_view workspace, const Id& actor, std::string_view purpose)>;

/// Writes the member "access" of a job's payload: actor, purpose, origin, address.
void write_access(const privacy::Access& access, JsonWriter& writer);
/// Reads it back and asks what the actor may do now.
Result<privacy::Access> read_access(const JsonValue& payload, std::string_view workspace, const AccessOf& access_of);

/// What a handler returns that was told to stop: its result so far where somebody cancelled the job, an error
/// where the program shuts down, so that the job stays queued.
Result<std::string> stopped(const jobs::Running& running, std::string result);

/// Registers the kinds "batch", "undo" and "find_duplicates". Both must outlive the jobs.
void handle_record_jobs(jobs::Jobs& jobs, Records& records, AccessOf access_of);

}  // namespace probity::records
