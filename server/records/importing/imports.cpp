#include "records/importing/imports.hpp"

#include "base/text.hpp"
#include "records/importing/existing.hpp"
#include "records/importing/import_json.hpp"
#include "records/importing/import_run.hpp"
#include "records/importing/propose.hpp"
#include "records/undo/undo.hpp"

namespace probity::records::importing {
namespace {

constexpr std::size_t kSamples = 20;
constexpr std::size_t kShownSamples = 5;
constexpr std::size_t kSampleBytes = 200;
constexpr int kShownImports = 100;
constexpr auto kFailedRowsKept = std::chrono::hours(24);

std::string setting_name(const Id& id) { return "import." + id.text(); }

std::unexpected<Error> no_such_import() { return fail(ErrorKind::not_found, "not_found", "There is no such import."); }

Result<std::vector<Column>> sample_columns(RowSource& source) {
  std::vector<Column> columns;
  for (const std::string& name : source.detected().columns) columns.push_back({.name = name, .samples = {}, .target = {}, .confidence = 0});
  SourceRow row;
  for (std::size_t rows = 0; rows < kSamples; ++rows) {
    PROBITY_ASSIGN(bool more, source.next(row));
    if (!more) break;
    for (std::size_t index = 0; index < row.cells.size() && index < columns.size(); ++index) {
      const std::string_view text = trim(row.cells[index]);
      if (!text.empty()) columns[index].samples.emplace_back(first_characters(text, kSampleBytes));
    }
  }
  return columns;
}

Result<> change_columns(const Context& context, const JsonValue& wishes, Spec& spec) {
  if (!wishes.IsArray()) return invalid("wrong_type", "\"columns\" is a list of {\"name\",\"field\"}.", "columns");
  for (const JsonValue& wish : wishes.GetArray()) {
    const JsonValue* name = probity::find(wish, "name");
    const JsonValue* field = probity::find(wish, "field");
    if (!name || !name->IsString() || !field || !(field->IsString() || field->IsNull())) return invalid("wrong_type", "\"columns\" is a list of {\"name\",\"field\"}.", "columns");
    const auto column = std::find_if(spec.columns.begin(), spec.columns.end(), [&](const Column& known) { return known.name == view(*name); });
    if (column == spec.columns.end()) return invalid("unknown_column", fmt::format("The file has no column \"{}\".", first_characters(view(*name), 100)), "columns");
    column->target = field->IsNull() ? std::string() : std::string(view(*field));
    column->confidence = column->target.empty() ? 0 : 1;
    if (!column->target.empty()) PROBITY_TRY(parse_target(context, column->target));
  }
  return {};
}

/// An update needs a key, and a key needs a column that fills it.
Result<> check_key(const Context& context, const Spec& spec) {
  if (spec.mode == Mode::create) return {};
  const meta::Field* field = context.readable_field(spec.key);
  const bool comparable = field && (field->type->shape() == meta::Shape::keys || field->type->shape() == meta::Shape::text || field->type->shape() == meta::Shape::exact);
  if (!comparable) return invalid("bad_key", "Choose the field by which rows find their records, such as email or reference.", "key");
  const bool filled = std::any_of(spec.columns.begin(), spec.columns.end(), [&](const Column& column) { return column.target == spec.key || column.target.starts_with(spec.key + ":"); });
  if (!filled) return invalid("bad_key", fmt::format("No column goes to \"{}\", so no record can be found by it.", spec.key), "key");
  return {};
}

std::string payload_of(const Context& context, const Id& import, const Tally& tally) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "import");
  put(writer, import.text());
  write_access(context.access, writer);
  key(writer, "tally");
  writer.StartObject();
  write_members(tally, writer);
  writer.EndObject();
  writer.EndObject();
  return std::string(text(buffer));
}

std::string result_of(const Tally& tally) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_members(tally, writer);
  writer.EndObject();
  return std::string(text(buffer));
}

