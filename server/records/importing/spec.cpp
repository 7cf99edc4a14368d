#include "records/importing/spec.hpp"

namespace probity::records::importing {
namespace {

constexpr std::array<std::pair<Mode, std::string_view>, 3> kModes{{{Mode::create, "create"}, {Mode::update, "update"}, {Mode::upsert, "upsert"}}};

void member(JsonWriter& writer, std::string_view name, std::string_view value) {
  key(writer, name);
  put(writer, value);
}

std::string text_member(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsString() ? std::string(view(*value)) : std::string();
}

std::int64_t number_member(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsInt64() ? value->GetInt64() : 0;
}

void write_columns(const std::vector<Column>& columns, JsonWriter& writer) {
  writer.StartArray();
  for (const Column& column : columns) {
    writer.StartObject();
    member(writer, "name", column.name);
    key(writer, "samples");
    writer.StartArray();
    for (const std::string& sample : column.samples) put(writer, sample);
    writer.EndArray();
    member(writer, "target", column.target);
    key(writer, "confidence");
    writer.Double(column.confidence);
    member(writer, "format", column.format);
    member(writer, "dates", column.dates);
    member(writer, "numbers", column.numbers);
    writer.EndObject();
  }
  writer.EndArray();
}

Column column_of(const JsonValue& object) {
  Column column{.name = text_member(object, "name"), .samples = {}, .target = text_member(object, "target"), .confidence = 0,
                .format = text_member(object, "format"), .dates = text_member(object, "dates"), .numbers = text_member(object, "numbers")};
  for (const JsonValue& sample : object["samples"].GetArray()) column.samples.emplace_back(view(sample));
  if (const JsonValue* confidence = find(object, "confidence"); confidence && confidence->IsNumber()) column.confidence = confidence->GetDouble();
  return column;
}

}  // namespace

std::string_view name_of(Mode mode) {
  for (const auto& [known, name] : kModes) {
    if (known == mode) return name;
  }
  return "";
}

std::optional<Mode> mode_named(std::string_view name) {
  for (const auto& [mode, known] : kModes) {
    if (known == name) return mode;
  }
  return std::nullopt;
}

std::string to_json(const Spec& spec) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  member(writer, "id", spec.id.text());
  member(writer, "entity", spec.entity);
  member(writer, "file", spec.file.string());
  member(writer, "file_name", spec.file_name);
  member(writer, "format", spec.detected.format);
  member(writer, "encoding", spec.detected.encoding);
  member(writer, "delimiter", spec.detected.delimiter);
  key(writer, "rows_estimate");
  writer.Int64(spec.detected.rows_estimate);
  key(writer, "columns");
  write_columns(spec.columns, writer);
  member(writer, "mode", name_of(spec.mode));
  member(writer, "key", spec.key);
  member(writer, "unmapped", spec.unmapped == Unmapped::note ? "note" : "leave_out");
  member(writer, "job", spec.job ? spec.job->text() : "");
  key(writer, "created_at");
  writer.Int64(spec.created_at);
  writer.EndObject();
  return std::string(text(buffer));
}

Result<Spec> spec_from_json(std::string_view json) {
  PROBITY_ASSIGN(JsonDocument document, parse_json(json));
  Spec spec;
  spec.id = Id::parse(text_member(document, "id")).value_or(Id{});
  spec.entity = text_member(document, "entity");
  spec.file = text_member(document, "file");
  spec.file_name = text_member(document, "file_name");
  spec.detected = {.format = text_member(document, "format"), .encoding = text_member(document, "encoding"), .delimiter = text_member(document, "delimiter"),
                   .columns = {}, .rows_estimate = number_member(document, "rows_estimate")};
  for (const JsonValue& column : document["columns"].GetArray()) {
    spec.columns.push_back(column_of(column));
    spec.detected.columns.push_back(spec.columns.back().name);
  }
  spec.mode = mode_named(text_member(document, "mode")).value_or(Mode::create);
  spec.key = text_member(document, "key");
  spec.unmapped = text_member(document, "unmapped") == "leave_out" ? Unmapped::leave_out : Unmapped::note;
  spec.job = Id::parse(text_member(document, "job"));
  spec.created_at = number_member(document, "created_at");
  return spec;
}

void write_members(const Tally& tally, JsonWriter& writer) {
  const std::pair<std::string_view, std::int64_t> numbers[] = {{"done", tally.rows},       {"created", tally.created}, {"updated", tally.updated},
                                                               {"skipped", tally.skipped}, {"failed", tally.failed},   {"possible_duplicates", tally.possible_duplicates}, {"suppressed", tally.suppressed},
                                                               {"offset", static_cast<std::int64_t>(tally.position.offset)}, {"line", static_cast<std::int64_t>(tally.position.line)},
                                                               {"failed_bytes", static_cast<std::int64_t>(tally.failed_bytes)}};
  for (const auto& [name, number] : numbers) {
    key(writer, name);
    writer.Int64(number);
  }
}

Tally tally_of(const JsonValue& object) {
  Tally tally{.rows = number_member(object, "done"), .created = number_member(object, "created"), .updated = number_member(object, "updated"),
              .skipped = number_member(object, "skipped"), .failed = number_member(object, "failed"), .possible_duplicates = number_member(object, "possible_duplicates"), .suppressed = number_member(object, "suppressed")};
  tally.position = {static_cast<std::uint64_t>(number_member(object, "offset")), static_cast<std::uint64_t>(number_member(object, "line"))};
  tally.failed_bytes = static_cast<std::uint64_t>(number_member(object, "failed_bytes"));
  return tally;
}

}  // namespace probity::records::importing
