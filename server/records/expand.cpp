#include "records/expand.hpp"

#include "records/filter.hpp"
#include "records/record_json.hpp"

namespace probity::records {
namespace {

std::string shown_json(const Context& target, const Shown& shown, const Row& row) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "entity");
  put(writer, target.entity->name);
  write_members(*target.entity, shown, ColumnMap::full(), row, writer);
  writer.EndObject();
  return std::string(text(buffer));
}

}  // namespace

Result<Expansion> Expansion::make(const Context& context, std::span<const std::string> names) {
  Expansion expansion;
  for (const std::string& name : names) {
    const meta::Field* field = context.readable_field(name);
    if (!field || !leads_to_one_entity(context, *field)) return invalid("unknown_field", fmt::format("\"{}\" is no link that can be expanded.", name), "expand");
    expansion.links_.push_back({field, {}});
  }
  return expansion;
}

Result<> Expansion::load(const Context& context, store::Reader& reader, std::span<const std::vector<Cell>> rows) {
  for (Link& link : links_) {
    std::set<Id> ids;
    for (const auto& cells : rows) {
      for (const Id& id : link.field->type->targets(*link.field, CellRow(cells), link.field->first_column)) ids.insert(id);
    }
    if (ids.empty()) continue;
    PROBITY_ASSIGN(Context target, linked_context(context, *link.field));
    const Shown shown = everything_readable(target);
    std::vector<Cell> values;
    for (const Id& id : ids) values.push_back(cell(id));
    store::Query query{.columns = target.tables->all,
                       .where = store::Condition::all_of({store::Condition::is_in("_id", std::move(values)),
                                                          store::Condition::bits_are_clear("_subject_state", target.decision->forbidden_state)}),
                       .limit = static_cast<int>(ids.size())};
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      link.shown.emplace(row.id(meta::kId), shown_json(target, shown, row));
      return true;
    }));
  }
  return {};
}

void Expansion::write(const Row& row, JsonWriter& writer) const {
  key(writer, "expanded");
  writer.StartObject();
  for (const Link& link : links_) {
    key(writer, link.field->name);
    const bool many = link.field->type->shape() == meta::Shape::links;
    if (many) writer.StartArray();
    bool written = false;
    for (const Id& id : link.field->type->targets(*link.field, row, link.field->first_column)) {
      const auto found = link.shown.find(id);
      if (found == link.shown.end()) continue;
      raw(writer, found->second, rapidjson::kObjectType);
      written = true;
    }
    if (many) writer.EndArray();
    if (!many && !written) writer.Null();
  }
  writer.EndObject();
}

}  // namespace probity::records
