#include "accounts/system_table.hpp"

namespace probity::accounts {

std::string_view SystemTable::Writer::text(std::string_view field) const {
  const auto* held = std::get_if<std::string>(&cell_of(field));
  return held ? std::string_view(*held) : std::string_view();
}

std::int64_t SystemTable::Writer::number(std::string_view field) const {
  const auto* held = std::get_if<std::int64_t>(&cell_of(field));
  return held ? *held : 0;
}

bool SystemTable::Writer::is_empty(std::string_view field) const { return is_null(cell_of(field)); }

Result<Id> SystemTable::add(const Fill& fill, std::optional<Id> id) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, entity_));
  PROBITY_ASSIGN(const auto written, records_.create_by(context, {.id = id, .allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) { return fill(Writer(context, draft)); }));
  return written.id;
}

Result<> SystemTable::change(const Id& id, const Fill& fill) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, entity_));
  PROBITY_TRY(records_.alter(context, id, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) { return fill(Writer(context, draft)); }));
  return {};
}

Result<> SystemTable::purge(const Id& id) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, entity_));
  const auto removed = records_.remove(context, id);
  if (!removed && removed.error().kind != ErrorKind::not_found) return std::unexpected(removed.error());
  const auto purged = records_.purge(context, id);
  if (!purged && purged.error().kind != ErrorKind::not_found) return std::unexpected(purged.error());
  return {};
}

Result<> SystemTable::visit(const std::string& filter, const Use& use) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, entity_));
  return records_.each(context, filter, [&](const Id& id, const Row& row) -> Result<> {
    use({*context.entity, id, row});
    return {};
  });
}

Result<> SystemTable::each(std::string_view field, std::string_view value, const Use& use) { return visit(field.empty() ? std::string() : filter_of(field, "eq", value), use); }

Result<> SystemTable::before(std::string_view field, Timestamp at, const Use& use) { return visit(filter_of(field, "lt", format_timestamp(at)), use); }

Result<> SystemTable::one(const Id& id, const Use& use) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, entity_));
  const auto cells = records_.cells(context, id);
  if (!cells && cells.error().kind == ErrorKind::not_found) return {};
  if (!cells) return std::unexpected(cells.error());
  const CellRow row(*cells);
  if (row.null(meta::kDeletedAt)) use({*context.entity, id, row});
  return {};
}

}  // namespace probity::accounts
