#include "base/text.hpp"
#include "http/handlers/handlers.hpp"
#include "http/model_json.hpp"

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

void write_workspace(const accounts::WorkspaceInfo& info, const meta::InputContext& input, JsonWriter& writer) {
  const std::pair<std::string_view, std::string_view> members[] = {
      {"slug", info.slug}, {"name", info.name}, {"country", input.country}, {"currency", input.currency}, {"time_zone", input.time_zone}};
  writer.StartObject();
  for (const auto& [name, value] : members) {
    key(writer, name);
    put(writer, value);
  }
  writer.EndObject();
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

/// Fields of a new entity get their ids here, in the order given.
void number_fields(JsonDocument& declaration) {
  const auto fields = declaration.FindMember("fields");
  if (fields == declaration.MemberEnd() || !fields->value.IsObject()) return;
  int id = meta::kFirstCustomFieldId;
  for (auto& field : fields->value.GetObject()) {
    if (field.value.IsObject()) set_id(field.value, id++, declaration.GetAllocator());
  }
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
  number_fields(declaration);
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
  set_id(declaration, meta::next_custom_field_id(*before.entity), declaration.GetAllocator());
  const records::Additions::Field field{before.entity->name, to_json_text(declaration)};
  PROBITY_TRY(call.application.records.workspaces().extend(*before.workspace, {.entities = {}, .fields = {field}}));
  tell(call);
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  const meta::Field* made = context.entity->field(name);
  if (!made) return internal("a field was added and is not there");
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    write_field(*made, *context.decision, writer);
    return {};
  });
}

}  // namespace probity::http::handlers
