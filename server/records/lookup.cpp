#include "records/lookup.hpp"

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
  const bool sorted = !field.sort_column.empty();
  std::string column = sorted ? field.sort_column : entity.columns[static_cast<std::size_t>(field.first_column)].name;
  return store::Condition::compare_with(std::move(column), store::Comparison::equal, cell(key), !sorted);
}

}  // namespace

std::string lookup_key(const meta::Field& field, const Row& row, int column) {
  if (row.null(column)) return {};
  if (field.type->shape() != meta::Shape::keys) return fold(field.type->text(field, row, column));
  const auto keys = field.type->keys(field, row, column);
  return keys.empty() ? std::string() : keys.front();
}

Result<std::optional<Id>> find_by_key(const Context& context, store::Reader& reader, const meta::Field& field, const std::string& key) {
  std::optional<Id> found;
  store::Query query{.columns = context.tables->identity,
                     .where = store::Condition::all_of({has_key(*context.entity, field, key), store::Condition::is_null("_deleted_at"),
                                                        store::Condition::bits_are_clear("_subject_state", context.decision->forbidden_state)}),
                     .order = store::Order{.column = "_id"}, .limit = 1};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    found = row.id(0);
    return false;
  }));
  return found;
}

}  // namespace probity::records
