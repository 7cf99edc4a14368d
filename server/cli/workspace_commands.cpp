#include "base/money.hpp"
#include "base/time.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

Result<meta::InputContext> input_of(const Arguments& arguments) {
  meta::InputContext input{arguments["country"], arguments["currency"], arguments["time-zone"]};
  if (input.country.size() != 2) return invalid("bad_country", "--country is an ISO 3166 code of two letters, such as DE.", "country");
  if (!minor_digits(input.currency)) return invalid("bad_currency", "--currency is an ISO 4217 code, such as EUR.", "currency");
  if (!is_time_zone(input.time_zone)) return invalid("bad_time_zone", "--time-zone is an IANA name, such as Europe/Berlin.", "time-zone");
  return input;
}

void write_workspace(JsonWriter& writer, const accounts::WorkspaceInfo& workspace) {
  writer.StartObject();
  key(writer, "id");
  put(writer, workspace.id.text());
  key(writer, "slug");
  put(writer, workspace.slug);
  key(writer, "name");
  put(writer, workspace.name);
  writer.EndObject();
}

Result<> create(Invocation& invocation) {
  PROBITY_ASSIGN(meta::InputContext input, input_of(invocation.arguments));
  PROBITY_ASSIGN(auto workspace, invocation.installation.accounts().create_workspace({.name = invocation.arguments["name"], .input = input, .reference = invocation.arguments["reference"]}));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) { write_workspace(writer, workspace); }));
  } else {
    invocation.print(fmt::format("Created workspace \"{}\" with slug {}.\nNext: probity user add --workspace {} --email YOU@EXAMPLE.COM --role owner", workspace.name, workspace.slug, workspace.slug));
  }
  return {};
}

Result<> list(Invocation& invocation) {
  PROBITY_ASSIGN(auto workspaces, invocation.installation.accounts().list_workspaces());
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartArray();
      for (const auto& workspace : workspaces) write_workspace(writer, workspace);
      writer.EndArray();
    }));
    return {};
  }
  if (workspaces.empty()) invocation.say("There are no workspaces yet. Create one with: probity workspace create --name NAME");
  for (const auto& workspace : workspaces) invocation.print(fmt::format("{:<24} {}", workspace.slug, workspace.name));
  return {};
}

}  // namespace

Command workspace_create() {
  return {.words = {"workspace", "create"},
          .help = "Create a workspace",
          .options = {{.name = "--name", .help = "Its name", .required = true},
                      {.name = "--country", .help = "ISO 3166 code: how numbers without a country are read", .fallback = "US"},
                      {.name = "--currency", .help = "ISO 4217 code: the currency of amounts without one", .fallback = "USD"},
                      {.name = "--time-zone", .help = "IANA name: the zone of times without one", .fallback = "UTC"},
                      {.name = "--reference", .help = "Who asks for it, such as the number of an order: the same one gives the same workspace"}},
          .may_make_data = true,
          .run = create};
}

Command workspace_list() { return {.words = {"workspace", "list"}, .help = "List the workspaces", .options = {}, .run = list}; }

}  // namespace probity::cli