/// Required links are not yet in the draft; the file names them.
Result<> check_complete(const Draft& draft, const RowReader::Values& values) {
  auto complete = check_draft(draft);
  if (complete) return complete;
  Error error = complete.error();
  std::erase_if(error.fields, [&](const FieldError& missing) {
    return std::any_of(values.links.begin(), values.links.end(), [&](const auto& link) { return link.target->field->name == missing.field; });
  });
  if (error.fields.empty()) return {};
  return fail(std::move(error));
}

/// A row as it will be stored, and everything that stands in its way.
struct Foreseen {
  Draft draft;
  RowReader::Values values;
  std::string_view action = "create";  ///< or "update", "skip"
  std::vector<FieldError> problems;

  void add(const Error& error) {
    if (error.fields.empty()) problems.push_back({error.field, error.code, error.message});
    problems.insert(problems.end(), error.fields.begin(), error.fields.end());
  }
};

void foresee_existing(const Context& context, const Spec& spec, Foreseen& foreseen) {
  Existing existing;
  const auto read = context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(existing, find_existing(context, reader, spec, foreseen.values));
    return {};
  });
  if (!read) return foreseen.add(read.error());
  if (existing.problem) return foreseen.add(*existing.problem);
  foreseen.action = existing.record ? "update" : spec.mode == Mode::update ? "skip" : "create";
}

Foreseen foresee(const Context& context, const Spec& spec, const RowReader& reader, LinkResolver& links, const SourceRow& row) {
  Foreseen foreseen{start_draft(context, Id{}), {}, "create", {}};
  if (row.problem) {
    foreseen.add(*row.problem);
    return foreseen;
  }
  auto values = reader.read(row, nullptr);
  if (!values) {
    foreseen.add(values.error());
    return foreseen;
  }
  foreseen.values = std::move(*values);
  // Value by value, so that one that cannot be read hides no other.
  for (const RowReader::Values::Value& value : foreseen.values.values) {
    if (auto applied = RowReader::apply(context, {.values = {value}, .links = {}, .unmapped = {}}, foreseen.draft); !applied) foreseen.add(applied.error());
  }
  for (const auto& link : foreseen.values.links) {
    if (auto found = links.foresee(*link.target, link.text); !found) foreseen.add(found.error());
  }
  if (spec.mode != Mode::create && foreseen.problems.empty() && check_key(context, spec)) foresee_existing(context, spec, foreseen);
  if (foreseen.action == "create" && foreseen.problems.empty()) {
    if (auto complete = check_complete(foreseen.draft, foreseen.values); !complete) foreseen.add(complete.error());
  }
  return foreseen;
}

void write_problems(const std::vector<FieldError>& problems, JsonWriter& writer) {
  writer.StartArray();
  for (const FieldError& problem : problems) {
    writer.StartObject();
    key(writer, "field");
    put(writer, problem.field);
    key(writer, "code");
    put(writer, problem.code);
    key(writer, "detail");
    put(writer, problem.message);
    writer.EndObject();
  }
  writer.EndArray();
}

void write_preview_row(const Context& context, const Spec& spec, const Foreseen& foreseen, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "record");
  writer.StartObject();
  for (const meta::Field& field : context.entity->fields) {
    const CellRow cells(foreseen.draft.after);
    if (cells.null(field.first_column)) continue;
    key(writer, field.name);
    field.type->write(field, cells, field.first_column, writer);
  }
  for (const auto& link : foreseen.values.links) {
    key(writer, link.target->field->name);
    put(writer, link.text);
  }
  writer.EndObject();
  key(writer, "action");
  put(writer, foreseen.action);
  key(writer, "note");
  const bool noted = spec.unmapped == Unmapped::note && !foreseen.values.unmapped.empty();
  noted ? put(writer, foreseen.values.unmapped) : (void)writer.Null();
  key(writer, "errors");
  write_problems(foreseen.problems, writer);
  writer.EndObject();
}

}  // namespace

std::filesystem::path Imports::failed_rows_path(std::string_view workspace, const Id& id) const {
  return folder_ / std::string(workspace) / (id.text() + ".failed.csv");
}

Result<> Imports::save(const Context& context, const Spec& spec) { return write_setting(*context.database, setting_name(spec.id), to_json(spec)); }

