// What a person has said, on a terminal.
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "records/links.hpp"
#include "records/lookup.hpp"
#include "records/record_json.hpp"
#include "rights/consent/words.hpp"

namespace probity::cli {
namespace {

using records::Context;

constexpr std::string_view kContact = "A person: an id, entity/id, or an email address or phone number";

std::unexpected<Error> nobody(std::string_view typed) { return fail(ErrorKind::not_found, "not_found", fmt::format("There is nobody on record as \"{}\".", typed)); }

Result<records::Reached> person_named(const Context& workspace, std::string_view typed) {
  std::vector<records::Reached> people;
  const auto slash = typed.find('/');
  const auto id = Id::parse(slash == typed.npos ? typed : typed.substr(slash + 1));
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    if (!id) {
      PROBITY_ASSIGN(people, records::find_people(workspace, reader, typed, 2));
      return {};
    }
    PROBITY_ASSIGN(const meta::Entity* entity, records::entity_of(workspace, reader, *id));
    if (entity && entity->subject.kind == meta::Subject::Kind::self) people.push_back({entity, *id});
    return {};
  }));
  if (people.empty()) return nobody(typed);
  if (people.size() > 1) return fail(ErrorKind::conflict, "ambiguous", "Several people have that address. Name the one who is meant by id; `probity subject find` lists them.");
  return people.front();
}

struct Meant {
  Context context;
  Id person;
  Id topic;
};

Result<Id> topic_named(const Context& workspace, const privacy::Access& access, Invocation& invocation, const std::string& typed) {
  if (typed.empty()) return Id{};
  if (const auto id = Id::parse(typed)) return *id;
  PROBITY_ASSIGN(const Context topics, invocation.installation.records().enter(access, "topic"));
  std::vector<Id> found;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(found, records::find_by_keys(topics, reader, std::array{records::FieldKey{topics.entity->field("name"), fold(typed)}}, 2));
    return {};
  }));
  return found.size() == 1 ? Result<Id>(found.front()) : invalid("unknown_topic", fmt::format("There is no topic \"{}\".", typed), "topic");
}

/// What somebody said is kept and answered also while their data is restricted.
privacy::Access under_law(Invocation& invocation) {
  privacy::Access access = invocation.installation.command_access(invocation.arguments["workspace"]);
  access.purpose = privacy::kLegalObligation;
  return access;
}

/// A moment, or a day, which begins with it.
Result<Timestamp> moment(const std::string& typed, std::string_view time_zone) {
  return parse_timestamp(parse_day(typed) ? typed + "T00:00:00" : typed, time_zone);
}

Result<Meant> meant(Invocation& invocation, const privacy::Access& access) {
  PROBITY_ASSIGN(const Context workspace, invocation.installation.records().enter(access));
  PROBITY_ASSIGN(const records::Reached person, person_named(workspace, invocation.arguments["contact"]));
  PROBITY_ASSIGN(const Id topic, topic_named(workspace, access, invocation, invocation.arguments["topic"]));
  return Meant{records::at_entity(workspace, *person.entity), person.id, topic};
}

void write_event(const rights::Recorded& recorded, JsonWriter& writer) {
  const auto member = [&](std::string_view name, std::string_view text) {
    key(writer, name);
    text.empty() ? void(writer.Null()) : put(writer, text);
  };
  member("id", recorded.event.id.text());
  member("at", format_timestamp(recorded.event.at));
  member("state", privacy::consent::name_of(recorded.event.state));
  member("purpose", recorded.event.purpose);
  member("channel", recorded.event.channel);
  member("topic", recorded.event.topic.is_nil() ? "" : recorded.event.topic.text());
  member("expires_at", recorded.event.expires_at ? format_timestamp(*recorded.event.expires_at) : "");
  member("method", recorded.method);
  member("source", recorded.source);
  member("wording_version", recorded.wording_version);
  member("address", recorded.address);
}

std::string verdict_json(const rights::Verdict& verdict, const std::vector<std::string>& lines) {
  return json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "allowed");
    writer.Bool(verdict.allowed);
    key(writer, "code");
    put(writer, verdict.code);
    key(writer, "state");
    put(writer, privacy::consent::name_of(verdict.standing.state));
    key(writer, "reason");
    put(writer, verdict.reason);
    key(writer, "chain");
    writer.StartArray();
    for (std::size_t place = 0; place < lines.size(); ++place) {
      writer.StartObject();
      write_event(verdict.events[place], writer);
      key(writer, "counted");
      writer.Bool(verdict.chain[place].counted);
      key(writer, "words");
      put(writer, lines[place]);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
  });
}

