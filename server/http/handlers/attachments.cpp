#include "http/handlers/attachments.hpp"

#include "base/log.hpp"
#include "records/paging.hpp"
#include "records/undo/history.hpp"

namespace probity::http::handlers {
namespace {

bool is_file(const meta::Field& field) { return field.type->name() == "file"; }

std::unexpected<Error> unknown_file(const meta::Field& field) {
  Error error{.kind = ErrorKind::invalid, .code = "unknown_file",
              .message = fmt::format("\"{}\" names no finished upload of yours. Send the file again; nothing was changed.", field.name),
              .field = field.name};
  error.fields.push_back({field.name, error.code, error.message});
  return fail(std::move(error));
}

std::optional<Id> named_id(const JsonValue& value) {
  if (value.IsString()) return Id::parse(view(value));
  for (const std::string_view name : {"upload", "id"}) {
    const JsonValue* id = find(value, name);
    if (id && id->IsString()) return Id::parse(view(*id));
  }
  return std::nullopt;
}

JsonValue stored_value(const files::StoredFile& file, JsonAllocator& allocator) {
  JsonValue object(rapidjson::kObjectType);
  object.AddMember("id", text_value(file.id.text(), allocator), allocator);
  object.AddMember("name", text_value(file.name, allocator), allocator);
  object.AddMember("size", JsonValue(file.length), allocator);
  object.AddMember("media_type", text_value(file.media_type, allocator), allocator);
  return object;
}

void add_ids(const JsonValue& changes, const meta::Entity& entity, std::set<Id>& ids) {
  for (const meta::Field& field : entity.fields) {
    const JsonValue* change = is_file(field) ? find(changes, field.name) : nullptr;
    for (const std::string_view side : {"from", "to"}) {
      const JsonValue* value = change ? find(*change, side) : nullptr;
      if (const auto id = value ? named_id(*value) : std::nullopt) ids.insert(*id);
    }
  }
}

}  // namespace

Attachments::~Attachments() {
  for (const Id& id : taken_) (void)call_.application.files.release(context_.access.workspace, id);
}

Result<> Attachments::take(JsonDocument& object, const records::Written* before) {
  if (!object.IsObject()) return {};
  for (auto& member : object.GetObject()) {
    const meta::Field* field = context_.readable_field(view(member.name));
    if (field && is_file(*field) && !member.value.IsNull()) PROBITY_TRY(take_one(*field, member.value, object.GetAllocator(), before));
  }
  return {};
}

Result<> Attachments::take_one(const meta::Field& field, JsonValue& value, JsonAllocator& allocator, const records::Written* before) {
  const auto id = named_id(value);
  if (!id) return unknown_file(field);
  const bool held = before && !before->cells.empty() &&
                    field.type->targets(field, CellRow(before->cells), field.first_column) == std::vector<Id>{*id};
  auto& files = call_.application.files;
  const auto found = files.find(context_.access.workspace, *id);
  if (!found || (!held && found->owner != context_.access.actor)) return unknown_file(field);
  if (held) {
    value = stored_value(*found, allocator);
    return {};
  }
  const auto kept = files.keep(context_.access.workspace, *id);
  if (!kept) return unknown_file(field);
  taken_.push_back(kept->id);
  value = stored_value(*kept, allocator);
  return {};
}

bool has_files(const meta::Entity& entity) { return std::any_of(entity.fields.begin(), entity.fields.end(), is_file); }

Result<> refuse_files(const meta::Entity& entity, const JsonValue& object) {
  for (const meta::Field& field : entity.fields) {
    if (!is_file(field) || !find(object, field.name)) continue;
    Error error{.kind = ErrorKind::invalid, .code = "files_one_by_one",
                .message = fmt::format("\"{}\" is a file: a batch cannot set it. Write such records one by one; nothing was changed.", field.name),
                .field = field.name};
    error.fields.push_back({field.name, error.code, error.message});
    return fail(std::move(error));
  }
  return {};
}

Result<std::set<Id>> files_of(const Call& call, const meta::Entity& entity, const Id& id) {
  std::set<Id> ids;
  if (!has_files(entity)) return ids;
  records::Records& records = call.application.records;
  const privacy::Access program = accounts::program_access(call.access->workspace, call.access->origin);
  PROBITY_ASSIGN(const auto context, records.enter(program, entity.name));
  PROBITY_ASSIGN(const auto cells, records.cells(context, id));
  for (const meta::Field& field : context.entity->fields) {
    if (!is_file(field)) continue;
    for (const Id& file : field.type->targets(field, CellRow(cells), field.first_column)) ids.insert(file);
  }
  std::string cursor;
  do {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    PROBITY_TRY(records::write_history(records, context, id, records::kLargestPage, cursor, writer));
    PROBITY_ASSIGN(const JsonDocument page, parse_json(text(buffer)));
    for (const JsonValue& item : page["items"].GetArray()) add_ids(item["changes"], *context.entity, ids);
    cursor = page["next"].IsString() ? std::string(view(page["next"])) : std::string();
  } while (!cursor.empty());
  return ids;
}

void destroy_files(const Call& call, const std::set<Id>& files) {
  for (const Id& file : files) {
    const auto destroyed = call.application.files.destroy(call.access->workspace, file);
    if (!destroyed) log::error("a file of a purged record is left: {}", destroyed.error().cause);
  }
}

}  // namespace probity::http::handlers
