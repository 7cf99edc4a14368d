#include "http/openapi/document.hpp"

#include "base/json.hpp"
#include "http/embedded.hpp"

namespace probity::http::openapi {
namespace {

/// More models than this are rarely asked about at a time; then the cache starts afresh.
constexpr std::size_t kKept = 16;
constexpr std::string_view kCollection = "/api/v1/{entity}";
constexpr std::string_view kRecord = "/api/v1/{entity}/{id}";

std::string replace_all(std::string text, std::string_view old, std::string_view fresh) {
  for (std::size_t at = text.find(old); at != text.npos; at = text.find(old, at + fresh.size())) text.replace(at, old.size(), fresh);
  return text;
}

/// "line_item" -> "LineItem".
std::string type_name(std::string_view entity) {
  std::string name;
  bool upper = true;
  for (const char c : entity) {
    if (c != '_') name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = c == '_';
  }
  return name;
}

/// A generic path as it is for one entity: its own schemas, its own operation ids, no parameter for its name.
std::string path_item(const std::string& generic, const meta::Entity& entity) {
  const std::string type = type_name(entity.name);
  std::string item = replace_all(generic, R"({"$ref":"#/components/parameters/entity"},)", "");
  item = replace_all(std::move(item), R"({"$ref":"#/components/parameters/entity"})", "");
  item = replace_all(std::move(item), R"("#/components/schemas/RecordList")", fmt::format(R"("#/components/schemas/{}List")", type));
  item = replace_all(std::move(item), R"("#/components/schemas/RecordInput")", fmt::format(R"("#/components/schemas/{}Input")", type));
  item = replace_all(std::move(item), R"("#/components/schemas/Record")", fmt::format(R"("#/components/schemas/{}Record")", type));
  item = replace_all(std::move(item), R"("tags":["records"])", fmt::format(R"("tags":["{}"])", entity.plural));
  return replace_all(std::move(item), R"("operationId":")", fmt::format(R"("operationId":"{}.)", entity.plural));
}

void write_reference(std::string_view name, std::string_view ending, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "$ref");
  put(writer, fmt::format("#/components/schemas/{}{}", name, ending));
  writer.EndObject();
}

void write_field(const meta::Field& field, bool as_input, JsonWriter& writer) {
  key(writer, field.name);
  writer.StartObject();
  if (!as_input) field.type->write_schema(field, writer);
  key(writer, "title");
  put(writer, field.label);
  if (!field.help.empty()) {
    key(writer, "description");
    put(writer, field.help);
  }
  writer.EndObject();
}

void write_properties(const meta::Entity& entity, bool as_input, JsonWriter& writer) {
  key(writer, "type");
  put(writer, "object");
  key(writer, "properties");
  writer.StartObject();
  for (const meta::Field& field : entity.fields) {
    const bool writable = !field.read_only && field.compute.empty();
    if (!as_input || writable) write_field(field, as_input, writer);
  }
  writer.EndObject();
}

void write_record_schema(const meta::Entity& entity, JsonWriter& writer) {
  key(writer, type_name(entity.name) + "Record");
  writer.StartObject();
  key(writer, "allOf");
  writer.StartArray();
  write_reference("Record", "", writer);
  writer.StartObject();
  write_properties(entity, false, writer);
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
}

/// Input is wider than what is shown (texts for numbers, one address for a list), so only names are fixed.
void write_input_schema(const meta::Entity& entity, JsonWriter& writer) {
  key(writer, type_name(entity.name) + "Input");
  writer.StartObject();
  write_properties(entity, true, writer);
  key(writer, "additionalProperties");
  writer.Bool(false);
  writer.EndObject();
}

void write_list_schema(const meta::Entity& entity, JsonWriter& writer) {
  key(writer, type_name(entity.name) + "List");
  writer.StartObject();
  key(writer, "allOf");
  writer.StartArray();
  write_reference("RecordList", "", writer);
  writer.StartObject();
  key(writer, "properties");
  writer.StartObject();
  key(writer, "items");
  writer.StartObject();
  key(writer, "type");
  put(writer, "array");
  key(writer, "items");
  write_reference(type_name(entity.name), "Record", writer);
  writer.EndObject();
  writer.EndObject();
  writer.EndObject();
  writer.EndArray();
  writer.EndObject();
}

/// The path of an entity where the document tells more of some operation than what holds for all entities.
std::string path_with_own(const std::string& generic, const JsonValue& own) {
  JsonDocument item = parse_json(generic).value();
  for (const auto& member : own.GetObject()) {
    item.RemoveMember(member.name);
    item.AddMember(JsonValue(member.name, item.GetAllocator()), JsonValue(member.value, item.GetAllocator()), item.GetAllocator());
  }
  return to_json_text(item);
}

void write_paths(const JsonValue& base, const meta::Model& model, JsonWriter& writer) {
  const std::string collection = to_json_text(*find(base, kCollection));
  const std::string record = to_json_text(*find(base, kRecord));
  std::set<std::string, std::less<>> written;
  const auto write = [&](const std::string& path, const std::string& generic) {
    const JsonValue* own = find(base, path);
    key(writer, path);
    raw(writer, own ? path_with_own(generic, *own) : generic, rapidjson::kObjectType);
    written.insert(path);
  };
  writer.StartObject();
  for (const auto& entity : model.entities()) {
    if (entity->system) continue;
    write("/api/v1/" + entity->plural, path_item(collection, *entity));
    write(fmt::format("/api/v1/{}/{{id}}", entity->plural), path_item(record, *entity));
  }
  for (const auto& path : base.GetObject()) {
    if (written.contains(view(path.name))) continue;
    key(writer, view(path.name));
    path.value.Accept(writer);
  }
  writer.EndObject();
}

void write_schemas(const JsonValue& base, const meta::Model& model, JsonWriter& writer) {
  writer.StartObject();
  for (const auto& schema : base.GetObject()) {
    key(writer, view(schema.name));
    schema.value.Accept(writer);
  }
  for (const auto& entity : model.entities()) {
    if (entity->system) continue;
    write_record_schema(*entity, writer);
    write_input_schema(*entity, writer);
    write_list_schema(*entity, writer);
  }
  writer.EndObject();
}

void write_components(const JsonValue& base, const meta::Model& model, JsonWriter& writer) {
  writer.StartObject();
  for (const auto& part : base.GetObject()) {
    key(writer, view(part.name));
    if (view(part.name) == "schemas") {
      write_schemas(part.value, model, writer);
    } else {
      part.value.Accept(writer);
    }
  }
  writer.EndObject();
}

}  // namespace

std::string make_document(const meta::Model& model) {
  const JsonDocument base = parse_json(embedded::openapi_base()).value();
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const auto& part : base.GetObject()) {
    key(writer, view(part.name));
    if (view(part.name) == "paths") {
      write_paths(part.value, model, writer);
    } else if (view(part.name) == "components") {
      write_components(part.value, model, writer);
    } else {
      part.value.Accept(writer);
    }
  }
  writer.EndObject();
  return std::string(text(buffer));
}

std::shared_ptr<const std::string> Documents::for_model(const meta::Model& model) {
  const std::lock_guard lock(mutex_);
  const auto found = made_.find(model.version());
  if (found != made_.end()) return found->second;
  if (made_.size() >= kKept) made_.clear();
  return made_[model.version()] = std::make_shared<const std::string>(make_document(model));
}

}  // namespace probity::http::openapi
