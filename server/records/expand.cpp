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

bool leads_anywhere(const meta::Field& field) {
  const std::string_view type = field.type->name();
  return (type == "link" || type == "links") && field.to == "*";
}

/// Where the records are that the link leads to: one entity, or every one that may be read.
Result<std::vector<Context>> targets_of(const Context& context, const meta::Field& link) {
  std::vector<Context> targets;
  if (!leads_anywhere(link)) {
    PROBITY_ASSIGN(Context target, linked_context(context, link));
    targets.push_back(std::move(target));
    return targets;
  }
  for (const auto& entity : context.model().entities()) {
    if (is_open_to(context, *entity)) targets.push_back(at_entity(context, *entity));
  }
  return targets;
}

Result<> load_from(const Context& target, store::Reader& reader, const std::set<Id>& ids, std::map<Id, std::string>& found) {
  const Shown shown = everything_readable(target);
  std::vector<Cell> values;
  for (const Id& id : ids) values.push_back(cell(id));
  store::Query query{.columns = target.tables->all,
                     .where = store::Condition::all_of({store::Condition::is_in("_id", std::move(values)),
                                                        target.seen()}),
                     .limit = static_cast<int>(ids.size())};
  return reader.each(query, [&](const Row& row) {
    found.emplace(row.id(meta::kId), shown_json(target, shown, row));
    return true;
  });
}

}  // namespace

Result<Expansion> Expansion::make(const Context& context, std::span<const std::string> names) {
  Expansion expansion;
  for (const std::string& name : names) {
    const meta::Field* field = context.asked_field(name);
    if (!field || !(leads_to_one_entity(context, *field) || leads_anywhere(*field))) return invalid("unknown_field", fmt::format("\"{}\" is no link that can be expanded.", name), "expand");
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
    PROBITY_ASSIGN(const std::vector<Context> targets, targets_of(context, *link.field));
    for (const Context& target : targets) PROBITY_TRY(load_from(target, reader, ids, link.shown));
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
