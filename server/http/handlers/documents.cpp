#include "http/content_disposition.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/record_writes.hpp"

namespace probity::http::handlers {
namespace {

constexpr std::string_view kDocuments = "documents";

/// {"upload":id} is a shorter way to say {"file":{"upload":id}}; the name is the file's where none is given.
void name_file(const Call& call, JsonDocument& object) {
  auto& allocator = object.GetAllocator();
  const auto upload = object.FindMember("upload");
  if (upload == object.MemberEnd() || object.HasMember("file")) return;
  JsonValue file(upload->value, allocator);
  object.EraseMember("upload");
  const auto id = file.IsString() ? Id::parse(view(file)) : std::nullopt;
  const auto stored = id ? call.application.files.find(call.access->workspace, *id) : Result<files::StoredFile>(files::StoredFile{});
  object.AddMember("file", std::move(file), allocator);
  if (!object.HasMember("name") && stored && stored->owner == call.access->actor && !stored->name.empty()) {
    object.AddMember("name", text_value(stored->name, allocator), allocator);
  }
}

/// What a browser only shows and never runs, by its content.
bool is_picture(std::string_view media_type) {
  constexpr std::string_view kPictures[] = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"};
  return std::ranges::find(kPictures, media_type) != std::end(kPictures);
}

Result<Id> file_of(const records::Context& context, const std::vector<Cell>& cells, std::string_view name) {
  const meta::Field* field = context.readable_field(name);
  const bool is_file = field && field->type->name() == "file";
  const auto targets = is_file ? field->type->targets(*field, CellRow(cells), field->first_column) : std::vector<Id>{};
  if (targets.empty()) return fail(ErrorKind::not_found, "no_such_file", "This record has no file there that you may read.");
  return targets.front();
}

enum class Shown { never, pictures };

/// The bytes, as something to save; nothing of them runs as a page of this server.
Result<Response> file_answer(const Call& call, const records::Context& context, const Id& record, std::string_view field, Shown shown) {
  PROBITY_ASSIGN(const auto cells, call.application.records.cells(context, record));
  PROBITY_ASSIGN(const Id file, file_of(context, cells, field));
  PROBITY_ASSIGN(const auto stored, call.application.files.find(context.access.workspace, file));
  PROBITY_ASSIGN(const auto path, call.application.files.content(context.access.workspace, file));
  const bool in_page = shown == Shown::pictures && is_picture(stored.media_type);
  call.application.reading.note(context, record);
  Response response;
  response.set("Content-Type", stored.media_type).set("Content-Disposition", in_page ? "inline" : attachment_named(stored.name));
  response.set("Content-Security-Policy", "default-src 'none'; sandbox");
  response.file = std::make_shared<Response::File>(Response::File{path.string(), 0, static_cast<std::uint64_t>(stored.length)});
  return response;
}

}  // namespace

Result<Response> create_document(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(kDocuments));
  PROBITY_ASSIGN(JsonDocument object, call.object());
  name_file(call, object);
  return create_from(call, context, object);
}

Result<Response> get_document_content(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(kDocuments));
  PROBITY_ASSIGN(const Id id, call.id(0));
  return file_answer(call, context, id, "file", Shown::never);
}

Result<Response> get_record_file(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  return file_answer(call, context, id, call.parameter(2), Shown::pictures);
}

}  // namespace probity::http::handlers
