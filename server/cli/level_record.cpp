#include "cli/level_record.hpp"

namespace probity::cli {
namespace {

constexpr int kShown = 200;

}  // namespace

Option level_option(std::string_view what) {
  return {.name = "--workspace", .help = fmt::format("Slug of the workspace; \"system\" is {}", what), .fallback = "system", .environment = "PROBITY_WORKSPACE"};
}

Result<std::unique_ptr<LevelRecords>> LevelRecords::enter(Invocation& invocation, std::string_view entity) {
  privacy::Access access = invocation.installation.command_access(invocation.arguments["workspace"]);
  access.purpose = privacy::kLegalObligation;
  std::unique_ptr<LevelRecords> level(new LevelRecords(std::move(access)));
  PROBITY_ASSIGN(auto context, invocation.installation.records().enter(level->access_, entity));
  level->context_.emplace(std::move(context));
  return level;
}

Result<Id> id_given(Invocation& invocation, const char* option, std::string_view list_command) {
  if (const auto id = Id::parse(invocation.arguments[option])) return *id;
  return invalid("bad_id", fmt::format("\"{}\" is no id; `probity {}` shows them.", invocation.arguments[option], list_command));
}

Result<> print_list(Invocation& invocation, const LevelRecords& level, std::vector<std::string> columns, std::string_view nothing) {
  records::ListOptions options;
  options.fields = columns;
  options.limit = kShown;
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(invocation.installation.records().list(level.context(), options, writer));
  if (invocation.json()) {
    invocation.print(text(buffer));
    return {};
  }
  PROBITY_ASSIGN(const JsonDocument found, parse_json(text(buffer)));
  if (found["items"].Empty()) invocation.say(nothing);
  for (const JsonValue& item : found["items"].GetArray()) {
    std::string line(view(item["id"]));
    for (const std::string& column : columns) {
      const JsonValue& value = item[column.c_str()];
      line += fmt::format("  {}", value.IsString() ? view(value) : std::string_view("-"));
    }
    invocation.print(line);
  }
  return {};
}

}  // namespace probity::cli
