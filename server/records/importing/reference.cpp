#include "records/importing/reference.hpp"

#include "base/text.hpp"
#include "records/importing/name_parts.hpp"
#include "records/links.hpp"

namespace probity::records::importing {
namespace {

bool is_address(std::string_view value) { return value.find('@') != value.npos; }
bool is_id(std::string_view value) { return Id::parse(value).has_value(); }

/// A person is referred to by name, although the name is kept in parts.
bool names_a_person(const Target& target) { return target.linked && !target.linked_field && has_name_parts(*target.linked); }

Result<std::string> key_of(const Context& linked, const meta::Field& field, std::string_view value) {
  std::vector<Cell> cells(field.type->columns().size());
  if (!field.type->read_text(field, value, *linked.input, cells)) return std::string();
  return lookup_key(field, CellRow(cells), 0);
}

Result<Referred> find_one(const Context& linked, store::Reader& reader, std::span<const FieldKey> keys) {
  PROBITY_ASSIGN(const Match match, find_match(linked, reader, keys));
  return Referred{.record = match.record, .several = match.record ? 0 : match.count};
}

Result<Referred> find_by_field(const Context& linked, store::Reader& reader, const meta::Field& field, std::string_view value) {
  PROBITY_ASSIGN(const std::string key, key_of(linked, field, value));
  if (key.empty()) return Referred{};
  return find_one(linked, reader, std::array{FieldKey{&field, key}});
}

Result<Referred> find_by_name(const Context& linked, store::Reader& reader, std::string_view value) {
  std::vector<FieldKey> keys;
  for (const char* part : {"first_name", "last_name"}) keys.push_back({linked.entity->field(part), {}});
  for (const auto& [field, text] : name_values(*linked.entity, value)) {
    for (FieldKey& each : keys) {
      if (each.field == field) each.key = fold(text);
    }
  }
  return find_one(linked, reader, keys);
}

Result<Referred> find_by_id(const Context& linked, store::Reader& reader, const Target& target, const Id& id) {
  Referred referred;
  if (target.linked) {
    PROBITY_ASSIGN(const bool there, is_live(linked, reader, id));
    if (there) referred.record = id;
  } else {
    PROBITY_ASSIGN(const meta::Entity* entity, entity_of(linked, reader, id));
    if (entity) referred.record = id;
  }
  return referred;
}

/// Where a link may lead anywhere, an address names the one who has it.
Result<Referred> find_anybody(const Context& context, store::Reader& reader, std::string_view address) {
  PROBITY_ASSIGN(const auto people, find_people(context, reader, address, 2));
  if (people.size() == 1) return Referred{.record = people.front().id};
  return Referred{.record = {}, .several = people.size()};
}

}  // namespace

Result<Referred> find_referred(const Context& linked, store::Reader& reader, const Target& target, std::string_view value) {
  if (const auto id = Id::parse(value)) return find_by_id(linked, reader, target, *id);
  if (target.linked_field) return find_by_field(linked, reader, *target.linked_field, value);
  if (!target.linked) return find_anybody(linked, reader, value);
  if (!names_a_person(target)) return Referred{};
  if (!is_address(value)) return find_by_name(linked, reader, value);
  const auto address = std::ranges::find_if(linked.entity->fields, [](const meta::Field& field) { return field.type->name() == "email"; });
  if (address == linked.entity->fields.end()) return Referred{};
  return find_by_field(linked, reader, *address, value);
}

std::string counted(std::size_t count) { return count > kMostCounted ? fmt::format("More than {}", kMostCounted) : std::to_string(count); }

bool can_be_made_of(const Target& target, std::string_view value) {
  if (!target.linked || is_id(value)) return false;
  const bool person = names_a_person(target);
  if (person ? is_address(value) : target.linked_field != naming_field(*target.linked)) return false;
  return std::ranges::all_of(target.linked->fields, [&](const meta::Field& field) {
    const bool named = person ? field.name == "last_name" : &field == target.linked_field;
    return !field.required || named;
  });
}

Result<> name_draft(const Context& linked, const Target& target, std::string_view value, Draft& draft) {
  if (target.linked_field) return apply_text(linked, *target.linked_field, value, draft);
  for (const auto& [field, text] : name_values(*target.linked, value)) PROBITY_TRY(apply_text(linked, *field, text, draft));
  return {};
}

}  // namespace probity::records::importing
