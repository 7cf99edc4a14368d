#include "http/handlers/handlers.hpp"
#include "http/handlers/jobs_answer.hpp"
#include "records/undo/undo.hpp"

namespace probity::http::handlers {
namespace {

Result<Response> job_answer(int status, const jobs::Job& job) {
  return write_answer(status, [&](JsonWriter& writer) -> Result<> {
    jobs::Jobs::write(job, writer);
    return {};
  });
}

}  // namespace

Result<jobs::Job> own_job(const Call& call, const Id& id) {
  PROBITY_ASSIGN(jobs::Job job, call.application.jobs.find(call.access->workspace, id));
  if (job.created_by == call.access->actor || call.access->grants->administrator) return job;
  return fail(ErrorKind::not_found, "not_found", "There is no such job.");
}

Result<Response> accepted(const Call& call, const Id& id) {
  PROBITY_ASSIGN(const jobs::Job job, call.application.jobs.find(call.access->workspace, id));
  return job_answer(202, job);
}

Result<Response> get_job(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const jobs::Job job, own_job(call, id));
  return job_answer(200, job);
}

Result<Response> cancel_job(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const jobs::Job job, own_job(call, id));
  PROBITY_TRY(call.application.jobs.cancel(call.access->workspace, job.id));
  return no_content();
}

Result<Response> undo_job(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const jobs::Job job, own_job(call, id));
  PROBITY_ASSIGN(const Id undo, records::start_undo(call.application.records, call.application.jobs, *call.access, job.id));
  return accepted(call, undo);
}

}  // namespace probity::http::handlers