Result<> explain(Invocation& invocation) {
  const privacy::Access access = under_law(invocation);
  PROBITY_ASSIGN(const Meant who, meant(invocation, access));
  PROBITY_ASSIGN(const auto verdict, invocation.installation.consents().why(who.context, who.person, invocation.arguments["purpose"], invocation.arguments["channel"], who.topic));
  const auto lines = rights::chain_in_words(verdict);
  if (invocation.json()) {
    invocation.print(verdict_json(verdict, lines));
    return {};
  }
  invocation.print(fmt::format("{} {}", verdict.allowed ? "Yes." : "No.", verdict.reason));
  if (lines.empty()) invocation.print("Nothing was ever recorded about it.");
  for (const std::string& line : lines) invocation.print("  " + line);
  return {};
}

Result<> list(Invocation& invocation) {
  const privacy::Access access = under_law(invocation);
  PROBITY_ASSIGN(const Meant who, meant(invocation, access));
  PROBITY_ASSIGN(const auto events, invocation.installation.consents().history(who.context, who.person));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartArray();
      for (const auto& recorded : events) {
        writer.StartObject();
        write_event(recorded, writer);
        writer.EndObject();
      }
      writer.EndArray();
    }));
    return {};
  }
  if (events.empty()) invocation.say("Nothing was ever recorded.");
  for (const auto& recorded : events) {
    invocation.print(fmt::format("{}  {:<16}  {:<12}  {:<6}  {}, {}", format_timestamp(recorded.event.at), privacy::consent::name_of(recorded.event.state), recorded.event.purpose,
                                 recorded.event.channel.empty() ? "all" : recorded.event.channel, recorded.method, recorded.source));
  }
  return {};
}

Result<> record(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  const privacy::Access access = under_law(invocation);
  PROBITY_ASSIGN(const Meant who, meant(invocation, access));
  rights::Statement statement{.state = privacy::consent::state_named(arguments["state"]).value_or(privacy::consent::State::unknown), .purpose = arguments["purpose"],
                              .channel = arguments["channel"], .topic = who.topic, .method = arguments["method"], .source = arguments["source"],
                              .wording = arguments["wording"], .wording_version = arguments["wording-version"], .evidence = arguments["evidence"]};
  if (!arguments["at"].empty()) {
    PROBITY_ASSIGN(statement.at, moment(arguments["at"], who.context.input->time_zone));
  }
  if (!arguments["expires"].empty()) {
    PROBITY_ASSIGN(statement.expires_at, moment(arguments["expires"], who.context.input->time_zone));
  }
  PROBITY_ASSIGN(const Id id, invocation.installation.consents().record(who.context, who.person, statement));
  if (!invocation.json()) {
    invocation.print("Recorded.");
    return {};
  }
  invocation.print(json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "id");
    put(writer, id.text());
    writer.EndObject();
  }));
  return {};
}

Option contact_option() { return {.name = "contact", .help = std::string(kContact), .required = true}; }
Option channel_option() { return {.name = "--channel", .help = "email, phone, text, post or fax; without it, the purpose as a whole"}; }
Option topic_option() { return {.name = "--topic", .help = "A topic, by name or id"}; }

}  // namespace

Command consent_why() {
  return {.words = {"consent", "why"},
          .help = "Say whether something may be sent to a person, and why",
          .options = {workspace_option(), contact_option(), {.name = "purpose", .help = "A purpose of the policy", .required = true}, channel_option(), topic_option()},
          .run = explain};
}

Command consent_list() {
  return {.words = {"consent", "list"}, .help = "List everything a person has said", .options = {workspace_option(), contact_option()}, .run = list};
}

Command consent_record() {
  return {.words = {"consent", "record"},
          .help = "Record what a person said",
          .options = {workspace_option(),
                      contact_option(),
                      {.name = "purpose", .help = "A purpose of the policy", .required = true},
                      {.name = "state", .help = "given, refused, withdrawn ...", .required = true},
                      channel_option(),
                      topic_option(),
                      {.name = "--method", .help = "How they said it: form, phone, letter ...", .fallback = "staff"},
                      {.name = "--source", .help = "Where it came from: a page, an event, a letter", .required = true},
                      {.name = "--at", .help = "When they said it, a moment or a day; without it, now"},
                      {.name = "--expires", .help = "When it runs out"},
                      {.name = "--wording", .help = "What they were shown"},
                      {.name = "--wording-version", .help = "The version of that"},
                      {.name = "--evidence", .help = "What proves it"}},
          .run = record};
}

}  // namespace probity::cli
