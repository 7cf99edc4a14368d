#include "base/text.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/workspace_answer.hpp"
#include "http/model_json.hpp"
#include "records/additions.hpp"
#include "records/problems.hpp"

namespace probity::http::handlers {
namespace {

struct Place {
  std::shared_ptr<records::Workspace> workspace;
  std::shared_ptr<const records::Catalog> catalog;
};

Result<Place> place_of(const Call& call) {
  PROBITY_ASSIGN(auto workspace, call.application.records.workspaces().find(call.access->workspace));
  auto catalog = workspace->catalog();
  return Place{std::move(workspace), std::move(catalog)};
}

Result<> write_entities(const Call& call, const Place& place, JsonWriter& writer) {
  writer.StartArray();
  for (const auto& entity : place.catalog->model().entities()) {
    const auto context = call.enter(entity->name);
    if (context) write_entity(*context->entity, *context->decision, writer);
  }
  writer.EndArray();
  return {};
}

/// The model changed for everybody who has the workspace open.
void tell(const Call& call) { call.application.records.changes().tell({call.access->workspace, "meta", {}, "update"}); }

void set_id(JsonValue& declaration, int id, JsonAllocator& allocator) {
  declaration.RemoveMember("id");
  declaration.AddMember("id", JsonValue(id), allocator);
}

Result<> refuse_id(const JsonValue& declaration) {
  if (!find(declaration, "id")) return {};
  return records::one_problem("id", "unknown_member", "Leave \"id\" out: fields added at run time are numbered here.");
}

/// Fields of a new entity get their ids here, in the order given.
Result<> number_fields(JsonDocument& declaration) {
  const auto fields = declaration.FindMember("fields");
  if (fields == declaration.MemberEnd() || !fields->value.IsObject()) return {};
  int id = meta::kFirstCustomFieldId;
  for (auto& field : fields->value.GetObject()) {
    if (!field.value.IsObject()) continue;
    PROBITY_TRY(refuse_id(field.value));
    set_id(field.value, id++, declaration.GetAllocator());
  }
  return {};
}

/// Rows of an entity, those in the bin included.
Result<std::int64_t> rows_of(const records::Context& context) {
  std::int64_t rows = 0;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(rows, reader.count(context.entity->name, {}));
    return {};
  }));
  return rows;
}

/// What is required of records that are there already would stand in the way of whoever imports, converts or
/// creates without knowing it.
Result<> check_required(const records::Context& context, const JsonValue& declaration) {
  if (!records::requires_without_default(declaration)) return {};
  PROBITY_ASSIGN(const std::int64_t rows, rows_of(context));
  if (rows == 0) return {};
  return records::one_problem("required", "default_needed", fmt::format("There are {} already, and forms, imports and programs that do not know this field. Give a \"default\" that counts where nothing is said, or leave \"required\" out.",
                                                                       context.entity->label_many));
}

Result<const meta::Field*> named_field(const Call& call, const records::Context& context) {
  const meta::Field* field = context.entity->field(call.parameter(1));
  if (field) return field;
  return fail(ErrorKind::not_found, "not_found", "There is no such field.");
}

Result<Response> field_answer(const Call& call, int status, std::string_view name) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  const meta::Field* field = context.entity->field(name);
  if (!field) return internal("a field was added or changed and is not there");
  return write_answer(status, [&](JsonWriter& writer) -> Result<> {
    write_field(*field, *context.decision, writer);
    return {};
  });
}

}  // namespace

Result<Response> get_meta(Call& call) {
  PROBITY_ASSIGN(const Place place, place_of(call));
  PROBITY_ASSIGN(const auto info, call.application.accounts.find_workspace(call.access->workspace));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "workspace");
    write_workspace(info, *place.workspace->input(), writer);
    key(writer, "entities");
    PROBITY_TRY(write_entities(call, place, writer));
    key(writer, "field_types");
    write_field_types(writer);
    key(writer, "categories");
    write_named(call.application.categories, writer);
    key(writer, "purposes");
    write_named(call.application.purposes, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> create_entity(Call& call) {
  PROBITY_ASSIGN(JsonDocument declaration, call.object());
  PROBITY_ASSIGN(const std::string name, text_member(declaration, "entity"));
  PROBITY_ASSIGN(const Place place, place_of(call));
  PROBITY_TRY(number_fields(declaration));
  PROBITY_TRY(call.application.records.workspaces().extend(*place.workspace, {.entities = {to_json_text(declaration)}, .fields = {}}));
  tell(call);
  PROBITY_ASSIGN(const auto context, call.enter(name));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    write_entity(*context.entity, *context.decision, writer);
    return {};
  });
}

Result<Response> create_field(Call& call) {
  PROBITY_ASSIGN(const auto before, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(JsonDocument declaration, call.object());
  PROBITY_ASSIGN(const std::string name, text_member(declaration, "name"));
  PROBITY_TRY(refuse_id(declaration));
  PROBITY_TRY(check_required(before, declaration));
  set_id(declaration, meta::next_custom_field_id(*before.entity), declaration.GetAllocator());
  const records::Additions::Field field{before.entity->name, to_json_text(declaration)};
  PROBITY_TRY(call.application.records.workspaces().extend(*before.workspace, {.entities = {}, .fields = {field}}));
  tell(call);
  return field_answer(call, 201, name);
}

Result<Response> change_field(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const meta::Field* field, named_field(call, context));
  PROBITY_ASSIGN(const JsonDocument patch, call.object());
  const std::string name = field->name;
  PROBITY_TRY(call.application.records.workspaces().revise(*context.workspace, [&](records::Additions& additions) -> Result<> {
    PROBITY_TRY(records::change_field(additions, *field, context.entity->name, patch));
    PROBITY_ASSIGN(const JsonDocument declaration, records::declaration_of(additions, *field, context.entity->name));
    const bool asks = find(patch, "required") || find(patch, "default");
    return asks ? check_required(context, declaration) : Result<>{};
  }));
  tell(call);
  return field_answer(call, 200, name);
}

Result<Response> delete_field(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const meta::Field* field, named_field(call, context));
  PROBITY_TRY(call.application.records.workspaces().revise(*context.workspace, [&](records::Additions& additions) {
    return records::retire_field(additions, *field, context.entity->name);
  }));
  tell(call);
  return no_content();
}

Result<Response> delete_entity(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_TRY(call.application.records.workspaces().revise(*context.workspace, [&](records::Additions& additions) -> Result<> {
    PROBITY_TRY(records::retire_entity(additions, *context.entity));
    PROBITY_ASSIGN(const std::int64_t rows, rows_of(context));
    if (rows == 0) return {};
    return fail(Error{.kind = ErrorKind::conflict, .code = "in_use",
                      .message = fmt::format("There {} of this kind, those in the bin included. Delete them for good first; nothing was changed.", rows == 1 ? "is 1 record" : fmt::format("are {} records", rows)),
                      .extras = fmt::format(R"({{"records":{}}})", rows)});
  }));
  tell(call);
  return no_content();
}

}  // namespace probity::http::handlers
