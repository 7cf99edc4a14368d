#include "records/importing/link_resolver.hpp"

#include "base/text.hpp"
#include "records/filter.hpp"
#include "records/lookup.hpp"

namespace probity::records::importing {
namespace {

/// Names kept in memory; beyond it they are looked up again.
constexpr std::size_t kMostKnown = 100'000;

/// A record of one title field and nothing else that is required can be made from its name.
bool is_made_by_name(const meta::Entity& entity, const meta::Field& field) {
  return &field == naming_field(entity) && std::all_of(entity.fields.begin(), entity.fields.end(), [&](const meta::Field& other) { return !other.required || &other == &field; });
}

}  // namespace

Result<std::optional<Id>> LinkResolver::find(const Context& linked, const Target& target, std::string_view value) {
  const meta::Field& field = *target.linked_field;
  std::vector<Cell> cells(field.type->columns().size());
  PROBITY_TRY(field.type->read_text(field, value, *context_.input, cells));
  const std::string key = lookup_key(field, CellRow(cells), 0);
  std::optional<Id> found;
  if (key.empty()) return found;
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(found, find_by_key(linked, reader, field, key));
    return {};
  }));
  return found;
}

Result<Id> LinkResolver::create(const Context& linked, const Target& target, std::string_view value) {
  const std::string text(value);
  CreateOptions options{.allow_duplicate = true, .group = group_};
  PROBITY_ASSIGN(auto written, records_.create_by(linked, options, [&](store::Reader&, Draft& draft) {
    return apply_text(linked, *target.linked_field, text, draft);
  }));
  return written.id;
}

Result<Id> LinkResolver::resolve(const Target& target, std::string_view value) {
  value = trim(value);
  if (value.empty()) return Id{};
  const std::string name = target.field->name + '\x1f' + fold(value);
  if (const auto known = known_.find(name); known != known_.end()) return known->second;
  PROBITY_ASSIGN(Context linked, linked_context(context_, *target.field));
  PROBITY_ASSIGN(auto found, find(linked, target, value));
  if (!found && !is_made_by_name(*target.linked, *target.linked_field)) {
    return invalid("unknown_link", fmt::format("There is no {} whose {} is \"{}\".", lower_ascii(target.linked->label_one), lower_ascii(target.linked_field->label), first_characters(value, 100)), target.field->name);
  }
  if (!found) {
    PROBITY_ASSIGN(found, create(linked, target, value));
  }
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(name, *found);
  return *found;
}

}  // namespace probity::records::importing
