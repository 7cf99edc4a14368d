#include "records/exporting/exports.hpp"

#include "http/content_disposition.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/jobs_answer.hpp"

namespace probity::http::handlers {
namespace {

using records::exporting::Wish;

Result<Wish> read_wish(const JsonValue& body) {
  PROBITY_TRY(only_members(body, {"entity", "format", "filter", "fields"}));
  Wish wish;
  PROBITY_ASSIGN(const std::string name, text_member(body, "format"));
  const auto format = records::exporting::format_named(name);
  if (!format) return bad_member("format", "csv, json, vcard or icalendar");
  wish.format = *format;
  const JsonValue* filter = find(body, "filter");
  if (filter && !filter->IsNull()) wish.filter = to_json_text(*filter);
  const JsonValue* fields = find(body, "fields");
  if (!fields || fields->IsNull()) return wish;
  if (!fields->IsArray()) return bad_member("fields", "a list of names");
  for (const JsonValue& field : fields->GetArray()) {
    if (!field.IsString()) return bad_member("fields", "a list of names");
    wish.fields.emplace_back(view(field));
  }
  return wish;
}

/// An export is its job.
Result<jobs::Job> own_export(const Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(jobs::Job job, own_job(call, id));
  if (job.kind != "export") return fail(ErrorKind::not_found, "not_found", "There is no such job.");
  return job;
}

Result<Response> export_answer(int status, const jobs::Job& job) {
  return write_answer(status, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "id");
    put(writer, job.id.text());
    key(writer, "state");
    put(writer, jobs::name_of(job.state));
    if (!job.message.empty()) {
      key(writer, "message");
      put(writer, job.message);
    }
    writer.EndObject();
    return {};
  });
}

}  // namespace

Result<Response> create_export(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(const std::string entity, text_member(body, "entity"));
  PROBITY_ASSIGN(const Wish wish, read_wish(body));
  PROBITY_ASSIGN(const auto context, call.enter(entity));
  PROBITY_ASSIGN(const Id id, call.application.exports.start(context, wish));
  PROBITY_ASSIGN(const jobs::Job job, call.application.jobs.find(call.access->workspace, id));
  PROBITY_ASSIGN(Response response, export_answer(202, job));
  response.set("Location", fmt::format("/api/v1/exports/{}", id.text()));
  return response;
}

Result<Response> get_export(Call& call) {
  PROBITY_ASSIGN(const jobs::Job job, own_export(call));
  return export_answer(200, job);
}

Result<Response> get_export_file(Call& call) {
  PROBITY_ASSIGN(const jobs::Job job, own_export(call));
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(job.payload));
  // Whoever asked for it may have another role by now.
  PROBITY_ASSIGN(const auto context, call.enter(view(payload["entity"])));
  if (!context.decision->may_export) return fail(ErrorKind::forbidden, "forbidden", "Your role does not let you export this any more.");
  PROBITY_ASSIGN(const auto file, call.application.exports.file(call.access->workspace, job.id));
  Response response;
  response.set("Content-Type", std::string(records::exporting::media_type_of(file.format))).set("Content-Disposition", attachment_named(file.name));
  response.file = std::make_shared<Response::File>(Response::File{file.path.string(), 0, std::filesystem::file_size(file.path)});
  return response;
}

}  // namespace probity::http::handlers
