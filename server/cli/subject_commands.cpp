#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "records/search.hpp"

namespace probity::cli {
namespace {

Result<> find_subject(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(auto found, records::search(invocation.installation.records(), access, {.text = invocation.arguments["query"], .entities = {}, .limit = 50}));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartArray();
      for (const auto& item : found) {
        writer.StartObject();
        key(writer, "entity");
        put(writer, item.entity);
        key(writer, "id");
        put(writer, item.id.text());
        key(writer, "title");
        put(writer, item.display);
        writer.EndObject();
      }
      writer.EndArray();
    }));
    return {};
  }
  if (found.empty()) invocation.say("Nothing was found.");
  for (const auto& item : found) invocation.print(fmt::format("{:<12} {}  {}", item.entity, item.id.text(), item.display));
  return {};
}

}  // namespace

Command subject_find() {
  return {.words = {"subject", "find"},
          .help = "Find the records of a person by name, address or number",
          .options = {workspace_option(), {.name = "query", .help = "What to look for", .required = true}},
          .run = find_subject};
}

}  // namespace probity::cli
