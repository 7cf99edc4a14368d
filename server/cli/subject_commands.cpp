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

/// What lies in the bin, what is in texts alone, and whoever had that address before.
Result<> add_what_search_leaves_out(Invocation& invocation, const privacy::Access& access, JsonDocument& found) {
  std::set<Id> known;
  for (const JsonValue& item : found["items"].GetArray()) known.insert(Id::parse(view(item["id"])).value_or(Id()));
  PROBITY_ASSIGN(const records::Context context, invocation.installation.records().enter(access));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(invocation.installation.erasures().write_holders(context, invocation.arguments["query"], known, writer));
  PROBITY_ASSIGN(const JsonDocument more, parse_json(text(buffer)));
  for (const JsonValue& item : more.GetArray()) found["items"].PushBack(JsonValue(item, found.GetAllocator()), found.GetAllocator());
  return {};
}

Result<> find_subject(Invocation& invocation) {
  privacy::Access access = invocation.installation.command_access(invocation.arguments["workspace"]);
  // Whoever asks what is held about them is told, also where it is kept and not used.
  access.purpose = privacy::kLegalObligation;
  JsonBuffer buffer;
  JsonWriter found_writer(buffer);
  PROBITY_TRY(records::write_search(invocation.installation.records(), access, {.text = invocation.arguments["query"], .entity = {}, .limit = 50}, found_writer));
  PROBITY_ASSIGN(JsonDocument found, parse_json(text(buffer)));
  PROBITY_TRY(add_what_search_leaves_out(invocation, access, found));
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

/// Somebody who was erased before is not erased again: their certificate is given.
Result<> certify(Invocation& invocation, const erasure::Wish& wish, JsonWriter& writer) {
  erasure::Erasures& erasures = invocation.installation.erasures();
  PROBITY_ASSIGN(const std::optional<Id> before, erasures.of_person(wish.workspace, wish.person));
  Id erasure = before.value_or(Id());
  if (!before) {
    PROBITY_ASSIGN(erasure, erasures.begin(wish));
    if (!invocation.json()) invocation.say("Nobody sees this person any more. Their bytes are being removed...");
  }
  PROBITY_TRY(erasures.wait(wish.workspace, erasure));
  return erasures.write_certificate(wish.workspace, erasure, writer);
}

/// Whoever reads JSON is told in JSON what became of it as well.
std::string problem_of(const Error& error) {
  return json_document([&](JsonWriter& writer) {
    writer.StartObject();
    for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"code", error.code}, {"detail", error.message}, {"certificate", ""}}) {
      key(writer, name);
      value.empty() ? (void)writer.Null() : put(writer, value);
    }
    writer.EndObject();
  });
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
    const auto certified = certify(invocation, wish, writer);
    if (!certified && invocation.json()) invocation.print(problem_of(certified.error()));
    PROBITY_TRY(certified);
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
