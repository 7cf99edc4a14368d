#include "records/importing/link_resolver.hpp"

#include "base/text.hpp"
#include "records/bulk.hpp"
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

std::unexpected<Error> unknown_link(const Target& target, std::string_view value) {
  return invalid("unknown_link", fmt::format("There is no {} whose {} is \"{}\".", lower_ascii(target.linked->label_one), lower_ascii(target.linked_field->label), first_characters(value, 100)), target.field->name);
}

std::string name_for(const Target& target, std::string_view value) { return target.field->name + '\x1f' + fold(value); }

}  // namespace

Result<std::optional<Id>> LinkResolver::find(const Context& linked, store::Reader& reader, const Target& target, std::string_view value) {
  const meta::Field& field = *target.linked_field;
  std::vector<Cell> cells(field.type->columns().size());
  if (!field.type->read_text(field, value, *context_.input, cells)) return std::nullopt;
  const std::string key = lookup_key(field, CellRow(cells), 0);
  if (key.empty()) return std::nullopt;
  return find_by_key(linked, reader, field, key);
}

void LinkResolver::remember(const std::string& name, const Id& id) {
  if (known_.size() >= kMostKnown) known_.clear();
  known_.emplace(name, id);
}

void LinkResolver::want(const Target& target, std::string_view value) {
  value = trim(value);
  std::string name = name_for(target, value);
  if (value.empty() || known_.contains(name) || !wanted_names_.insert(name).second) return;
  wanted_.push_back({std::move(name), target, std::string(value)});
}

/// Records that a name alone makes, all in one commit.
Result<> LinkResolver::make(const Context& linked, const std::vector<Wanted>& missing) {
  Bulk bulk(records_, linked);
  for (const Wanted& wanted : missing) {
    bulk.create({.allow_duplicate = true, .group = group_}, [&linked, &wanted](store::Reader&, Draft& draft) {
      return apply_text(linked, *wanted.target.linked_field, wanted.value, draft);
    });
  }
  const auto results = bulk.run();
  for (std::size_t index = 0; index < results.size(); ++index) {
    // One that cannot be made is told with the row that names it.
    if (results[index]) remember(missing[index].name, results[index]->id);
  }
  return {};
}

Result<> LinkResolver::find_wanted() {
  std::map<const meta::Field*, std::vector<Wanted>> by_link;
  for (Wanted& wanted : wanted_) by_link[wanted.target.field].push_back(std::move(wanted));
  wanted_.clear();
  wanted_names_.clear();
  for (const auto& [link, all] : by_link) {
    PROBITY_ASSIGN(Context linked, linked_context(context_, *link));
    std::vector<Wanted> missing;
    PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
      for (const Wanted& wanted : all) {
        PROBITY_ASSIGN(auto found, find(linked, reader, wanted.target, wanted.value));
        if (found) {
          remember(wanted.name, *found);
        } else if (is_made_by_name(*wanted.target.linked, *wanted.target.linked_field)) {
          missing.push_back(wanted);
        }
      }
      return {};
    }));
    PROBITY_TRY(make(linked, missing));
  }
  return {};
}

Result<Id> LinkResolver::resolve(const Target& target, std::string_view value) {
  value = trim(value);
  const std::string name = name_for(target, value);
  if (!known_.contains(name)) {
    want(target, value);
    PROBITY_TRY(find_wanted());
  }
  if (const auto known = known_.find(name); known != known_.end()) return known->second;
  return unknown_link(target, value);
}

Result<> LinkResolver::foresee(const Target& target, std::string_view value) {
  value = trim(value);
  if (value.empty() || is_made_by_name(*target.linked, *target.linked_field)) return {};
  PROBITY_ASSIGN(Context linked, linked_context(context_, *target.field));
  return context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(auto found, find(linked, reader, target, value));
    if (found) return {};
    return unknown_link(target, value);
  });
}

}  // namespace probity::records::importing
