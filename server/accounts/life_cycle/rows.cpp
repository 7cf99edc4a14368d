#include "accounts/life_cycle/rows.hpp"

#include "base/crypto.hpp"
#include "base/json.hpp"

namespace probity::life_cycle {
namespace {

std::string equals(std::string_view field, std::string_view value) {
  if (field.empty()) return {};
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const auto& [name, text] : {std::pair<std::string_view, std::string_view>{"field", field}, {"op", "eq"}, {"value", value}}) {
    key(writer, name);
    put(writer, text);
  }
  writer.EndObject();
  return std::string(text(buffer));
}

bool is_gone(const Error& error) { return error.kind == ErrorKind::not_found; }

}  // namespace

Result<Id> Rows::create(std::string_view entity, const Fill& fill) {
  PROBITY_ASSIGN(const auto context, accounts::enter_system(records_, access_, entity));
  PROBITY_ASSIGN(const auto written, records_.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) { return fill(context, draft); }));
  return written.id;
}

Result<> Rows::alter(std::string_view entity, const Id& id, const Fill& fill) {
  PROBITY_ASSIGN(const auto context, accounts::enter_system(records_, access_, entity));
  PROBITY_TRY(records_.alter(context, id, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) { return fill(context, draft); }));
  return {};
}

Result<> Rows::drop(std::string_view entity, const Id& id) {
  PROBITY_ASSIGN(const auto context, accounts::enter_system(records_, access_, entity));
  const auto removed = records_.remove(context, id);
  if (!removed && !is_gone(removed.error())) return std::unexpected(removed.error());
  const auto purged = records_.purge(context, id);
  if (!purged && !is_gone(purged.error())) return std::unexpected(purged.error());
  return {};
}

Result<> Rows::each(std::string_view entity, std::string_view field, std::string_view value, const Visit& visit) {
  PROBITY_ASSIGN(const auto context, accounts::enter_system(records_, access_, entity));
  return records_.each(context, equals(field, value), [&](const Id& id, const Row& row) -> Result<> {
    visit(*context.entity, id, row);
    return {};
  });
}

Result<bool> Rows::one(std::string_view entity, const Id& id, const Visit& visit) {
  PROBITY_ASSIGN(const auto context, accounts::enter_system(records_, access_, entity));
  const auto cells = records_.cells(context, id);
  if (!cells && is_gone(cells.error())) return false;
  if (!cells) return std::unexpected(cells.error());
  const CellRow row(*cells);
  if (!row.null(meta::kDeletedAt)) return false;
  visit(*context.entity, id, row);
  return true;
}

Result<std::vector<Id>> Rows::ids(std::string_view entity, std::string_view field, std::string_view value) {
  std::vector<Id> found;
  PROBITY_TRY(each(entity, field, value, [&](const meta::Entity&, const Id& id, const Row&) { found.push_back(id); }));
  return found;
}

Result<> set_text(const records::Context& context, records::Draft& draft, std::string_view field, std::string_view value) {
  return records::apply_text(context, *context.entity->field(field), value, draft);
}

void set_id(const records::Context& context, records::Draft& draft, std::string_view field, const Id& value) { draft.value(*context.entity->field(field)) = cell(value); }

void set_time(const records::Context& context, records::Draft& draft, std::string_view field, Timestamp value) {
  draft.value(*context.entity->field(field)) = value == 0 ? Cell{} : Cell{value};
}

std::string hash_of_link(std::string_view link) { return hex(bytes_of(sha256(link))); }

std::unexpected<Error> no_such_workspace() {
  return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace, or you are not a member of it.");
}

}  // namespace probity::life_cycle
