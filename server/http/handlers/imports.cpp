#include "records/importing/imports.hpp"

#include "http/handlers/handlers.hpp"
#include "http/handlers/jobs_answer.hpp"

namespace probity::http::handlers {
namespace {

constexpr int kPreviewRows = 10;
/// However long an import takes, its file is not swept away under it.
constexpr Timestamp kImportTime = 7 * kDay;
using records::importing::Spec;

struct OneImport {
  records::Context context;
  Spec spec;
};

/// The upload an import reads from; files are named by their ids.
Id upload_of(const Spec& spec) { return Id::parse(spec.file.filename().string()).value_or(Id{}); }

/// A file shows more than its reader's role may: it is for whoever brought it, and for administrators.
bool is_own(const Call& call, const Spec& spec) {
  if (call.access->grants->administrator) return true;
  if (spec.job) {
    const auto job = call.application.jobs.find(call.access->workspace, *spec.job);
    return job && job->created_by == call.access->actor;
  }
  const auto file = call.application.files.find(call.access->workspace, upload_of(spec));
  return file && file->owner == call.access->actor;
}

Result<OneImport> find_import(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto workspace, call.application.records.enter(*call.access));
  PROBITY_ASSIGN(Spec spec, call.application.imports.find(workspace, id));
  if (!is_own(call, spec)) return fail(ErrorKind::not_found, "not_found", "There is no such import.");
  PROBITY_ASSIGN(auto context, call.enter(spec.entity));
  return OneImport{std::move(context), std::move(spec)};
}

Result<Response> import_answer(const Call& call, int status, const records::Context& context, const Spec& spec) {
  return write_answer(status, [&](JsonWriter& writer) { return call.application.imports.write(context, spec, writer); });
}

Result<files::StoredFile> own_upload(const Call& call, const Id& id) {
  const auto file = call.application.files.find(call.access->workspace, id);
  if (file && file->owner == call.access->actor && !file->kept) return *file;
  return bad_member("upload", "the id of an upload of yours");
}

}  // namespace

Result<Response> create_import(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"entity", "upload", "format"}));
  PROBITY_ASSIGN(const std::string entity, text_member(body, "entity"));
  PROBITY_ASSIGN(const Id upload, id_member(body, "upload"));
  PROBITY_ASSIGN(const auto context, call.enter(entity));
  PROBITY_ASSIGN(const auto file, own_upload(call, upload));
  PROBITY_ASSIGN(const auto path, call.application.files.content(call.access->workspace, upload));
  PROBITY_ASSIGN(const Spec spec, call.application.imports.prepare(context, path, file.name, text_member_or(body, "format", "")));
  PROBITY_ASSIGN(Response response, import_answer(call, 201, context, spec));
  response.set("Location", fmt::format("/api/v1/imports/{}", spec.id.text()));
  return response;
}

Result<Response> get_import(Call& call) {
  PROBITY_ASSIGN(const OneImport found, find_import(call));
  return import_answer(call, 200, found.context, found.spec);
}

Result<Response> change_import(Call& call) {
  PROBITY_ASSIGN(const OneImport found, find_import(call));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(const Spec spec, call.application.imports.change(found.context, found.spec.id, body));
  return import_answer(call, 200, found.context, spec);
}

Result<Response> cancel_import(Call& call) {
  PROBITY_ASSIGN(const OneImport found, find_import(call));
  PROBITY_TRY(call.application.imports.cancel(found.context, found.spec.id));
  return no_content();
}

Result<Response> preview_import(Call& call) {
  PROBITY_ASSIGN(const OneImport found, find_import(call));
  PROBITY_ASSIGN(const int rows, limit_of(call.request, kPreviewRows));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.imports.preview(found.context, found.spec.id, rows, writer); });
}

Result<Response> start_import(Call& call) {
  PROBITY_ASSIGN(const OneImport found, find_import(call));
  PROBITY_TRY(call.application.files.spare(call.access->workspace, upload_of(found.spec), now() + kImportTime));
  PROBITY_ASSIGN(const Spec spec, call.application.imports.start(found.context, found.spec.id));
  return import_answer(call, 202, found.context, spec);
}

Result<Response> undo_import(Call& call) {
  PROBITY_ASSIGN(const OneImport found, find_import(call));
  PROBITY_ASSIGN(const Id job, call.application.imports.undo(found.context, found.spec.id));
  return accepted(call, job);
}

Result<Response> get_failed_rows(Call& call) {
  PROBITY_ASSIGN(const OneImport found, find_import(call));
  PROBITY_ASSIGN(const auto path, call.application.imports.failed_rows(found.context, found.spec.id));
  Response response;
  response.set("Content-Type", "text/csv; charset=utf-8").set("Content-Disposition", "attachment; filename=\"failed-rows.csv\"");
  response.file = std::make_shared<Response::File>(Response::File{path.string(), 0, std::filesystem::file_size(path)});
  return response;
}

}  // namespace probity::http::handlers
