#include <fstream>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/import_progress.hpp"
#include "cli/options.hpp"
#include "records/importing/imports.hpp"

namespace probity::cli {
namespace {

using records::importing::Spec;

Result<JsonDocument> read_json_file(const std::filesystem::path& path) {
  std::ifstream stream(path);
  if (!stream || std::filesystem::is_directory(path)) return invalid("no_such_file", fmt::format("The mapping {} cannot be read.", path.string()), "map");
  return parse_json(std::string(std::istreambuf_iterator<char>(stream), {}));
}

std::unexpected<Error> bad_map() {
  return invalid("bad_map", "The mapping is a JSON object of column names, each with the name of a field, null, or {\"field\":..,\"format\":..}. Nothing was imported.", "map");
}

/// What a column is mapped to: a field, null, or {"field","format"}, of which one may be missing.
Result<> add_mapped(const JsonValue& mapped, JsonValue& column, JsonDocument::AllocatorType& allocator) {
  if (mapped.IsString() || mapped.IsNull()) {
    column.AddMember("field", JsonValue(mapped, allocator), allocator);
    return {};
  }
  if (!mapped.IsObject()) return bad_map();
  for (const auto& part : mapped.GetObject()) {
    if (view(part.name) != "field" && view(part.name) != "format") return bad_map();
    column.AddMember(text_value(view(part.name), allocator), JsonValue(part.value, allocator), allocator);
  }
  return {};
}

/// {"Column":"field", "Other column":null, "Day":{"field":"birthday","format":"day/month/year"}} as the change the import service takes.
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
    PROBITY_TRY(add_mapped(member.value, column, allocator));
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
    invocation.say(fmt::format("  {:<24} -> {}{}", column.name, target, column.format.empty() ? "" : fmt::format(" ({})", column.format)));
  }
}

/// Importing a file a second time while the first time has not ended would store its rows twice.
Result<> check_unfinished(Invocation& invocation, const records::Context& context, const std::filesystem::path& file) {
  PROBITY_ASSIGN(const auto started, invocation.installation.imports().started(context));
  const bool unfinished = std::ranges::any_of(started, [&](const auto& one) { return !one.job.ended() && one.spec.file == file && one.spec.entity == context.entity->name; });
  if (!unfinished) return {};
  return fail(ErrorKind::conflict, "import_unfinished",
              fmt::format("An import of {} has begun and not ended; nothing was begun anew. {}", file.string(), how_it_goes_on(invocation.arguments["workspace"])));
}

Result<> run_import(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  auto& imports = invocation.installation.imports();
  PROBITY_ASSIGN(auto context, invocation.installation.records().enter(access, invocation.arguments["entity"]));
  const auto file = std::filesystem::absolute(invocation.path("file"));
  PROBITY_TRY(check_unfinished(invocation, context, file));
  PROBITY_ASSIGN(Spec spec, imports.prepare(context, file, file.filename().string(), invocation.arguments["format"]));
  PROBITY_TRY(apply_options(invocation, context, spec.id));
  PROBITY_ASSIGN(spec, imports.find(context, spec.id));
  if (!invocation.json()) tell_mapping(invocation, spec);
  PROBITY_ASSIGN(spec, imports.start(context, spec.id));
  return finish_import(invocation, context, spec);
}

}  // namespace

Command import_file() {
  return {.words = {"import"},
          .help = "Import a CSV, vCard or iCalendar file of any size",
          .options = {workspace_option(),
                      {.name = "--entity", .help = "What the rows are, such as contacts", .required = true},
                      {.name = "--map", .help = "JSON file {\"Column\":\"field\"} or {\"Column\":{\"field\":..,\"format\":\"day/month/year\"}}; what it does not name is proposed"},
                      {.name = "--key", .help = "Field by which rows find existing records, which are then updated"},
                      {.name = "--update-only", .help = "With --key: create nothing", .flag = true},
                      {.name = "--leave-out", .help = "Drop columns that map to no field instead of keeping them in a note", .flag = true},
                      {.name = "--format", .help = "csv, vcard or icalendar; told from the file otherwise"},
                      {.name = "file", .help = "The file", .required = true}},
          .run = run_import};
}

}  // namespace probity::cli
