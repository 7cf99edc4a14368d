#include "records/record_json.hpp"

#include "records/masked_row.hpp"

namespace probity::records {
namespace {

constexpr std::string_view kHexadecimal = "0123456789abcdef";

void write_time_or_null(JsonWriter& writer, const Row& row, int column) {
  row.null(column) ? (void)writer.Null() : write_time(writer, row.integer(column));
}

void write_id_or_null(JsonWriter& writer, const Row& row, int column) {
  row.null(column) ? (void)writer.Null() : write_id(writer, row.id(column));
}

void write_change(const Draft& draft, const meta::Field& field, JsonWriter& writer) {
  key(writer, field.name);
  writer.StartObject();
  key(writer, "from");
  draft.before.empty() ? (void)writer.Null() : write_value(field, CellRow(draft.before), field.first_column, writer);
  key(writer, "to");
  draft.after.empty() ? (void)writer.Null() : write_value(field, CellRow(draft.after), field.first_column, writer);
  writer.EndObject();
}

}  // namespace

void write_value(const meta::Field& field, const Row& row, int column, JsonWriter& writer) {
  if (!row.null(column)) {
    field.type->write(field, row, column, writer);
  } else if (field.type->shape() == meta::Shape::keys || field.type->shape() == meta::Shape::links) {
    writer.StartArray();
    writer.EndArray();
  } else {
    writer.Null();
  }
}

Shown shown_of(const Context& context, std::vector<int> fields) {
  Shown shown{.fields = std::move(fields), .title = display_fields(context)};
  if (!context.decision->shown_since.empty()) shown.masks = context.decision;
  return shown;
}

Shown everything_readable(const Context& context) {
  Shown shown = shown_of(context, {});
  shown.fields.reserve(context.entity->fields.size());
  for (const meta::Field& field : context.entity->fields) {
    if (context.decision->readable[static_cast<std::size_t>(field.position)]) shown.fields.push_back(field.position);
  }
  return shown;
}

std::vector<int> readable_title(const Context& context) {
  std::vector<int> title;
  for (const std::string& name : context.entity->title) {
    if (const meta::Field* field = context.readable_field(name)) title.push_back(field->position);
  }
  return title;
}

const ColumnMap& ColumnMap::full() {
  static const ColumnMap map;
  return map;
}

ColumnMap::ColumnMap(std::span<const int> columns) {
  map_.assign(static_cast<std::size_t>(*std::max_element(columns.begin(), columns.end())) + 1, -1);
  for (std::size_t index = 0; index < columns.size(); ++index) map_[static_cast<std::size_t>(columns[index])] = static_cast<int>(index);
}

void write_id(JsonWriter& writer, const Id& id) {
  std::array<char, 36> text;
  char* next = text.data();
  for (std::size_t index = 0; index < id.bytes.size(); ++index) {
    if (index == 4 || index == 6 || index == 8 || index == 10) *next++ = '-';
    *next++ = kHexadecimal[id.bytes[index] >> 4];
    *next++ = kHexadecimal[id.bytes[index] & 0x0f];
  }
  put(writer, std::string_view(text.data(), text.size()));
}

void write_time(JsonWriter& writer, Timestamp at) {
  const std::chrono::sys_time<std::chrono::microseconds> instant{std::chrono::microseconds(at)};
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  const int year = static_cast<int>(date.year());
  if (year < 1 || year > 9999) return put(writer, format_timestamp(at));
  // Every record shows two instants; this is a good part of what showing it costs.
  std::array<char, 27> text;
  char* next = text.data();
  const auto digits = [&next](std::int64_t number, int count, char behind) {
    for (int place = count; place-- > 0; number /= 10) next[place] = static_cast<char>('0' + number % 10);
    next[count] = behind;
    next += count + 1;
  };
  digits(year, 4, '-');
  digits(static_cast<unsigned>(date.month()), 2, '-');
  digits(static_cast<unsigned>(date.day()), 2, 'T');
  digits(time.hours().count(), 2, ':');
  digits(time.minutes().count(), 2, ':');
  const std::int64_t fraction = time.subseconds().count();
  digits(time.seconds().count(), 2, fraction == 0 ? 'Z' : '.');
  if (fraction != 0) digits(fraction, 6, 'Z');
  put(writer, std::string_view(text.data(), static_cast<std::size_t>(next - text.data())));
}

std::vector<int> display_fields(const Context& context) {
  std::vector<int> fields = readable_title(context);
  for (const std::string& name : context.entity->require_one_of) {
    const meta::Field* field = context.readable_field(name);
    if (field && std::ranges::find(fields, field->position) == fields.end()) fields.push_back(field->position);
  }
  return fields;
}

namespace {

std::string display_of_shown(const meta::Entity& entity, std::span<const int> title, const ColumnMap& map, const Row& row) {
  std::string display;
  for (int position : title) {
    const meta::Field& field = entity.fields[static_cast<std::size_t>(position)];
    const int column = map.at(field.first_column);
    if (row.null(column)) continue;
    const bool falls_back = std::ranges::find(entity.title, field.name) == entity.title.end();
    if (falls_back && !display.empty()) break;
    if (falls_back) return field.type->display(field, row, column);
    if (!display.empty()) display += ' ';
    display += field.type->display(field, row, column);
  }
  return display.empty() ? entity.label_one : display;
}

void write_shown(const meta::Entity& entity, const Shown& shown, const ColumnMap& map, const Row& row, JsonWriter& writer) {
  key(writer, "id");
  write_id(writer, row.id(map.at(meta::kId)));
  key(writer, "version");
  writer.Int64(row.integer(map.at(meta::kVersion)));
  key(writer, "created_at");
  write_time(writer, row.integer(map.at(meta::kCreatedAt)));
  key(writer, "updated_at");
  write_time(writer, row.integer(map.at(meta::kUpdatedAt)));
  key(writer, "created_by");
  write_id_or_null(writer, row, map.at(meta::kCreatedBy));
  key(writer, "updated_by");
  write_id_or_null(writer, row, map.at(meta::kUpdatedBy));
  if (!row.null(map.at(meta::kDeletedAt))) {
    key(writer, "deleted_at");
    write_time_or_null(writer, row, map.at(meta::kDeletedAt));
  }
  if (shown.display) {
    key(writer, "display");
    put(writer, display_of_shown(entity, shown.title, map, row));
  }
  for (int position : shown.fields) {
    const meta::Field& field = entity.fields[static_cast<std::size_t>(position)];
    key(writer, field.name);
    write_value(field, row, map.at(field.first_column), writer);
  }
}

}  // namespace

std::string display_of(const meta::Entity& entity, const Shown& shown, const ColumnMap& map, const Row& row) {
  if (shown.masks) return display_of_shown(entity, shown.title, map, MaskedRow(*shown.masks, entity, row));
  return display_of_shown(entity, shown.title, map, row);
}

std::string display_of(const Context& context, const Row& row) {
  return display_of_shown(*context.entity, display_fields(context), ColumnMap::full(), *AsShown(context, row));
}

void write_members(const meta::Entity& entity, const Shown& shown, const ColumnMap& map, const Row& row, JsonWriter& writer) {
  if (shown.masks) return write_shown(entity, shown, map, MaskedRow(*shown.masks, entity, row), writer);
  write_shown(entity, shown, map, row, writer);
}

void write_record(const meta::Entity& entity, const Shown& shown, const Row& row, JsonWriter& writer) {
  writer.StartObject();
  write_members(entity, shown, ColumnMap::full(), row, writer);
  writer.EndObject();
}

std::vector<int> columns_for(const meta::Entity& entity, const Shown& shown) {
  std::vector<int> columns{meta::kId, meta::kVersion, meta::kCreatedAt, meta::kUpdatedAt, meta::kCreatedBy, meta::kUpdatedBy, meta::kDeletedAt};
  const auto add = [&](const meta::Field& field) {
    for (std::size_t part = 0; part < field.type->columns().size(); ++part) {
      const int column = field.first_column + static_cast<int>(part);
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) columns.push_back(column);
    }
  };
  for (int position : shown.fields) add(entity.fields[static_cast<std::size_t>(position)]);
  if (shown.display) {
    for (int position : shown.title) add(entity.fields[static_cast<std::size_t>(position)]);
  }
  return columns;
}

std::string changes_json(const Draft& draft) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const meta::Field& field : draft.entity->fields) {
    if (draft.changed(field) && !field.is_credential()) write_change(draft, field, writer);
  }
  for (const auto& [name, json] : draft.marks) {
    key(writer, name);
    raw(writer, json, rapidjson::kObjectType);
  }
  writer.EndObject();
  return std::string(text(buffer));
}

}  // namespace probity::records
