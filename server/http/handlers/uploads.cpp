// Resumable uploads, tus 1.0 (https://tus.io/protocols/resumable-upload): core, creation, termination.
#include <charconv>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

constexpr const char* kVersion = "1.0.0";

Response tus_answer(int status) {
  Response response;
  response.status = status;
  response.set("Tus-Resumable", kVersion);
  return response;
}

Result<> check_version(const Request& request) {
  if (request.header("Tus-Resumable") == kVersion) return {};
  return fail(ErrorKind::precondition_failed, "tus_version", "Uploads speak tus 1.0.0: send the header Tus-Resumable: 1.0.0. Nothing was changed.");
}

Result<std::int64_t> byte_count(const Request& request, std::string_view name) {
  const std::string_view text = request.header(name);
  std::int64_t count = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || count < 0) {
    return invalid("bad_upload_header", fmt::format("The header {} must be a number of bytes. Nothing was changed.", name));
  }
  return count;
}

/// Upload-Metadata: "filename bGV0dGVyLnR4dA==,filetype ..."; empty where it names none.
std::string file_name(const Request& request) {
  for (std::string_view part : split(request.header("Upload-Metadata"), ',')) {
    part = trim(part);
    const auto space = part.find(' ');
    if (part.substr(0, space) != "filename" || space == part.npos) continue;
    return decode_base64(trim(part.substr(space))).value_or("");
  }
  return {};
}

/// An upload of this caller that no record holds yet; anything else does not exist for them.
Result<files::StoredFile> own_upload(const Call& call) {
  PROBITY_TRY(check_version(call.request));
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(files::StoredFile file, call.application.files.find(call.access->workspace, id));
  if (file.owner == call.access->actor && !file.kept) return file;
  return fail(ErrorKind::not_found, "no_such_file", "There is no such file. It may have been deleted, or never finished.");
}

}  // namespace

Result<Response> tus_options(Call& call) {
  Response response = tus_answer(204);
  response.set("Tus-Version", kVersion).set("Tus-Extension", "creation,termination");
  response.set("Tus-Max-Size", fmt::format("{}", call.application.files.limits().largest));
  return response;
}

Result<Response> create_upload(Call& call) {
  PROBITY_TRY(check_version(call.request));
  PROBITY_ASSIGN(const std::int64_t length, byte_count(call.request, "Upload-Length"));
  PROBITY_ASSIGN(const auto file, call.application.files.begin(call.access->workspace, call.access->actor, file_name(call.request), length));
  Response response = tus_answer(201);
  response.set("Location", fmt::format("/api/v1/uploads/{}", file.id.text())).set("Upload-Offset", "0");
  return response;
}

Result<Response> head_upload(Call& call) {
  PROBITY_ASSIGN(const auto file, own_upload(call));
  Response response = tus_answer(200);
  response.set("Upload-Offset", fmt::format("{}", file.received)).set("Upload-Length", fmt::format("{}", file.length));
  return response;
}

Result<Response> append_upload(Call& call) {
  PROBITY_ASSIGN(const auto file, own_upload(call));
  if (call.request.header("Content-Type") != "application/offset+octet-stream") {
    return fail(ErrorKind::unsupported, "unsupported_media_type", "A piece of an upload is sent as application/offset+octet-stream. Nothing was changed.");
  }
  PROBITY_ASSIGN(const std::int64_t offset, byte_count(call.request, "Upload-Offset"));
  PROBITY_ASSIGN(const auto grown, call.application.files.append(call.access->workspace, file.id, offset, call.request.body));
  Response response = tus_answer(204);
  response.set("Upload-Offset", fmt::format("{}", grown.received));
  return response;
}

Result<Response> delete_upload(Call& call) {
  PROBITY_ASSIGN(const auto file, own_upload(call));
  PROBITY_TRY(call.application.files.destroy(call.access->workspace, file.id));
  return tus_answer(204);
}

}  // namespace probity::http::handlers