Result<Spec> Imports::prepare(const Context& context, const std::filesystem::path& file, std::string_view file_name, std::string_view format) {
  PROBITY_ASSIGN(auto source, open_rows(file, format));
  Spec spec{.id = Id::make(), .entity = context.entity->name, .file = file, .file_name = std::string(file_name), .detected = source->detected(), .created_at = now()};
  PROBITY_ASSIGN(spec.columns, sample_columns(*source));
  propose_targets(context, spec.columns);
  for (Column& column : spec.columns) column.samples.resize(std::min(column.samples.size(), kShownSamples));
  PROBITY_TRY(save(context, spec));
  return spec;
}

Result<Spec> Imports::find(const Context& context, const Id& id) {
  PROBITY_ASSIGN(auto stored, read_setting(*context.database, setting_name(id)));
  if (!stored) return no_such_import();
  return spec_from_json(*stored);
}

Result<Spec> Imports::change(const Context& context, const Id& id, const JsonValue& wish) {
  PROBITY_ASSIGN(Spec spec, find(context, id));
  if (spec.job) return fail(ErrorKind::conflict, "already_started", "This import has started; its mapping cannot be changed any more.");
  if (!wish.IsObject()) return invalid("wrong_type", "Expected a JSON object.");
  for (const auto& member : wish.GetObject()) {
    const std::string_view name = view(member.name);
    if (name == "columns") {
      PROBITY_TRY(change_columns(context, member.value, spec));
      continue;
    }
    if (name == "key" && (member.value.IsString() || member.value.IsNull())) {
      spec.key = member.value.IsString() ? std::string(view(member.value)) : std::string();
      continue;
    }
    const auto mode = name == "mode" && member.value.IsString() ? mode_named(view(member.value)) : std::nullopt;
    const bool unmapped = name == "unmapped" && member.value.IsString() && (view(member.value) == "note" || view(member.value) == "leave_out");
    if (!mode && !unmapped) return invalid("bad_import", fmt::format("\"{}\" cannot be set to that.", first_characters(name, 60)), std::string(first_characters(name, 60)));
    if (mode) spec.mode = *mode;
    if (unmapped) spec.unmapped = view(member.value) == "note" ? Unmapped::note : Unmapped::leave_out;
  }
  PROBITY_TRY(save(context, spec));
  return spec;
}

Result<> Imports::preview(const Context& context, const Id& id, int rows, JsonWriter& writer) {
  PROBITY_ASSIGN(Spec spec, find(context, id));
  PROBITY_ASSIGN(RowReader reader, RowReader::make(context, spec));
  reader.find_people_with(records_, context);
  PROBITY_ASSIGN(auto source, open_rows(spec.file, spec.detected.format));
  LinkResolver links(records_, context, Id{});
  writer.StartObject();
  key(writer, "rows");
  writer.StartArray();
  SourceRow row;
  for (int number = 0; number < rows; ++number) {
    PROBITY_ASSIGN(bool more, source->next(row));
    if (!more) break;
    write_preview_row(context, spec, foresee(context, spec, reader, links, row), writer);
  }
  writer.EndArray();
  writer.EndObject();
  return {};
}

Result<Spec> Imports::start(const Context& context, const Id& id) {
  PROBITY_ASSIGN(Spec spec, find(context, id));
  if (!context.decision->may_create) return fail(ErrorKind::forbidden, "forbidden", "Your role does not let you import here.");
  if (spec.job) return fail(ErrorKind::conflict, "already_started", "This import has started already.");
  PROBITY_TRY(RowReader::make(context, spec));
  PROBITY_TRY(check_key(context, spec));
  PROBITY_ASSIGN(spec.job, jobs_.enqueue(context.workspace->slug(), "import", payload_of(context, id, {}), context.access.actor));
  PROBITY_TRY(save(context, spec));
  return spec;
}

