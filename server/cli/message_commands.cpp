// The product's own mail on the command line: the operator's, and with --workspace one workspace's.
#include <thread>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "mail/messages.hpp"
#include "meta/fields/email_address.hpp"

namespace probity::cli {
namespace {

constexpr int kShown = 200;
/// Longer than a server may take to answer.
constexpr std::chrono::seconds kPatience{75};
constexpr std::chrono::milliseconds kBetweenLooks{100};

Option level_option() {
  return {.name = "--workspace", .help = "Slug of the workspace; \"system\" is what the operator sends to members", .fallback = "system", .environment = "PROBITY_WORKSPACE"};
}

/// At the messages of the level that is named. `access` must outlive it.
Result<records::Context> enter(Invocation& invocation, const privacy::Access& access) { return invocation.installation.records().enter(access, "message"); }

Result<Id> message_named(Invocation& invocation) {
  if (const auto id = Id::parse(invocation.arguments["message"])) return *id;
  return invalid("bad_id", fmt::format("\"{}\" is no id of a message; `probity messages list` shows them.", invocation.arguments["message"]));
}

Result<> list(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(const auto context, enter(invocation, access));
  records::ListOptions options;
  options.fields = {"subject", "to", "state", "error", "attempts", "next_attempt", "sent_at", "template"};
  options.limit = kShown;
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(invocation.installation.records().list(context, options, writer));
  if (invocation.json()) {
    invocation.print(text(buffer));
    return {};
  }
  PROBITY_ASSIGN(const JsonDocument messages, parse_json(text(buffer)));
  if (messages["items"].Empty()) invocation.say("Nothing was sent yet.");
  for (const JsonValue& message : messages["items"].GetArray()) {
    const auto shown = [&](const char* name) { return message[name].IsString() ? view(message[name]) : std::string_view(); };
    invocation.print(fmt::format("{}  {:<14} {}  {}", shown("id"), shown("state"), shown("subject"), shown("error")));
  }
  return {};
}

Result<> show(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(const Id id, message_named(invocation));
  PROBITY_ASSIGN(const auto context, enter(invocation, access));
  PROBITY_ASSIGN(const mail::Rendered page, invocation.installation.outbox().read(context, id));
  if (!invocation.json()) {
    invocation.print(fmt::format("{}\n\n{}", page.subject, page.text));
    return {};
  }
  invocation.print(json_document([&](JsonWriter& writer) {
    writer.StartObject();
    for (const auto& [name, value] : {std::pair{"subject", &page.subject}, {"text", &page.text}, {"html", &page.html}}) {
      key(writer, name);
      put(writer, *value);
    }
    writer.EndObject();
  }));
  return {};
}

Result<> retry(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(const Id id, message_named(invocation));
  PROBITY_ASSIGN(const auto context, enter(invocation, access));
  PROBITY_TRY(invocation.installation.outbox().retry(context, id));
  invocation.say("It is sent as soon as the server runs, or now where it does.");
  return {};
}

Result<> discard(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(const Id id, message_named(invocation));
  PROBITY_ASSIGN(const auto context, enter(invocation, access));
  PROBITY_TRY(invocation.installation.outbox().discard(context, id));
  invocation.say("Discarded. It is never sent.");
  return {};
}

/// Waits until somebody has tried to send it: the server that runs, or this command.
Result<mail::Message> tried(Invocation& invocation, const std::string& level, const Id& id) {
  PROBITY_ASSIGN(const auto messages, mail::Messages::enter(invocation.installation.records(), level, invocation.installation.outbox().settings().seal));
  const auto until = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    PROBITY_TRY(invocation.installation.jobs().run_due(level));
    PROBITY_ASSIGN(mail::Message message, messages->find(id));
    if (message.state != mail::State::queued || std::chrono::steady_clock::now() > until) return message;
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

Result<> test(Invocation& invocation) {
  const std::string& level = invocation.arguments["workspace"];
  PROBITY_ASSIGN(const Id id, invocation.installation.outbox().put({.workspace = level, .to = invocation.arguments["to"], .template_name = "test-message", .values = {{"asked_by", "the operator"}}}));
  PROBITY_ASSIGN(const mail::Message message, tried(invocation, level, id));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "id");
      put(writer, id.text());
      key(writer, "state");
      put(writer, mail::name_of(message.state));
      key(writer, "error");
      message.error.empty() ? (void)writer.Null() : put(writer, message.error);
      writer.EndObject();
    }));
  }
  switch (message.state) {
    case mail::State::sent: invocation.say("The mail server took the message."); return {};
    case mail::State::not_configured: return fail(ErrorKind::internal, "not_configured", "No mail server is configured (--smtp). The message waits in the list.");
    case mail::State::queued: return fail(ErrorKind::unavailable, "not_tried", "Nobody has tried to send the message yet. It stays in the list.");
    default: return fail(ErrorKind::internal, "not_sent", fmt::format("The message was not sent. {}", message.error));
  }
}

Option message_option() { return {.name = "message", .help = "Its id", .required = true}; }

}  // namespace

Command messages_list() { return {.words = {"messages", "list"}, .help = "Mail that the product sent or is to send, newest first", .options = {level_option()}, .run = list}; }
Command messages_show() { return {.words = {"messages", "show"}, .help = "What a message says", .options = {level_option(), message_option()}, .run = show}; }
Command messages_retry() { return {.words = {"messages", "retry"}, .help = "Send a message now that was not sent", .options = {level_option(), message_option()}, .run = retry}; }
Command messages_discard() { return {.words = {"messages", "discard"}, .help = "Never send a message, and forget what it says", .options = {level_option(), message_option()}, .run = discard}; }
Command messages_test() {
  return {.words = {"messages", "test"}, .help = "Send a test message and tell how it went", .options = {level_option(), {.name = "--to", .help = "Address", .required = true}}, .run = test};
}

}  // namespace probity::cli
