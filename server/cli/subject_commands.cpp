#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "records/searching/search.hpp"

namespace probity::cli {
namespace {

void write_item(JsonWriter& writer, const JsonValue& item) {
  writer.StartObject();
  for (const auto& [from, to] : {std::pair{"entity", "entity"}, {"id", "id"}, {"display", "title"}}) {
    key(writer, to);
    put(writer, view(item[from]));
  }
  writer.EndObject();
}

Result<> find_subject(Invocation& invocation) {
  privacy::Access access = invocation.installation.command_access(invocation.arguments["workspace"]);
  // Whoever asks what is held about them is told, also where it is kept and not used.
  access.purpose = privacy::kLegalObligation;
  JsonBuffer buffer;
  JsonWriter found_writer(buffer);
  PROBITY_TRY(records::write_search(invocation.installation.records(), access, {.text = invocation.arguments["query"], .entity = {}, .limit = 50}, found_writer));
  PROBITY_ASSIGN(JsonDocument found, parse_json(text(buffer)));
  const auto items = found["items"].GetArray();
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartArray();
      for (const JsonValue& item : items) write_item(writer, item);
      writer.EndArray();
    }));
    return {};
  }
  if (items.Empty()) invocation.say("Nothing was found.");
  for (const JsonValue& item : items) invocation.print(fmt::format("{}/{}  {}", view(item["entity"]), view(item["id"]), view(item["display"])));
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
