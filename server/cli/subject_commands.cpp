#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "records/searching/search.hpp"
#include "rights/erasure/erasures.hpp"

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

/// "contacts/0197..." as `subject find` writes it.
Result<erasure::Wish> wish_of(const Invocation& invocation) {
  const std::string& record = invocation.arguments["record"];
  const auto slash = record.find('/');
  const auto id = slash == record.npos ? std::nullopt : Id::parse(std::string_view(record).substr(slash + 1));
  if (!id) return invalid("bad_record", "Name the person as ENTITY/ID, as `subject find` writes it: contacts/0197c0de-...");
  return erasure::Wish{.workspace = invocation.arguments["workspace"], .entity = record.substr(0, slash), .person = *id, .ground = invocation.arguments.has("ground") ? invocation.arguments["ground"] : std::string("minor")};
}

Result<> erase_subject(Invocation& invocation) {
  PROBITY_ASSIGN(const erasure::Wish wish, wish_of(invocation));
  erasure::Erasures& erasures = invocation.installation.erasures();
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  if (invocation.arguments.has("dry-run")) {
    privacy::Access access = invocation.installation.command_access(wish.workspace);
    access.purpose = privacy::kLegalObligation;
    PROBITY_ASSIGN(const records::Context context, invocation.installation.records().enter(access, wish.entity));
    PROBITY_TRY(erasures.write_preview(context, wish, writer));
    if (!invocation.json()) invocation.say("Nothing was changed. This is what an erasure would do:");
  } else {
    PROBITY_ASSIGN(const Id erasure, erasures.begin(wish));
    if (!invocation.json()) invocation.say("Nobody sees this person any more. Their bytes are being removed...");
    PROBITY_TRY(erasures.wait(wish.workspace, erasure));
    PROBITY_TRY(erasures.write_certificate(wish.workspace, erasure, writer));
  }
  invocation.print(text(buffer));
  return {};
}

}  // namespace

Command subject_find() {
  return {.words = {"subject", "find"},
          .help = "Find the records of a person by name, address or number",
          .options = {workspace_option(), {.name = "query", .help = "What to look for", .required = true}},
          .run = find_subject};
}

Command subject_minor() {
  return {.words = {"subject", "minor"},
          .help = "This person is under age: remove them at once, a contact, a lead or (--workspace system) a member, and print the certificate",
          .options = {workspace_option(), {.name = "record", .help = "ENTITY/ID, as subject find writes it", .required = true}},
          .run = erase_subject};
}

Command subject_erase() {
  return {.words = {"subject", "erase"},
          .help = "Erase a person for good, wherever the program keeps them, and print the certificate",
          .options = {workspace_option(),
                      {.name = "--dry-run", .help = "Show what would go, and change nothing", .flag = true},
                      {.name = "--ground", .help = "Why", .fallback = "request", .choices = {"request", "retention", "minor", "staff", "account_closed"}},
                      {.name = "record", .help = "ENTITY/ID, as subject find writes it", .required = true}},
          .run = erase_subject};
}

}  // namespace probity::cli
