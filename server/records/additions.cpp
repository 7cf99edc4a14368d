#include "records/additions.hpp"

#include "base/text.hpp"
#include "records/problems.hpp"

namespace probity::records {
namespace {

constexpr std::string_view kChangeable[] = {"label", "help", "required", "index", "choices", "default"};

std::unexpected<Error> not_custom(std::string_view what) {
  return fail(ErrorKind::conflict, "not_custom", fmt::format("\"{}\" belongs to the product; only what was added here can be changed. Nothing was changed.", what));
}

bool is_named(const JsonValue& declaration, const char* key, std::string_view name) {
  const JsonValue* value = find(declaration, key);
  return value && value->IsString() && view(*value) == name;
}

/// The declaration of an entity that has the field among its own, and where it stands.
struct OwnEntity {
  std::string* text = nullptr;
  JsonDocument declaration;
};

Result<OwnEntity> own_entity(Additions& additions, std::string_view entity) {
  for (std::string& text : additions.entities) {
    PROBITY_ASSIGN(JsonDocument declaration, parse_json(text));
    if (is_named(declaration, "entity", entity)) return OwnEntity{&text, std::move(declaration)};
  }
  return OwnEntity{};
}

Result<Additions::Field*> own_field(Additions& additions, std::string_view entity, std::string_view field) {
  for (Additions::Field& each : additions.fields) {
    if (each.entity != entity) continue;
    PROBITY_ASSIGN(const JsonDocument declaration, parse_json(each.declaration));
    if (is_named(declaration, "name", field)) return &each;
  }
  return nullptr;
}

Result<> apply_patch(JsonValue& declaration, const JsonValue& patch, JsonAllocator& allocator) {
  for (const auto& member : patch.GetObject()) {
    const std::string_view name = view(member.name);
    if (std::ranges::find(kChangeable, name) == std::end(kChangeable)) {
      const std::string named(first_characters(name, 100));
      return one_problem(named, "unknown_member", fmt::format("\"{}\" of a field cannot be changed; label, help, required, index, choices and default can.", named));
    }
    declaration.RemoveMember(text_value(name, allocator));
    if (!member.value.IsNull()) declaration.AddMember(text_value(name, allocator), JsonValue(member.value, allocator), allocator);
  }
  return {};
}

std::string retired_field(const meta::Field& field) { return fmt::format(R"({{"name":"{}","id":{},"retired":true}})", field.name, field.id); }

}  // namespace

Result<> change_field(Additions& additions, const meta::Field& field, std::string_view entity, const JsonValue& patch) {
  PROBITY_ASSIGN(Additions::Field* own, own_field(additions, entity, field.name));
  if (own) {
    PROBITY_ASSIGN(JsonDocument declaration, parse_json(own->declaration));
    PROBITY_TRY(apply_patch(declaration, patch, declaration.GetAllocator()));
    own->declaration = to_json_text(declaration);
    return {};
  }
  PROBITY_ASSIGN(OwnEntity whole, own_entity(additions, entity));
  if (!whole.text) return not_custom(field.name);
  PROBITY_TRY(apply_patch(whole.declaration["fields"][field.name.c_str()], patch, whole.declaration.GetAllocator()));
  *whole.text = to_json_text(whole.declaration);
  return {};
}

Result<> retire_field(Additions& additions, const meta::Field& field, std::string_view entity) {
  PROBITY_ASSIGN(Additions::Field* own, own_field(additions, entity, field.name));
  if (own) {
    own->declaration = retired_field(field);
    return {};
  }
  PROBITY_ASSIGN(OwnEntity whole, own_entity(additions, entity));
  if (!whole.text) return not_custom(field.name);
  whole.declaration["fields"].RemoveMember(field.name.c_str());
  *whole.text = to_json_text(whole.declaration);
  additions.fields.push_back({std::string(entity), retired_field(field)});
  return {};
}

Result<> retire_entity(Additions& additions, const meta::Entity& entity) {
  PROBITY_ASSIGN(OwnEntity whole, own_entity(additions, entity.name));
  if (!whole.text) return not_custom(entity.name);
  *whole.text = fmt::format(R"({{"entity":"{}","retired":true}})", entity.name);
  std::erase_if(additions.fields, [&](const Additions::Field& field) { return field.entity == entity.name; });
  return {};
}

bool requires_without_default(const JsonValue& declaration) {
  const JsonValue* required = find(declaration, "required");
  const JsonValue* otherwise = find(declaration, "default");
  const bool is_required = required && ((required->IsBool() && required->GetBool()) || (required->IsString() && view(*required) == "true"));
  return is_required && (!otherwise || otherwise->IsNull());
}

Result<JsonDocument> declaration_of(const Additions& additions, const meta::Field& field, std::string_view entity) {
  Additions copy = additions;
  PROBITY_ASSIGN(const Additions::Field* own, own_field(copy, entity, field.name));
  if (own) return parse_json(own->declaration);
  PROBITY_ASSIGN(const OwnEntity whole, own_entity(copy, entity));
  if (!whole.text) return not_custom(field.name);
  return parse_json(to_json_text(whole.declaration["fields"][field.name.c_str()]));
}

}  // namespace probity::records
