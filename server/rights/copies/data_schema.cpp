#include "rights/copies/parts.hpp"

namespace probity::copies {
namespace {

/// Everything but the values of records, which the model tells.
constexpr std::string_view kRecord = R"("type":"object","required":["entity","id","relation","in_bin","created_at","updated_at","source","values","files","withheld"],)"
                                     R"("properties":{"id":{"type":"string","format":"uuid"},"relation":{"type":"string"},"in_bin":{"type":"boolean"},)"
                                     R"("created_at":{"type":"string","format":"date-time"},"updated_at":{"type":"string","format":"date-time"},"source":{"type":"string"},)"
                                     R"("kept_until":{"type":["string","null"],"format":"date-time"},"kept_because":{"type":["string","null"]},)"
                                     R"("files":{"type":"array","items":{"type":"object","required":["field","path","size"]}},)"
                                     R"("withheld":{"type":"array","items":{"type":"object","required":["field","why"]}},)"
                                     R"("changes":{"type":"array","items":{"type":"object","required":["at","by","operation","fields"]}}})";
constexpr std::string_view kTop = R"("type":"object","required":["kind","made_at","controller","person","entities","records"],"properties":{)"
                                  R"("kind":{"enum":["access","portability"]},"made_at":{"type":"string","format":"date-time"},"controller":{"type":"object","required":["name"]},)"
                                  R"("person":{"type":"string","format":"uuid"},"entities":{"type":"object"},"records":{"type":"array","items":{"$ref":"#/$defs/record"}}})";

void write_values(const meta::Entity& entity, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "type");
  put(writer, "object");
  key(writer, "additionalProperties");
  writer.Bool(false);
  key(writer, "properties");
  writer.StartObject();
  for (const meta::Field& field : entity.fields) {
    if (field.is_credential()) continue;
    key(writer, field.name);
    writer.StartObject();
    key(writer, "title");
    put(writer, field.label);
    field.type->write_schema(field, writer);
    writer.EndObject();
  }
  writer.EndObject();
  writer.EndObject();
}

/// If it is of that entity, then its values are that entity's.
void write_rule(const meta::Entity& entity, JsonWriter& writer) {
  const std::string condition = fmt::format(R"({{"properties":{{"entity":{{"const":"{}"}}}}}})", entity.name);
  writer.StartObject();
  key(writer, "if");
  raw(writer, condition, rapidjson::kObjectType);
  key(writer, "then");
  writer.StartObject();
  key(writer, "properties");
  writer.StartObject();
  key(writer, "values");
  write_values(entity, writer);
  writer.EndObject();
  writer.EndObject();
  writer.EndObject();
}

}  // namespace

std::string data_schema(const Portrait& portrait) {
  std::map<std::string, const meta::Entity*> entities;
  for (const Item& item : portrait.items) entities.emplace(item.entity().name, &item.entity());
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const auto& [name, entity] : entities) write_rule(*entity, writer);
  writer.EndArray();
  return fmt::format(R"({{"$schema":"https://json-schema.org/draft/2020-12/schema",{},"$defs":{{"record":{{{},"allOf":{}}}}}}})", kTop, kRecord, text(buffer)) + "\n";
}

}  // namespace probity::copies
