#include "records/importing/import_json.hpp"

#include "records/importing/target.hpp"
#include "records/record_json.hpp"

namespace probity::records::importing {
namespace {

void member(JsonWriter& writer, std::string_view name, std::string_view value) {
  key(writer, name);
  value.empty() ? (void)writer.Null() : put(writer, value);
}

/// Examples help to choose the fields; once that is done they are nobody's business any more.
void write_columns(const Spec& spec, bool examples, JsonWriter& writer) {
  key(writer, "columns");
  writer.StartArray();
  for (const Column& column : spec.columns) {
    writer.StartObject();
    member(writer, "name", column.name);
    key(writer, "samples");
    writer.StartArray();
    if (examples) {
      for (const std::string& sample : column.samples) put(writer, sample);
    }
    writer.EndArray();
    member(writer, "field", column.target);
    key(writer, "confidence");
    writer.Double(column.confidence);
    member(writer, "format", column.format);
    writer.EndObject();
  }
  writer.EndArray();
}

void write_detected(const Detected& detected, JsonWriter& writer) {
  key(writer, "detected");
  writer.StartObject();
  member(writer, "encoding", detected.encoding);
  member(writer, "delimiter", detected.delimiter);
  key(writer, "rows_estimate");
  writer.Int64(detected.rows_estimate);
  writer.EndObject();
}

/// How many rows there are is known at the end.
std::int64_t total_of(const Spec& spec, const std::optional<jobs::Job>& job, const Tally& tally) {
  return job && job->state == jobs::State::done ? tally.rows : std::max(tally.rows, spec.detected.rows_estimate);
}

void write_progress(const Spec& spec, const std::optional<jobs::Job>& job, const Tally& tally, JsonWriter& writer) {
  key(writer, "progress");
  writer.StartObject();
  const std::pair<std::string_view, std::int64_t> numbers[] = {{"done", tally.rows}, {"total", total_of(spec, job, tally)}, {"created", tally.created},
                                                               {"updated", tally.updated}, {"skipped", tally.skipped}, {"failed", tally.failed}};
  for (const auto& [name, number] : numbers) {
    key(writer, name);
    writer.Int64(number);
  }
  writer.EndObject();
  key(writer, "possible_duplicates");
  writer.Int64(tally.possible_duplicates);
  key(writer, "suppressed");
  writer.Int64(tally.suppressed);
}

/// To those who wait, an import that waits for its turn runs.
std::string_view state_name(const std::optional<jobs::Job>& job) {
  if (!job) return "mapping";
  return jobs::name_of(job->state == jobs::State::queued ? jobs::State::running : job->state);
}

}  // namespace

void write_spec(const Context& context, const Spec& spec, const std::optional<jobs::Job>& job, const Tally& tally, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  write_id(writer, spec.id);
  member(writer, "state", state_name(job));
  member(writer, "entity", context.entity->plural);
  member(writer, "format", spec.detected.format);
  member(writer, "file_name", spec.file_name);
  write_detected(spec.detected, writer);
  write_columns(spec, !job, writer);
  key(writer, "targets");
  writer.StartArray();
  for (const std::string& target : targets_of(context)) put(writer, target);
  writer.EndArray();
  member(writer, "mode", name_of(spec.mode));
  member(writer, "key", spec.key);
  member(writer, "unmapped", spec.unmapped == Unmapped::note ? "note" : "leave_out");
  write_progress(spec, job, tally, writer);
  member(writer, "message", job ? job->message : "");
  member(writer, "retry_at", job && job->retry_at() != 0 ? format_timestamp(job->retry_at()) : "");
  writer.EndObject();
}

}  // namespace probity::records::importing
