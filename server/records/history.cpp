#include "records/history.hpp"

#include "records/house.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

void write_changes(const Context& context, const std::string& changes, JsonWriter& writer) {
  writer.StartObject();
  if (auto document = changes.empty() ? Result<JsonDocument>(JsonDocument(rapidjson::kObjectType)) : parse_json(changes)) {
    for (const auto& member : document->GetObject()) {
      if (!context.readable_field(view(member.name))) continue;
      key(writer, view(member.name));
      member.value.Accept(writer);
    }
  }
  writer.EndObject();
}

void write_entry(const Context& context, const HistoryEntry& entry, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  write_id(writer, entry.id);
  key(writer, "at");
  write_time(writer, entry.at);
  key(writer, "actor");
  entry.actor.is_nil() ? (void)writer.Null() : write_id(writer, entry.actor);
  key(writer, "operation");
  put(writer, entry.operation);
  key(writer, "origin");
  put(writer, entry.origin);
  key(writer, "undone");
  writer.Bool(entry.undone);
  key(writer, "changes");
  write_changes(context, entry.changes, writer);
  writer.EndObject();
}

std::string current_value(const Draft& current, const meta::Field& field) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const CellRow row(current.before);
  row.null(field.first_column) ? (void)writer.Null() : field.type->write(field, row, field.first_column, writer);
  return std::string(text(buffer));
}

}  // namespace

HistoryEntry history_entry(const Row& row) {
  HistoryEntry entry{.id = row.id(1), .record = row.id(0), .entity = std::string(row.text(2)), .at = row.integer(3), .actor = row.id(4),
                     .operation = std::string(row.text(5)), .origin = std::string(row.text(6)), .group = {},
                     .changes = std::string(row.text(8)), .undone = row.integer(11) != 0};
  if (!row.null(7)) entry.group = row.id(7);
  return entry;
}

Result<> write_history(Records& records, const Context& context, const Id& id, int limit, const std::string& cursor, JsonWriter& writer) {
  PROBITY_TRY(records.cells(context, id));
  const std::string list = "history " + id.text();
  store::Query query{.columns = house().history, .where = store::Condition::equals("record", cell(id)),
                     .order = store::Order{.column = "id", .descending = true}, .tie_column = "id", .limit = limit + 1};
  if (!cursor.empty()) {
    PROBITY_ASSIGN(query.after, records.cursors().read(cursor, list));
  }
  int written = 0;
  bool more = false;
  store::Position last;
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      if (written++ == limit) {
        more = true;
        return false;
      }
      write_entry(context, history_entry(row), writer);
      last = {row.cell(1), row.cell(1)};
      return true;
    });
  }));
  writer.EndArray();
  key(writer, "next");
  more ? put(writer, records.cursors().write(last, list)) : (void)writer.Null();
  writer.EndObject();
  return {};
}

Result<std::string> original_values(const Context& context, store::Reader& reader, const Draft& current, const JsonValue& patch, std::int64_t versions) {
  std::map<std::string, std::string> values;
  for (const auto& member : patch.GetObject()) {
    if (const meta::Field* field = context.readable_field(view(member.name))) values[field->name] = current_value(current, *field);
  }
  store::Query query{.columns = house().history, .where = store::Condition::equals("record", cell(current.id)),
                     .order = store::Order{.column = "id", .descending = true}, .tie_column = "id",
                     .limit = static_cast<int>(std::clamp<std::int64_t>(versions, 1, 1000))};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    const auto changes = parse_json(row.text(8));
    if (!changes || !changes->IsObject()) return true;
    for (auto& [name, value] : values) {
      const JsonValue* change = find(*changes, name);
      if (const JsonValue* from = change ? find(*change, "from") : nullptr) value = to_json_text(*from);
    }
    return true;
  }));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const auto& [name, value] : values) {
    key(writer, name);
    raw(writer, value, rapidjson::kObjectType);
  }
  writer.EndObject();
  return std::string(text(buffer));
}

}  // namespace probity::records