Result<std::vector<Started>> Imports::started(const Context& workspace) {
  PROBITY_ASSIGN(const auto jobs, jobs_.list(workspace.workspace->slug(), "import", kShownImports));
  std::vector<Started> all;
  for (const jobs::Job& job : jobs) {
    PROBITY_ASSIGN(const JsonDocument payload, parse_json(job.payload));
    auto spec = find(workspace, Id::parse(view(payload["import"])).value_or(Id{}));
    if (spec) all.push_back({std::move(*spec), job, tally_of(payload["tally"])});
  }
  return all;
}

Result<> Imports::cancel(const Context& context, const Id& id) {
  PROBITY_ASSIGN(Spec spec, find(context, id));
  if (!spec.job) return {};
  return jobs_.cancel(context.workspace->slug(), *spec.job);
}

Result<Id> Imports::undo(const Context& context, const Id& id) {
  PROBITY_ASSIGN(Spec spec, find(context, id));
  if (!spec.job) return fail(ErrorKind::conflict, "not_started", "This import has not started; there is nothing to undo.");
  return start_undo(records_, jobs_, context.access, id);
}

Result<std::filesystem::path> Imports::failed_rows(const Context& context, const Id& id) const {
  std::filesystem::path path = failed_rows_path(context.workspace->slug(), id);
  if (!std::filesystem::exists(path)) return fail(ErrorKind::not_found, "not_found", "No row of this import failed.");
  return path;
}

void Imports::sweep() const {
  std::error_code error;
  const auto oldest = std::filesystem::file_time_type::clock::now() - kFailedRowsKept;
  for (std::filesystem::recursive_directory_iterator entry(folder_, error), end; entry != end && !error; entry.increment(error)) {
    if (entry->is_regular_file(error) && entry->last_write_time(error) < oldest) std::filesystem::remove(entry->path(), error);
  }
}

Result<Tally> Imports::tally(const Context& context, const Spec& spec) {
  if (!spec.job) return Tally{};
  PROBITY_ASSIGN(jobs::Job job, jobs_.find(context.workspace->slug(), *spec.job));
  PROBITY_ASSIGN(JsonDocument payload, parse_json(job.payload));
  return tally_of(payload["tally"]);
}

void Imports::handle_jobs(AccessOf access_of) {
  jobs_.handle("import", [this, access_of = std::move(access_of)](jobs::Running& running) -> Result<std::string> {
    PROBITY_ASSIGN(JsonDocument payload, parse_json(running.job().payload));
    PROBITY_ASSIGN(privacy::Access access, read_access(payload, running.workspace(), access_of));
    access.origin = "import";
    const Id id = Id::parse(view(payload["import"])).value_or(Id{});
    PROBITY_ASSIGN(auto stored, read_setting(running.database(), setting_name(id)));
    if (!stored) return no_such_import();
    PROBITY_ASSIGN(Spec spec, spec_from_json(*stored));
    PROBITY_ASSIGN(Context context, records_.enter(access, spec.entity));
    ImportRun run(records_, context, spec, failed_rows_path(running.workspace(), id));
    PROBITY_ASSIGN(Tally tally, run.run(tally_of(payload["tally"]), [&] { return running.should_stop(); }, [&](const Tally& so_far) {
      running.progress(so_far.rows, std::max(so_far.rows, spec.detected.rows_estimate), so_far.failed);
      return running.remember(payload_of(context, id, so_far));
    }));
    if (running.shutting_down()) return fail(ErrorKind::unavailable, "shutting_down", "The server is stopping; the import goes on when it starts again.");
    running.progress(tally.rows, tally.rows, tally.failed);
    records_.changes().tell({running.workspace(), spec.entity, Id{}, "import"});
    return result_of(tally);
  });
}

Result<> Imports::write(const Context& context, const Spec& spec, JsonWriter& writer) {
  std::optional<jobs::Job> job;
  if (spec.job) {
    PROBITY_ASSIGN(job, jobs_.find(context.workspace->slug(), *spec.job));
  }
  PROBITY_ASSIGN(Tally so_far, tally(context, spec));
  write_spec(context, spec, job, so_far, writer);
  return {};
}

}  // namespace probity::records::importing
