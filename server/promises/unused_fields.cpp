#include "promises/unused_fields.hpp"

#include "base/json.hpp"
#include "promises/situation.hpp"
#include "records/workspace.hpp"

namespace probity::promises {
namespace {

constexpr std::string_view kSetting = "unused_fields";

/// Whether no record has a value there.
Result<bool> is_unused(store::Reader& reader, const meta::Entity& entity, const meta::Field& field) {
  const std::string& column = entity.columns[static_cast<std::size_t>(field.first_column)].name;
  store::Condition filled = store::Condition::not_of(store::Condition::is_null(column));
  // A list without items is kept as one.
  if (entity.columns[static_cast<std::size_t>(field.first_column)].kind == meta::ColumnKind::text) {
    filled = store::Condition::all_of({filled, store::Condition::not_of(store::Condition::is_in(column, {cell(""), cell("[]"), cell("{}")}))});
  }
  PROBITY_ASSIGN(const std::int64_t rows, reader.count(entity.name, filled, 1));
  return rows == 0;
}

}  // namespace

Result<std::vector<std::string>> find_unused_fields(const records::Context& workspace) {
  std::vector<std::string> unused;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    for (const auto& entity : workspace.model().entities()) {
      PROBITY_ASSIGN(const std::int64_t records, reader.count(entity->name, {}, 1));
      if (records == 0) continue;
      for (const meta::Field& field : entity->fields) {
        if (field.read_only) continue;
        PROBITY_ASSIGN(const bool nobody_fills_it, is_unused(reader, *entity, field));
        if (nobody_fills_it) unused.push_back(entity->name + "." + field.name);
      }
    }
    return {};
  }));
  return unused;
}

Result<> list_unused_fields(const records::Context& workspace) {
  PROBITY_ASSIGN(const auto unused, find_unused_fields(workspace));
  std::string text = format_timestamp(now());
  for (const std::string& field : unused) text += "," + field;
  return records::write_setting(*workspace.database, kSetting, text);
}

Result<UnusedFields> listed_unused_fields(store::Database& database) {
  PROBITY_ASSIGN(const auto text, records::read_setting(database, kSetting));
  UnusedFields list;
  if (!text) return list;
  std::vector<std::string> parts = listed(*text);
  if (parts.empty()) return list;
  PROBITY_ASSIGN(list.at, parse_timestamp(parts.front()));
  list.fields.assign(parts.begin() + 1, parts.end());
  return list;
}

}  // namespace probity::promises
