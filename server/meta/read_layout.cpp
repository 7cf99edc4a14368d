#include <set>

#include "meta/read_entity.hpp"
#include "meta/suggest.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kColumnsWithoutLayout = 6;

std::vector<std::string_view> field_names(const Entity& entity) {
  std::vector<std::string_view> names;
  for (const Field& field : entity.fields) names.push_back(field.name);
  return names;
}

/// The names that are fields, each once; the others are problems.
std::vector<std::string> known_fields(const Entity& entity, const Declaration& declaration, std::string_view key,
                                      std::set<std::string>& seen) {
  std::vector<std::string> known;
  const auto names = field_names(entity);
  for (std::string& name : declaration.texts(key)) {
    if (std::ranges::find(names, name) == names.end()) {
      declaration.problem_of(key, fmt::format("{} has no field \"{}\"{}", entity.name, name, suggestion(name, names)));
    } else if (!seen.insert(name).second) {
      declaration.problem_of(key, fmt::format("\"{}\" stands here twice", name));
    } else {
      known.push_back(std::move(name));
    }
  }
  return known;
}

void read_form(Entity& entity, const Declaration& declaration) {
  const Yaml* form = declaration.find("form");
  if (!form) return;
  if (!form->is_list()) return declaration.problem_of("form", "form is a list of {section: Name, fields: [first_name]}");
  std::set<std::string> seen;
  for (const Yaml& item : form->items) {
    if (!item.is_map()) {
      declaration.problem_at(item.line, "a section is written as {section: Name, fields: [first_name]}");
      continue;
    }
    const Declaration section = declaration.inner(item, "form");
    section.refuse_unknown_keys({"section", "fields"});
    entity.form.push_back({section.text("section"), known_fields(entity, section, "fields", seen)});
  }
}

/// In their declared order.
std::vector<std::string> fields_not_in(const Entity& entity, const std::set<std::string_view>& placed) {
  std::vector<std::string> missing;
  for (const Field& field : entity.fields) {
    if (!placed.contains(field.name)) missing.push_back(field.name);
  }
  return missing;
}

bool fits_a_column(const Field& field) {
  const std::string_view type = field.type ? field.type->name() : "";
  return type != "long_text" && type != "json" && type != "file";
}

/// What makes the name, then what people sort by, then the rest as far as there is room.
std::vector<std::string> columns_without_layout(const Entity& entity) {
  std::vector<std::string> columns = entity.title;
  for (const bool indexed : {true, false}) {
    for (const Field& field : entity.fields) {
      const bool shown = std::ranges::find(columns, field.name) != columns.end();
      const bool room = columns.size() < kColumnsWithoutLayout;
      if (room && !shown && field.indexed == indexed && fits_a_column(field)) columns.push_back(field.name);
    }
  }
  return columns;
}

}  // namespace

void read_layout(const Declaration& declaration, DeclaredEntity& declared) {
  declaration.refuse_unknown_keys({"entity", "form", "list"});
  if (declared.has_layout) return declaration.problem("this entity has a layout already");
  declared.has_layout = true;
  read_form(*declared.entity, declaration);
  std::set<std::string> seen;
  declared.entity->list = known_fields(*declared.entity, declaration, "list", seen);
}

void complete_layout(DeclaredEntity& declared) {
  Entity& entity = *declared.entity;
  std::set<std::string_view> placed;
  for (const Entity::Section& section : entity.form) placed.insert(section.fields.begin(), section.fields.end());
  if (auto missing = fields_not_in(entity, placed); !missing.empty()) {
    entity.form.push_back({entity.form.empty() ? "Details" : "More", std::move(missing)});
  }
  if (entity.list.empty()) entity.list = columns_without_layout(entity);
}

}  // namespace probity::meta
