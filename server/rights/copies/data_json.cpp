#include "base/time.hpp"
#include "privacy/consent/consent.hpp"
#include "records/record_json.hpp"
#include "rights/copies/parts.hpp"

namespace probity::copies {
namespace {

void member(JsonWriter& writer, std::string_view name, std::string_view text) {
  key(writer, name);
  text.empty() ? (void)writer.Null() : put(writer, text);
}
void member(JsonWriter& writer, std::string_view name, std::optional<Timestamp> at) {
  key(writer, name);
  at ? put(writer, format_timestamp(*at)) : (void)writer.Null();
}
void member(JsonWriter& writer, std::string_view name, bool value) {
  key(writer, name);
  writer.Bool(value);
}
void number(JsonWriter& writer, std::string_view name, std::int64_t value) {
  key(writer, name);
  writer.Int64(value);
}
template <typename Write>
void object(JsonWriter& writer, std::string_view name, Write write) {
  key(writer, name);
  writer.StartObject();
  write();
  writer.EndObject();
}
template <typename Items, typename Write>
void list(JsonWriter& writer, std::string_view name, const Items& items, Write write) {
  key(writer, name);
  writer.StartArray();
  for (const auto& item : items) write(item);
  writer.EndArray();
}

void write_changes(const Item& item, JsonWriter& writer) {
  list(writer, "changes", item.changes, [&](const Change& change) {
    writer.StartObject();
    member(writer, "at", change.at);
    member(writer, "by", change.who);
    member(writer, "operation", change.operation);
    member(writer, "origin", change.origin);
    object(writer, "fields", [&] {
      for (const ChangedField& field : change.fields) {
        object(writer, field.field->name, [&] {
          key(writer, "from");
          raw(writer, field.from, rapidjson::kStringType);
          key(writer, "to");
          raw(writer, field.to, rapidjson::kStringType);
        });
      }
    });
    writer.EndObject();
  });
}

void write_item(const Portrait& portrait, const Item& item, JsonWriter& writer) {
  const CellRow row(item.cells);
  writer.StartObject();
  member(writer, "entity", item.entity().name);
  member(writer, "id", item.reached.record.text());
  member(writer, "relation", relation_in_words(item));
  member(writer, "in_bin", item.reached.binned);
  member(writer, "created_at", row.integer(meta::kCreatedAt));
  member(writer, "updated_at", row.integer(meta::kUpdatedAt));
  member(writer, "source", source_of(item));
  object(writer, "values", [&] {
    for (const meta::Field* field : item.shown) {
      key(writer, field->name);
      records::write_value(*field, row, field->first_column, writer);
    }
  });
  list(writer, "files", item.files, [&](const Attached& file) {
    writer.StartObject();
    member(writer, "field", file.field->name);
    member(writer, "path", file.path);
    member(writer, "name", file.name);
    member(writer, "media_type", file.media_type);
    number(writer, "size", file.size);
    member(writer, "current", file.is_current);
    writer.EndObject();
  });
  list(writer, "withheld", item.withheld, [&](const Withheld& withheld) {
    writer.StartObject();
    member(writer, "field", withheld.field->name);
    member(writer, "why", withheld.why);
    writer.EndObject();
  });
  if (portrait.kind == Kind::access) {
    member(writer, "kept_until", item.kept.until);
    member(writer, "kept_because", item.kept.because);
    write_changes(item, writer);
  }
  writer.EndObject();
}

/// What each field is, once for each kind of record.
void write_entities(const Portrait& portrait, JsonWriter& writer) {
  std::map<std::string, const meta::Entity*> entities;
  for (const Item& item : portrait.items) entities.emplace(item.entity().name, &item.entity());
  object(writer, "entities", [&] {
    for (const auto& [name, entity] : entities) {
      object(writer, name, [&] {
        member(writer, "label", entity->label_one);
        object(writer, "fields", [&] {
          for (const meta::Field& field : entity->fields) {
            object(writer, field.name, [&] {
              member(writer, "label", field.label);
              member(writer, "type", field.type->name());
              member(writer, "category", field.category);
              list(writer, "purposes", field.purposes, [&](const std::string& purpose) { put(writer, purpose); });
            });
          }
        });
      });
    }
  });
}

void write_controller(const Portrait& portrait, JsonWriter& writer) {
  const privacy::Controller& controller = portrait.policy->policy->controller;
  object(writer, "controller", [&] {
    member(writer, "name", portrait.controller);
    member(writer, "address", controller.address);
    member(writer, "country", controller.country);
    member(writer, "email", controller.email);
    member(writer, "phone", controller.phone);
    member(writer, "representative", controller.representative);
    member(writer, "data_protection_officer", controller.officer);
    member(writer, "data_protection_officer_email", controller.officer_email);
  });
}

void write_purposes(const privacy::Policy& policy, JsonWriter& writer) {
  list(writer, "purposes", policy.purposes, [&](const privacy::Purpose& purpose) {
    writer.StartObject();
    member(writer, "name", purpose.name);
    member(writer, "label", purpose.label);
    member(writer, "explanation", purpose.explanation);
    member(writer, "lawful_basis", privacy::name_of(purpose.basis));
    member(writer, "fideslang", purpose.fideslang);
    member(writer, "dpv", purpose.dpv);
    member(writer, "may_object", purpose.may_object);
    writer.EndObject();
  });
}

void write_choices(const Portrait& portrait, JsonWriter& writer) {
  list(writer, "choices", portrait.choices, [&](const rights::Choice& choice) {
    writer.StartObject();
    member(writer, "purpose", choice.purpose);
    member(writer, "channel", choice.channel);
    member(writer, "label", choice.label);
    member(writer, "by_agreement", choice.by_agreement);
    member(writer, "on", choice.on);
    member(writer, "state", privacy::consent::name_of(choice.state));
    writer.EndObject();
  });
}

void write_circumstances(const Portrait& portrait, JsonWriter& writer) {
  const privacy::Policy& policy = *portrait.policy->policy;
  write_purposes(policy, writer);
  key(writer, "recipients");
  disclosure::write_recipients(portrait.recipients, policy, writer);
  write_choices(portrait, writer);
  list(writer, "looks", portrait.looks, [&](const Look& look) {
    writer.StartObject();
    member(writer, "day", look.day);
    member(writer, "what", look.what);
    number(writer, "times", look.times);
    writer.EndObject();
  });
  list(writer, "rights", policy.rights.kinds, [&](const std::string& right) { put(writer, right); });
  list(writer, "complaints", policy.rights.complaint_route, [&](const std::string& step) { put(writer, step); });
  member(writer, "overseer", policy.rights.overseer);
}

}  // namespace

std::string data_json(const Portrait& portrait) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  member(writer, "$schema", "data.schema.json");
  member(writer, "kind", name_of(portrait.kind));
  member(writer, "made_at", portrait.made_at);
  write_controller(portrait, writer);
  object(writer, "policy", [&] {
    member(writer, "name", portrait.policy->policy->name);
    number(writer, "version", portrait.policy->version);
  });
  member(writer, "person", portrait.person.text());
  write_entities(portrait, writer);
  list(writer, "records", portrait.items, [&](const Item& item) { write_item(portrait, item, writer); });
  if (portrait.kind == Kind::access) write_circumstances(portrait, writer);
  writer.EndObject();
  return std::string(text(buffer)) + "\n";
}

}  // namespace probity::copies
