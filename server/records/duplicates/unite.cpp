#include "records/duplicates/unite.hpp"

#include "records/links.hpp"
#include "records/record_json.hpp"

namespace probity::records {
namespace {

std::string json_of(const meta::Field& field, const std::vector<Cell>& cells) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write_value(field, CellRow(cells), field.first_column, writer);
  return std::string(text(buffer));
}

bool has(const Draft& draft, const meta::Field& field) { return !is_null(draft.after[static_cast<std::size_t>(field.first_column)]); }

/// The records that have a value of the field, the one whose value is taken first.
std::vector<const Draft*> in_order(const meta::Field& field, const Draft& winner, std::span<const Draft> losers, const MergeRequest& request) {
  std::vector<const Draft*> order;
  if (has(winner, field)) order.push_back(&winner);
  for (const Draft& loser : losers) {
    if (has(loser, field)) order.push_back(&loser);
  }
  const auto chosen = request.fields.find(field.name);
  if (chosen == request.fields.end()) return order;
  std::ranges::stable_partition(order, [&](const Draft* draft) { return draft->id == chosen->second; });
  return order;
}

std::optional<Conflict> conflict_in(const meta::Field& field, const Draft& winner, std::span<const Draft> losers, const Id& taken) {
  Conflict conflict{.field = &field, .values = {}, .taken = taken};
  const auto add = [&](const Draft& draft) {
    if (has(draft, field)) conflict.values.push_back({draft.id, json_of(field, draft.after)});
  };
  add(winner);
  for (const Draft& loser : losers) add(loser);
  const bool differ = std::ranges::any_of(conflict.values, [&](const Conflict::Value& value) { return value.json != conflict.values.front().json; });
  return differ ? std::optional(std::move(conflict)) : std::nullopt;
}

/// All the values of a list, each record's after those of the one before.
Result<std::vector<Cell>> united_list(const Context& context, const meta::Field& field, std::span<const Draft* const> order) {
  JsonDocument united(rapidjson::kArrayType);
  for (const Draft* draft : order) {
    PROBITY_ASSIGN(const JsonDocument list, parse_json(json_of(field, draft->after)));
    for (const JsonValue& value : list.GetArray()) united.PushBack(JsonValue(value, united.GetAllocator()), united.GetAllocator());
  }
  std::vector<Cell> cells(field.type->columns().size());
  const auto read = field.type->read(field, united, *context.input, cells);
  if (read) return cells;
  return invalid(read.error().code, fmt::format("\"{}\" of these records cannot be united: {}", field.label, read.error().message), field.name);
}

Result<> unite_field(const Context& context, const meta::Field& field, std::span<const Draft* const> order, Draft& winner) {
  std::vector<Cell> cells;
  if (meta::has_many(field.type->shape()) && order.size() > 1) {
    PROBITY_ASSIGN(cells, united_list(context, field, order));
  } else {
    const auto& from = order.front()->after;
    cells.assign(from.begin() + field.first_column, from.begin() + field.first_column + static_cast<int>(field.type->columns().size()));
  }
  std::ranges::move(cells, winner.after.begin() + field.first_column);
  return {};
}

/// A record that is merged does not link to itself, nor to what becomes part of it.
void drop_links_inside(const Context& context, Draft& winner, std::span<const Draft> losers) {
  for (int position : context.tables->linking) {
    const meta::Field& field = context.entity->fields[static_cast<std::size_t>(position)];
    relink(winner, field, winner.id, Id{});
    for (const Draft& loser : losers) relink(winner, field, loser.id, Id{});
  }
}

}  // namespace

Result<std::vector<Conflict>> unite(const Context& context, Draft& winner, std::span<const Draft> losers, const MergeRequest& request) {
  std::vector<Conflict> conflicts;
  const Draft before = winner;
  for (const meta::Field& field : context.entity->fields) {
    if (!field.compute.empty()) continue;
    const auto order = in_order(field, before, losers, request);
    if (order.empty()) continue;
    PROBITY_TRY(unite_field(context, field, order, winner));
    if (auto conflict = conflict_in(field, before, losers, order.front()->id)) conflicts.push_back(std::move(*conflict));
  }
  drop_links_inside(context, winner, losers);
  return conflicts;
}

void write_united(const Context& context, const std::vector<Cell>& record, const std::vector<Conflict>& conflicts,
                  const std::optional<Id>& merge, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "record");
  write_record(*context.entity, everything_readable(context), CellRow(record), writer);
  key(writer, "conflicts");
  writer.StartArray();
  for (const Conflict& conflict : conflicts) {
    if (!context.readable_field(conflict.field->name) || !context.shows(*conflict.field, CellRow(record))) continue;
    writer.StartObject();
    key(writer, "field");
    put(writer, conflict.field->name);
    key(writer, "values");
    writer.StartArray();
    for (const Conflict::Value& value : conflict.values) {
      writer.StartObject();
      key(writer, "id");
      write_id(writer, value.id);
      key(writer, "value");
      raw(writer, value.json, rapidjson::kObjectType);
      writer.EndObject();
    }
    writer.EndArray();
    key(writer, "taken");
    write_id(writer, conflict.taken);
    writer.EndObject();
  }
  writer.EndArray();
  key(writer, "merge");
  merge ? write_id(writer, *merge) : (void)writer.Null();
  writer.EndObject();
}

}  // namespace probity::records
