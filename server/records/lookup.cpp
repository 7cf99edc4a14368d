#include "records/lookup.hpp"

#include <climits>

#include "base/text.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

store::Condition has_key(const meta::Entity& entity, const meta::Field& field, const std::string& key) {
  if (field.type->shape() == meta::Shape::keys) {
    return store::Condition::related_to("_id", store::kMatchKey, "record",
                                        store::Condition::all_of({store::Condition::equals("entity", cell(entity.name)), store::Condition::equals("field", std::int64_t{field.id}),
                                                                  store::Condition::equals("key", cell(key))}));
  }
  const std::string& comparable = entity.columns[static_cast<std::size_t>(field.first_column)].name;
  if (key.empty()) return store::Condition::is_null(comparable);
  const bool sorted = !field.sort_column.empty();
  std::string column = sorted ? field.sort_column : comparable;
  return store::Condition::compare_with(std::move(column), store::Comparison::equal, cell(key), !sorted);
}

}  // namespace

std::string lookup_key(const meta::Field& field, const Row& row, int column) {
  if (row.null(column)) return {};
  if (field.type->shape() != meta::Shape::keys) return fold(field.type->text(field, row, column));
  const auto keys = field.type->keys(field, row, column);
  return keys.empty() ? std::string() : keys.front();
}

Result<std::vector<Id>> find_by_keys(const Context& context, store::Reader& reader, std::span<const FieldKey> keys, int most) {
  std::vector<store::Condition> conditions{store::Condition::is_null("_deleted_at"), context.seen()};
  for (const FieldKey& each : keys) {
    conditions.push_back(has_key(*context.entity, *each.field, each.key));
    const auto& since = context.decision->shown_since;
    if (!since.empty()) conditions.push_back(collected_since(since[static_cast<std::size_t>(each.field->position)]));
  }
  std::vector<Id> found;
  store::Query query{.columns = context.tables->identity, .where = store::Condition::all_of(std::move(conditions)),
                     .order = store::Order{.column = "_id"}, .limit = most};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    found.push_back(row.id(0));
    return true;
  }));
  return found;
}

Result<bool> is_withheld(const Context& context, store::Reader& reader, const FieldKey& key) {
  const privacy::SubjectState forbidden = context.decision->forbidden_state;
  if (forbidden == 0) return false;
  const auto where = store::Condition::all_of({store::Condition::is_null("_deleted_at"), has_key(*context.entity, *key.field, key.key),
                                               store::Condition::not_of(store::Condition::bits_are_clear("_subject_state", forbidden))});
  PROBITY_ASSIGN(const std::int64_t count, reader.count(context.entity->name, where, 1));
  return count > 0;
}

Result<Match> find_match(const Context& context, store::Reader& reader, std::span<const FieldKey> keys) {
  PROBITY_ASSIGN(auto found, find_by_keys(context, reader, keys, 2));
  if (found.size() == 1) return Match{.record = found.front(), .count = 1};
  if (found.size() > 1) {
    PROBITY_ASSIGN(found, find_by_keys(context, reader, keys, static_cast<int>(kMostCounted) + 1));
  }
  return Match{.record = {}, .count = found.size()};
}

Result<std::optional<Id>> find_only_by_key(const Context& context, store::Reader& reader, const meta::Field& field, const std::string& key) {
  PROBITY_ASSIGN(const auto found, find_by_keys(context, reader, std::array{FieldKey{&field, key}}, 2));
  return found.size() == 1 ? found.front() : std::optional<Id>();
}

namespace {

/// Nothing is looked up in the bin by keys, so every row of it is read; it holds what was thrown away lately.
Result<std::vector<Id>> find_in_bin(const Context& context, store::Reader& reader, const meta::Field& field, const std::string& key) {
  std::vector<Id> found;
  const store::Query query{.columns = context.tables->all, .where = store::Condition::all_of({store::Condition::not_of(store::Condition::is_null("_deleted_at")), context.seen()}),
                           .order = store::Order{.column = "_id"}, .limit = INT_MAX};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    if (row.null(field.first_column)) return true;
    const auto keys = field.type->shape() == meta::Shape::keys ? field.type->keys(field, row, field.first_column) : std::vector<std::string>{lookup_key(field, row, field.first_column)};
    if (std::ranges::find(keys, key) != keys.end()) found.push_back(row.id(meta::kId));
    return true;
  }));
  return found;
}

Result<> add_people(const Context& context, store::Reader& reader, std::string_view address, std::size_t most, bool in_bin, std::vector<Reached>& people) {
  const std::string_view wanted = address.find('@') == address.npos ? "phone" : "email";
  for (const auto& entity : context.model().entities()) {
    if (entity->subject.kind != meta::Subject::Kind::self || !is_open_to(context, *entity)) continue;
    const Context at = at_entity(context, *entity);
    for (const meta::Field& field : entity->fields) {
      if (field.type->name() != wanted || !at.readable_field(field.name)) continue;
      std::vector<Cell> cells(field.type->columns().size());
      if (!field.type->read_text(field, address, *context.input, cells)) continue;
      const std::string key = lookup_key(field, CellRow(cells), 0);
      if (key.empty()) continue;
      PROBITY_ASSIGN(const auto found, in_bin ? find_in_bin(at, reader, field, key) : find_by_keys(at, reader, std::array{FieldKey{&field, key}}, static_cast<int>(most)));
      for (const Id& id : found) {
        if (std::ranges::find(people, id, &Reached::id) == people.end() && people.size() < most) people.push_back({entity.get(), id});
      }
    }
  }
  return {};
}

}  // namespace

Result<std::vector<Reached>> find_people(const Context& context, store::Reader& reader, std::string_view address, std::size_t most, Bin bin) {
  std::vector<Reached> people;
  PROBITY_TRY(add_people(context, reader, address, most, false, people));
  if (bin == Bin::included) PROBITY_TRY(add_people(context, reader, address, most, true, people));
  return people;
}

Result<bool> is_live(const Context& context, store::Reader& reader, const Id& id) {
  bool live = false;
  PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
    live = row.null(meta::kDeletedAt) && context.sees(row);
    return false;
  }));
  return live;
}

}  // namespace probity::records
