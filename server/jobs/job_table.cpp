#include "jobs/job_table.hpp"

#include "store/tables.hpp"

namespace probity::jobs {
namespace {

enum Column : int { kId, kKind, kState, kPayload, kResult, kMessage, kDone, kTotal, kFailed, kRunAt, kAttempts, kCreatedAt, kCreatedBy, kFinishedAt };

const store::ProjectionPointer& all_columns() {
  static const auto projection = store::Projection::make(
      store::kJob, {"id", "kind", "state", "payload", "result", "message", "done", "total", "failed", "run_at", "attempts",
                    "created_at", "created_by", "finished_at"});
  return projection;
}

const store::ProjectionPointer& changing_columns() {
  static const auto projection = store::Projection::make(
      store::kJob, {"state", "payload", "result", "message", "done", "total", "failed", "run_at", "attempts", "finished_at"});
  return projection;
}

State state_named(std::string_view name) {
  for (State state : {State::queued, State::running, State::done, State::failed, State::cancelled}) {
    if (name_of(state) == name) return state;
  }
  return State::failed;
}

Job job_of(const Row& row) {
  return Job{.id = row.id(kId),
             .kind = std::string(row.text(kKind)),
             .state = state_named(row.text(kState)),
             .payload = std::string(row.text(kPayload)),
             .result = std::string(row.text(kResult)),
             .message = std::string(row.text(kMessage)),
             .done = row.integer(kDone),
             .total = row.integer(kTotal),
             .failed = row.integer(kFailed),
             .run_at = row.integer(kRunAt),
             .attempts = static_cast<int>(row.integer(kAttempts)),
             .created_at = row.integer(kCreatedAt),
             .created_by = row.id(kCreatedBy),
             .finished_at = row.integer(kFinishedAt)};
}

}  // namespace

std::string_view name_of(State state) {
  switch (state) {
    case State::queued: return "queued";
    case State::running: return "running";
    case State::done: return "done";
    case State::failed: return "failed";
    case State::cancelled: return "cancelled";
  }
  return "";
}

Result<Job> read_job(store::Database& database, Id id) {
  std::optional<Job> job;
  PROBITY_TRY(database.read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(all_columns(), "id", cell(id), [&](const Row& row) {
      job = job_of(row);
      return false;
    }));
    return {};
  }));
  if (!job) return fail(ErrorKind::not_found, "not_found", "There is no such job.");
  return std::move(*job);
}

Result<std::vector<Job>> read_jobs(store::Database& database, const store::Condition& where, int limit) {
  std::vector<Job> jobs;
  store::Query query{.columns = all_columns(), .where = where, .order = store::Order{.column = "id", .descending = true}, .tie_column = "id", .limit = limit};
  PROBITY_TRY(database.read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      jobs.push_back(job_of(row));
      return true;
    });
  }));
  return jobs;
}

Result<> insert_job(store::Database& database, const Job& job) {
  store::Plan plan;
  plan.insert(all_columns(), {cell(job.id), cell(job.kind), cell(name_of(job.state)), cell(job.payload), Cell{}, Cell{}, job.done, job.total, job.failed,
                              job.run_at, std::int64_t{job.attempts}, job.created_at,
                              job.created_by.is_nil() ? Cell{} : cell(job.created_by), Cell{}});
  PROBITY_TRY(database.write_and_wait(std::move(plan)));
  return {};
}

Result<bool> update_job(store::Database& database, const Job& job, State expected) {
  store::Plan plan;
  plan.require(store::kJob, {{"id", cell(job.id)}, {"state", cell(name_of(expected))}});
  plan.update(changing_columns(), {cell(name_of(job.state)), cell(job.payload), cell(job.result), cell(job.message), job.done, job.total,
                                   job.failed, job.run_at, std::int64_t{job.attempts}, job.finished_at},
              {{"id", cell(job.id)}});
  PROBITY_ASSIGN(auto outcome, database.write_and_wait(std::move(plan)));
  return outcome.committed;
}

}  // namespace probity::jobs
