#include "rights/incidents/rows.hpp"

namespace probity::incidents {
namespace {

using records::Context;
using store::Condition;

/// Columns of an entity that hold each category of data about people.
std::map<std::string, std::vector<std::string>> columns_by_category(const meta::Entity& entity) {
  std::map<std::string, std::vector<std::string>> columns;
  for (const meta::Field& field : entity.fields) {
    if (field.category.starts_with("user.")) columns[field.category].push_back(entity.columns[static_cast<std::size_t>(field.first_column)].name);
  }
  return columns;
}

Result<> write_category(const Context& context, store::Reader& reader, const std::string& category, const std::vector<std::string>& columns, JsonWriter& writer) {
  std::vector<Condition> filled;
  for (const std::string& column : columns) filled.push_back(Condition::not_of(Condition::is_null(column)));
  PROBITY_ASSIGN(const std::int64_t people, reader.count(context.entity->name, Condition::any_of(std::move(filled))));
  if (people == 0) return {};
  const privacy::Category* known = context.policy->policy->category(category);
  writer.StartObject();
  key(writer, "category");
  put(writer, category);
  key(writer, "label");
  put(writer, known ? known->label : category);
  key(writer, "people");
  writer.Int64(people);
  writer.EndObject();
  return {};
}

Result<> write_entity(const Context& context, store::Reader& reader, JsonWriter& writer) {
  // Those in the bin are held, too.
  PROBITY_ASSIGN(const std::int64_t people, reader.count(context.entity->name, {}));
  writer.StartObject();
  key(writer, "entity");
  put(writer, context.entity->plural);
  key(writer, "label");
  put(writer, context.entity->label_many);
  key(writer, "people");
  writer.Int64(people);
  key(writer, "categories");
  writer.StartArray();
  for (const auto& [category, columns] : columns_by_category(*context.entity)) PROBITY_TRY(write_category(context, reader, category, columns, writer));
  writer.EndArray();
  writer.EndObject();
  return {};
}

}  // namespace

Result<> write_people_held(const Context& workspace, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    const bool accounts = workspace.workspace->slug() == records::kSystemWorkspace;
    for (const auto& entity : workspace.model().entities()) {
      if (entity->system == accounts && entity->subject.kind == meta::Subject::Kind::self) PROBITY_TRY(write_entity(at(workspace, entity->name), reader, writer));
    }
    return {};
  }));
  writer.EndArray();
  writer.EndObject();
  return {};
}

}  // namespace probity::incidents
