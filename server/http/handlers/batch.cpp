#include "records/batch/batch.hpp"

#include "http/handlers/attachments.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/jobs_answer.hpp"

namespace probity::http::handlers {

Result<Response> batch_records(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  if (const JsonValue* patch = find(body, "patch")) PROBITY_TRY(refuse_files(*context.entity, *patch));
  const JsonValue* records = find(body, "records");
  if (records && records->IsArray()) {
    for (const JsonValue& record : records->GetArray()) PROBITY_TRY(refuse_files(*context.entity, record));
  }
  PROBITY_ASSIGN(const Id job, records::start_batch(call.application.records, call.application.jobs, context, body));
  return accepted(call, job);
}

}  // namespace probity::http::handlers
