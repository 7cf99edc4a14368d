#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "records/exporting/exports.hpp"

namespace probity::cli {
namespace {

Result<> run_export(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  const auto format = records::exporting::format_named(arguments["format"]);
  if (!format) return invalid("unknown_format", "--format is csv, json, vcard or icalendar.", "format");
  records::exporting::Wish wish{.format = *format, .filter = arguments["filter"], .fields = {}};
  for (std::string_view field : split(arguments["fields"], ',')) {
    if (!is_blank(field)) wish.fields.emplace_back(trim(field));
  }
  const auto access = invocation.installation.command_access(arguments["workspace"]);
  PROBITY_ASSIGN(auto context, invocation.installation.records().enter(access, arguments["entity"]));
  const auto file = invocation.path("file");
  PROBITY_ASSIGN(std::int64_t count, invocation.installation.exports().write_file(context, wish, file));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "records");
      writer.Int64(count);
      key(writer, "file");
      put(writer, file.string());
      writer.EndObject();
    }));
  } else {
    invocation.print(fmt::format("{} {} written to {}.", count, count == 1 ? "record" : "records", file.string()));
  }
  return {};
}

}  // namespace

Command export_file() {
  return {.words = {"export"},
          .help = "Export records as CSV, JSON, vCard 4.0 or iCalendar",
          .options = {workspace_option(),
                      {.name = "--entity", .help = "What to export, such as contacts", .required = true},
                      {.name = "--format", .help = "csv, json, vcard or icalendar", .fallback = "csv"},
                      {.name = "--filter", .help = "Only records that a filter (JSON, as in the API) selects"},
                      {.name = "--fields", .help = "Only these fields, separated by commas"},
                      {.name = "file", .help = "Where to write", .required = true}},
          .run = run_export};
}

}  // namespace probity::cli
