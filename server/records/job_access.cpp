#include "records/job_access.hpp"

#include "records/batch/batch_job.hpp"
#include "records/duplicates/finder_job.hpp"
#include "records/record_json.hpp"
#include "records/undo/undo_group.hpp"

namespace probity::records {

void write_access(const privacy::Access& access, JsonWriter& writer) {
  key(writer, "access");
  writer.StartObject();
  key(writer, "actor");
  write_id(writer, access.actor);
  key(writer, "purpose");
  put(writer, access.purpose);
  key(writer, "origin");
  put(writer, access.origin);
  key(writer, "address");
  put(writer, access.address);
  writer.EndObject();
}

Result<privacy::Access> read_access(const JsonValue& payload, std::string_view workspace, const AccessOf& access_of) {
  const JsonValue* stored = find(payload, "access");
  const auto text_of = [&](std::string_view name) {
    const JsonValue* value = stored ? find(*stored, name) : nullptr;
    return value && value->IsString() ? std::string(view(*value)) : std::string();
  };
  const auto actor = Id::parse(text_of("actor"));
  if (!actor) return internal("a job's payload does not say for whom it works");
  PROBITY_ASSIGN(privacy::Access access, access_of(workspace, *actor, text_of("purpose")));
  access.origin = text_of("origin");
  access.address = text_of("address");
  return access;
}

Result<std::string> stopped(const jobs::Running& running, std::string result) {
  if (!running.shutting_down()) return result;
  return fail(ErrorKind::unavailable, "shutting_down", "The server was shut down meanwhile; this goes on when it is back.");
}

void handle_record_jobs(jobs::Jobs& jobs, Records& records, AccessOf access_of) {
  jobs.handle("batch", [&records, access_of](jobs::Running& running) { return run_batch(records, access_of, running); });
  jobs.handle("undo", [&records, access_of](jobs::Running& running) { return run_undo(records, access_of, running); });
  jobs.handle("find_duplicates", [&records, access_of](jobs::Running& running) { return run_finder(records, access_of, running); });
}

}  // namespace probity::records
