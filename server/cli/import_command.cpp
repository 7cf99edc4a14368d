#include <fstream>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "records/importing/imports.hpp"

namespace probity::cli {
namespace {

using records::importing::Spec;
using records::importing::Tally;

Result<JsonDocument> read_json_file(const std::filesystem::path& path) {
  std::ifstream stream(path);
  if (!stream || std::filesystem::is_directory(path)) return invalid("no_such_file", fmt::format("The mapping {} cannot be read.", path.string()), "map");
  return parse_json(std::string(std::istreambuf_iterator<char>(stream), {}));
}

std::unexpected<Error> bad_map() {
  return invalid("bad_map", "The mapping is a JSON object of column names, each with the name of a field or null. Nothing was imported.", "map");
}

/// {"Column":"field", "Other column":null} as the change the import service takes.
Result<> apply_map(Invocation& invocation, const records::Context& context, const Id& import) {
  if (!invocation.arguments.has("map")) return {};
  PROBITY_ASSIGN(JsonDocument map, read_json_file(invocation.path("map")));
  if (!map.IsObject()) return bad_map();
  JsonDocument wish(rapidjson::kObjectType);
  auto& allocator = wish.GetAllocator();
  JsonValue columns(rapidjson::kArrayType);
  for (const auto& member : map.GetObject()) {
    JsonValue column(rapidjson::kObjectType);
    column.AddMember("name", text_value(view(member.name), allocator), allocator);
    JsonValue field;
    if (member.value.IsString()) {
      field = text_value(view(member.value), allocator);
    } else if (!member.value.IsNull()) {
      return bad_map();
    }
    column.AddMember("field", field, allocator);
    columns.PushBack(column, allocator);
  }
  wish.AddMember("columns", columns, allocator);
  PROBITY_TRY(invocation.installation.imports().change(context, import, wish));
  return {};
}

Result<> apply_options(Invocation& invocation, const records::Context& context, const Id& import) {
  PROBITY_TRY(apply_map(invocation, context, import));
  JsonDocument wish(rapidjson::kObjectType);
  auto& allocator = wish.GetAllocator();
  if (invocation.arguments.has("key")) {
    wish.AddMember("key", text_value(invocation.arguments["key"], allocator), allocator);
    wish.AddMember("mode", JsonValue(invocation.arguments.has("update-only") ? "update" : "upsert"), allocator);
  }
  if (invocation.arguments.has("leave-out")) wish.AddMember("unmapped", "leave_out", allocator);
  PROBITY_TRY(invocation.installation.imports().change(context, import, wish));
  return {};
}

void tell_mapping(Invocation& invocation, const Spec& spec) {
  invocation.say(fmt::format("{}: {}, {}, about {} rows", spec.file_name, spec.detected.format, spec.detected.encoding, spec.detected.rows_estimate));
  for (const auto& column : spec.columns) {
    const std::string target = !column.target.empty() ? column.target : spec.unmapped == records::importing::Unmapped::note ? "(kept in a note)" : "(left out)";
    invocation.say(fmt::format("  {:<24} -> {}", column.name, target));
  }
}

Result<> write_outcome(Invocation& invocation, const records::Context& context, const Spec& spec) {
  PROBITY_ASSIGN(Tally tally, invocation.installation.imports().tally(context, spec));
  const auto failed_rows = invocation.installation.imports().failed_rows(context, spec.id);
  if (!invocation.json()) {
    invocation.print(fmt::format("{} created, {} updated, {} skipped, {} failed; {} look like duplicates.", tally.created, tally.updated, tally.skipped, tally.failed, tally.possible_duplicates));
    if (failed_rows) invocation.print(fmt::format("The rows that failed, with the reason of each: {}", failed_rows->string()));
    return {};
  }
  invocation.print(json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "id");
    put(writer, spec.id.text());
    const std::pair<const char*, std::int64_t> numbers[] = {{"created", tally.created}, {"updated", tally.updated}, {"skipped", tally.skipped}, {"failed", tally.failed}, {"possible_duplicates", tally.possible_duplicates}};
    for (const auto& [name, number] : numbers) {
      key(writer, name);
      writer.Int64(number);
    }
    key(writer, "failed_rows");
    failed_rows ? put(writer, failed_rows->string()) : (void)writer.Null();
    writer.EndObject();
  }));
  return {};
}

Result<> run_import(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  auto& imports = invocation.installation.imports();
  PROBITY_ASSIGN(auto context, invocation.installation.records().enter(access, invocation.arguments["entity"]));
  const auto file = std::filesystem::absolute(invocation.path("file"));
  PROBITY_ASSIGN(Spec spec, imports.prepare(context, file, file.filename().string(), invocation.arguments["format"]));
  PROBITY_TRY(apply_options(invocation, context, spec.id));
  PROBITY_ASSIGN(spec, imports.find(context, spec.id));
  if (!invocation.json()) tell_mapping(invocation, spec);
  PROBITY_ASSIGN(spec, imports.start(context, spec.id));
  PROBITY_ASSIGN(auto job, invocation.installation.jobs().finish(access.workspace, *spec.job));
  PROBITY_TRY(write_outcome(invocation, context, spec));
  if (job.state == jobs::State::done) return {};
  const bool goes_on = job.state == jobs::State::running || (job.state == jobs::State::queued && job.message.empty());
  if (goes_on) {
    return fail(ErrorKind::unavailable, "import_waits", "The server is stopping. What the import had done is kept, and it goes on when the server starts again.");
  }
  return fail(ErrorKind::unavailable, "import_stopped", job.message.empty() ? "The import was stopped; what it had done is kept." : job.message);
}

}  // namespace

Command import_file() {
  return {.words = {"import"},
          .help = "Import a CSV, vCard or iCalendar file of any size",
          .options = {workspace_option(),
                      {.name = "--entity", .help = "What the rows are, such as contacts", .required = true},
                      {.name = "--map", .help = "JSON file {\"Column\":\"field\"}; what it does not name is proposed"},
                      {.name = "--key", .help = "Field by which rows find existing records, which are then updated"},
                      {.name = "--update-only", .help = "With --key: create nothing", .flag = true},
                      {.name = "--leave-out", .help = "Drop columns that map to no field instead of keeping them in a note", .flag = true},
                      {.name = "--format", .help = "csv, vcard or icalendar; told from the file otherwise"},
                      {.name = "file", .help = "The file", .required = true}},
          .run = run_import};
}

}  // namespace probity::cli
