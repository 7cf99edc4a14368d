#include "records/undo/history.hpp"

#include "records/duplicates/merge.hpp"
#include "records/house.hpp"
#include "records/paging.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

/// `row` is the record as it stands: what it does not show, its history does not tell.
void write_changes(const Context& context, const Row& row, const std::string& changes, JsonWriter& writer) {
  writer.StartObject();
  if (auto document = changes.empty() ? Result<JsonDocument>(JsonDocument(rapidjson::kObjectType)) : parse_json(changes)) {
    for (const auto& member : document->GetObject()) {
      const meta::Field* field = context.readable_field(view(member.name));
      if (!field || !context.shows(*field, row)) continue;
      key(writer, view(member.name));
      member.value.Accept(writer);
    }
  }
  writer.EndObject();
}

void write_actor(const Records& records, const Id& actor, JsonWriter& writer) {
  key(writer, "actor");
  if (actor.is_nil()) {
    writer.Null();
    return;
  }
  writer.StartObject();
  key(writer, "id");
  write_id(writer, actor);
  key(writer, "name");
  put(writer, records.member_name(actor));
  writer.EndObject();
}

void write_entry(const Records& records, const Context& context, const Row& row, const HistoryEntry& entry, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  write_id(writer, entry.id);
  if (entry.record != row.id(meta::kId)) {
    key(writer, "record");
    write_id(writer, entry.record);
  }
  key(writer, "at");
  write_time(writer, entry.at);
  write_actor(records, entry.actor, writer);
  key(writer, "operation");
  put(writer, entry.operation);
  key(writer, "origin");
  put(writer, entry.origin);
  key(writer, "undone");
  writer.Bool(entry.undone);
  key(writer, "group");
  entry.group ? write_id(writer, *entry.group) : (void)writer.Null();
  key(writer, "changes");
  write_changes(context, row, entry.changes, writer);
  writer.EndObject();
}

std::string current_value(const Draft& current, const meta::Field& field) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const CellRow row(current.before);
  write_value(field, row, field.first_column, writer);
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

std::vector<FieldChange> field_changes(const meta::Entity& entity, const JsonValue& changes) {
  std::vector<FieldChange> fields;
  if (!changes.IsObject()) return fields;
  for (const auto& member : changes.GetObject()) {
    const meta::Field* field = entity.field(view(member.name));
    const JsonValue* from = find(member.value, "from");
    const JsonValue* to = find(member.value, "to");
    if (field && from && to) fields.push_back({field, from, to});
  }
  return fields;
}

Result<> each_history(store::Reader& reader, const store::Condition& where, std::optional<Id> before, const VisitHistory& visit) {
  store::Query query{.columns = house().history, .where = where, .order = store::Order{.column = "id", .descending = true}, .tie_column = "id", .limit = INT_MAX};
  if (before) query.after = store::Position{cell(*before), cell(*before)};
  return reader.each(query, [&](const Row& row) { return visit(history_entry(row)); });
}

Result<> write_history(Records& records, const Context& context, const Id& id, int limit, const std::string& cursor, JsonWriter& writer) {
  PROBITY_TRY(check_limit(limit));
  PROBITY_ASSIGN(const auto cells, records.cells(context, id));
  const std::string list = "history " + id.text();
  std::optional<Id> before;
  if (!cursor.empty()) {
    PROBITY_ASSIGN(const store::Position position, records.cursors().read(cursor, list));
    before = id_of(position.tie);
  }
  int written = 0;
  std::optional<Id> last;
  bool more = false;
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const std::vector<Id> merged, merged_into(reader, id));
    std::vector<Cell> ids{cell(id)};
    for (const Id& other : merged) ids.push_back(cell(other));
    return each_history(reader, store::Condition::is_in("record", std::move(ids)), before, [&](HistoryEntry&& entry) {
      more = written == limit;
      if (more) return false;
      ++written;
      write_entry(records, context, CellRow(cells), entry, writer);
      last = entry.id;
      return true;
    });
  }));
  writer.EndArray();
  key(writer, "next");
  more ? put(writer, records.cursors().write({cell(*last), cell(*last)}, list)) : (void)writer.Null();
  writer.EndObject();
  return {};
}

Result<std::string> original_values(const Context& context, store::Reader& reader, const Draft& current, const JsonValue& patch, std::int64_t versions) {
  std::map<std::string, std::string> values;
  for (const auto& member : patch.GetObject()) {
    const meta::Field* field = context.readable_field(view(member.name));
    if (field && context.shows(*field, CellRow(current.before))) values[field->name] = current_value(current, *field);
  }
  PROBITY_TRY(each_history(reader, store::Condition::equals("record", cell(current.id)), std::nullopt, [&](HistoryEntry&& entry) {
    if (versions-- <= 0) return false;
    const auto changes = parse_json(entry.changes);
    if (!changes) return true;
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
