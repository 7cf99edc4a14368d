#include "mail/contents.hpp"

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace probity::mail {
namespace {

void write(JsonWriter& writer, std::string_view name, std::string_view text) {
  key(writer, name);
  put(writer, text);
}

std::string_view text_of(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsString() ? view(*value) : std::string_view();
}

}  // namespace

std::string seal_contents(std::string_view key_bytes, const Id& message, const Contents& contents) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write(writer, "to_name", contents.to_name);
  if (contents.person) {
    write(writer, "person_entity", contents.person->entity);
    write(writer, "person", contents.person->id.text());
  }
  write(writer, "actor", contents.actor.text());
  write(writer, "unsubscribe_url", contents.unsubscribe_url);
  write(writer, "preferences_url", contents.preferences_url);
  key(writer, "values");
  writer.StartObject();
  for (const auto& [name, value] : contents.values) write(writer, name, value);
  writer.EndObject();
  writer.EndObject();
  return base64(seal(key_bytes, text(buffer), message.text()));
}

Result<Contents> open_contents(std::string_view key_bytes, const Id& message, std::string_view sealed) {
  if (sealed.empty()) return Contents{};
  const auto bytes = decode_base64(sealed);
  if (!bytes) return internal("the contents of a message are no base64");
  PROBITY_ASSIGN(const std::string json, unseal(key_bytes, *bytes, message.text()));
  PROBITY_ASSIGN(const JsonDocument document, parse_json(json));
  Contents contents;
  contents.to_name = text_of(document, "to_name");
  if (const auto person = Id::parse(text_of(document, "person"))) contents.person = Recipient{std::string(text_of(document, "person_entity")), *person};
  contents.actor = Id::parse(text_of(document, "actor")).value_or(Id{});
  contents.unsubscribe_url = text_of(document, "unsubscribe_url");
  contents.preferences_url = text_of(document, "preferences_url");
  if (const JsonValue* values = find(document, "values"); values && values->IsObject()) {
    for (const auto& member : values->GetObject()) contents.values.emplace(view(member.name), view(member.value));
  }
  return contents;
}

}  // namespace probity::mail
