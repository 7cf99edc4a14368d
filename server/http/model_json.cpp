#include "http/model_json.hpp"

namespace probity::http {
namespace {

void write_texts(std::string_view name, const std::vector<std::string>& texts, JsonWriter& writer) {
  key(writer, name);
  writer.StartArray();
  for (const std::string& text : texts) put(writer, text);
  writer.EndArray();
}

void write_text(std::string_view name, std::string_view text, JsonWriter& writer) {
  key(writer, name);
  put(writer, text);
}

void write_flag(std::string_view name, bool flag, JsonWriter& writer) {
  key(writer, name);
  writer.Bool(flag);
}

std::string_view subject_word(const meta::Subject& subject) {
  switch (subject.kind) {
    case meta::Subject::Kind::none: return "none";
    case meta::Subject::Kind::self: return "self";
    case meta::Subject::Kind::via: return "via";
  }
  return "none";
}

bool tells_duplicates(const meta::Entity& entity) {
  return !entity.duplicate_when.empty() ||
         std::any_of(entity.fields.begin(), entity.fields.end(), [](const meta::Field& field) { return field.unique != meta::Unique::no; });
}

void write_choices(const meta::Field& field, JsonWriter& writer) {
  key(writer, "choices");
  writer.StartArray();
  for (const meta::Choice& choice : field.choices) {
    writer.StartObject();
    write_text("value", choice.value, writer);
    write_text("label", choice.label, writer);
    if (!choice.color.empty()) write_text("color", choice.color, writer);
    writer.EndObject();
  }
  writer.EndArray();
}

void write_options(const meta::Field& field, JsonWriter& writer) {
  if (!field.help.empty()) write_text("help", field.help, writer);
  if (field.maximum) {
    key(writer, "max");
    writer.Int64(*field.maximum);
  }
  if (field.minimum) {
    key(writer, "min");
    writer.Int64(*field.minimum);
  }
  if (field.type->name() == "number") {
    key(writer, "precision");
    writer.Int(field.precision);
  }
  if (!field.choices.empty()) write_choices(field, writer);
  if (!field.to.empty()) write_text("to", field.to, writer);
  if (!field.default_value.empty()) write_text("default", field.default_value, writer);
}

bool is_readable(const meta::Entity& entity, const privacy::Decision& decision, std::string_view name) {
  const meta::Field* field = entity.field(name);
  return field && decision.readable[static_cast<std::size_t>(field->position)];
}

void write_readable(std::string_view name, const std::vector<std::string>& fields, const meta::Entity& entity, const privacy::Decision& decision, JsonWriter& writer) {
  key(writer, name);
  writer.StartArray();
  for (const std::string& field : fields) {
    if (is_readable(entity, decision, field)) put(writer, field);
  }
  writer.EndArray();
}

void write_layout(const meta::Entity& entity, const privacy::Decision& decision, JsonWriter& writer) {
  key(writer, "layout");
  writer.StartObject();
  key(writer, "form");
  writer.StartArray();
  for (const meta::Entity::Section& section : entity.form) {
    writer.StartObject();
    write_text("section", section.label, writer);
    write_readable("fields", section.fields, entity, decision, writer);
    writer.EndObject();
  }
  writer.EndArray();
  write_readable("list", entity.list, entity, decision, writer);
  writer.EndObject();
}

}  // namespace

void write_field(const meta::Field& field, const privacy::Decision& decision, JsonWriter& writer) {
  const auto place = static_cast<std::size_t>(field.position);
  writer.StartObject();
  write_text("name", field.name, writer);
  key(writer, "id");
  writer.Int(field.id);
  write_text("label", field.label, writer);
  write_text("type", field.type->name(), writer);
  write_flag("many", meta::has_many(field.type->shape()), writer);
  write_flag("required", field.required, writer);
  write_flag("indexed", field.indexed, writer);
  write_flag("read_only", field.read_only || !field.compute.empty() || !decision.writable[place], writer);
  write_flag("custom", field.custom, writer);
  write_text("category", field.category, writer);
  write_texts("purposes", field.purposes, writer);
  write_options(field, writer);
  writer.EndObject();
}

void write_entity(const meta::Entity& entity, const privacy::Decision& decision, JsonWriter& writer) {
  writer.StartObject();
  write_text("name", entity.name, writer);
  write_text("plural", entity.plural, writer);
  key(writer, "label");
  writer.StartObject();
  write_text("one", entity.label_one, writer);
  write_text("many", entity.label_many, writer);
  writer.EndObject();
  write_text("icon", entity.icon, writer);
  write_readable("title", entity.title, entity, decision, writer);
  write_text("subject", subject_word(entity.subject), writer);
  key(writer, "timeline");
  entity.timeline.empty() ? (void)writer.Null() : put(writer, entity.timeline);
  write_flag("custom", entity.custom, writer);
  write_flag("duplicates", tells_duplicates(entity), writer);
  key(writer, "fields");
  writer.StartArray();
  for (const meta::Field& field : entity.fields) {
    if (decision.readable[static_cast<std::size_t>(field.position)]) write_field(field, decision, writer);
  }
  writer.EndArray();
  write_layout(entity, decision, writer);
  writer.EndObject();
}

void write_field_types(JsonWriter& writer) {
  writer.StartArray();
  for (const meta::FieldType* type : meta::field_types()) {
    writer.StartObject();
    write_text("name", type->name(), writer);
    key(writer, "operators");
    writer.StartArray();
    for (const meta::Operator op : meta::operators_of(type->shape())) put(writer, meta::name_of(op));
    writer.EndArray();
    writer.EndObject();
  }
  writer.EndArray();
}

void write_named(const std::vector<Named>& names, JsonWriter& writer) {
  writer.StartArray();
  for (const Named& named : names) {
    writer.StartObject();
    write_text("name", named.name, writer);
    write_text("label", named.label, writer);
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace probity::http
