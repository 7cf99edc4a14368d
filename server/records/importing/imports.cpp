#include "records/importing/imports.hpp"

#include "base/text.hpp"
#include "records/house.hpp"
#include "records/importing/import_json.hpp"
#include "records/importing/import_run.hpp"
#include "records/importing/mapping.hpp"
#include "records/importing/preview.hpp"
#include "records/undo/undo.hpp"

namespace probity::records::importing {
namespace {

constexpr int kShownImports = 100;
constexpr auto kFailedRowsKept = std::chrono::hours(24);

constexpr std::string_view kSettingPrefix = "import.";
std::string setting_name(const Id& id) { return std::string(kSettingPrefix) + id.text(); }

std::unexpected<Error> no_such_import() { return fail(ErrorKind::not_found, "not_found", "There is no such import."); }

/// Cards and calendar entries say which one they are; the same file imported twice makes nothing twice.
void match_by_identifier(Spec& spec) {
  if (spec.detected.format == "csv") return;
  for (const char* identifier : {"uid", "reference"}) {
    if (std::ranges::find(spec.columns, identifier, &Column::target) == spec.columns.end()) continue;
    spec.mode = Mode::upsert;
    spec.key = identifier;
    return;
  }
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

}  // namespace

std::filesystem::path Imports::failed_rows_path(std::string_view workspace, const Id& id) const {
  return folder_ / std::string(workspace) / (id.text() + ".failed.csv");
}

Result<> Imports::save(const Context& context, const Spec& spec) { return write_setting(*context.database, setting_name(spec.id), to_json(spec)); }

Result<Spec> Imports::prepare(const Context& context, const std::filesystem::path& file, std::string_view file_name, std::string_view format) {
  PROBITY_ASSIGN(auto source, open_rows(file, format));
  Spec spec{.id = Id::make(), .entity = context.entity->name, .file = file, .file_name = std::string(file_name), .detected = source->detected(), .created_at = now()};
  PROBITY_ASSIGN(spec.columns, propose_columns(context, *source));
  // Examples are kept with the import: what the policy keeps out of records stays out of them.
  for (Column& column : spec.columns) {
    for (std::string& sample : column.samples) sample = records_.hooks().guarding().covered(*context.policy->policy, sample);
  }
  match_by_identifier(spec);
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
  PROBITY_TRY(change_spec(context, wish, spec));
  PROBITY_TRY(save(context, spec));
  return spec;
}

Result<> Imports::preview(const Context& context, const Id& id, int rows, JsonWriter& writer) {
  PROBITY_ASSIGN(const Spec spec, find(context, id));
  // The file says what may no longer be used by now; the records say what may.
  if (spec.job) return fail(ErrorKind::conflict, "already_started", "This import has started; there is nothing to preview any more. Look at the records.");
  return write_preview(records_, context, spec, rows, writer);
}

Result<Spec> Imports::start(const Context& context, const Id& id) {
  PROBITY_ASSIGN(Spec spec, find(context, id));
  if (!context.decision->may_create || !context.decision->may_bulk) return fail(ErrorKind::forbidden, "forbidden", "Your role does not let you import here.");
  if (spec.job) return fail(ErrorKind::conflict, "already_started", "This import has started already.");
  PROBITY_TRY(RowReader::make(context, spec));
  PROBITY_TRY(check_key(context, spec));
  PROBITY_ASSIGN(spec.job, jobs_.enqueue(context.workspace->slug(), "import", payload_of(context, id, {}), context.access.actor));
  for (Column& column : spec.columns) column.samples.clear();
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

Result<std::vector<Imports::Kept>> Imports::kept(const Context& context) const {
  std::vector<Kept> all;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    const auto where = store::Condition::compare_with("name", store::Comparison::starts_with, cell(kSettingPrefix));
    const store::Query query{.columns = house().setting, .where = where, .order = {}, .tie_column = "name", .limit = INT_MAX};
    return reader.each(query, [&](const Row& row) {
      auto spec = spec_from_json(row.text(1));
      if (!spec) return true;
      const bool started = spec->job.has_value();
      const Id id = spec->id;
      all.push_back({std::move(*spec), failed_rows_path(context.workspace->slug(), id), started});
      return true;
    });
  }));
  return all;
}

Result<> Imports::forget(const Context& context, const Id& id) {
  PROBITY_ASSIGN(Spec spec, find(context, id));
  for (Column& column : spec.columns) column.samples.clear();
  std::error_code error;
  std::filesystem::remove(failed_rows_path(context.workspace->slug(), id), error);
  if (error) return fail(ErrorKind::unavailable, "cannot_delete", "The failed rows of an import cannot be deleted; it is tried again.");
  return save(context, spec);
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
    PROBITY_ASSIGN(const Context entered, records_.enter(access, spec.entity));
    const Context context = within(entered, entered.decision->may_bulk);
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
