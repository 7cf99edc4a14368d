// What a person has said, for those who work with them.
#include "http/handlers/handlers.hpp"
#include "records/record_json.hpp"
#include "rights/consent/words.hpp"

namespace probity::http::handlers {
namespace {

using privacy::consent::State;
using rights::Recorded;

void write_text(std::string_view name, std::string_view text, JsonWriter& writer) {
  key(writer, name);
  text.empty() ? void(writer.Null()) : put(writer, text);
}

void write_id(std::string_view name, const Id& id, JsonWriter& writer) {
  key(writer, name);
  id.is_nil() ? void(writer.Null()) : records::write_id(writer, id);
}

void write_time(std::string_view name, std::optional<Timestamp> at, JsonWriter& writer) {
  key(writer, name);
  at && *at != 0 ? records::write_time(writer, *at) : void(writer.Null());
}

void write_members(const Recorded& recorded, JsonWriter& writer) {
  write_id("id", recorded.event.id, writer);
  write_time("at", recorded.event.at, writer);
  write_text("state", privacy::consent::name_of(recorded.event.state), writer);
  write_text("purpose", recorded.event.purpose, writer);
  write_text("channel", recorded.event.channel, writer);
  write_id("topic", recorded.event.topic, writer);
  write_time("expires_at", recorded.event.expires_at, writer);
  write_text("method", recorded.method, writer);
  write_text("source", recorded.source, writer);
  write_text("wording", recorded.wording, writer);
  write_text("wording_version", recorded.wording_version, writer);
  write_text("language", recorded.language, writer);
  write_text("address", recorded.address, writer);
  write_text("evidence", recorded.evidence, writer);
  key(writer, "policy_version");
  writer.Int64(recorded.policy_version);
  write_id("by", recorded.by, writer);
}

void write_chain(const rights::Verdict& verdict, JsonWriter& writer) {
  const auto lines = rights::chain_in_words(verdict);
  key(writer, "chain");
  writer.StartArray();
  for (std::size_t place = 0; place < verdict.chain.size(); ++place) {
    writer.StartObject();
    write_members(verdict.events[place], writer);
    key(writer, "counted");
    writer.Bool(verdict.chain[place].counted);
    write_text("words", lines[place], writer);
    writer.EndObject();
  }
  writer.EndArray();
}

std::unexpected<Error> wrong(std::string_view name, std::string code, std::string message) {
  Error error{.kind = ErrorKind::invalid, .code = code, .message = message, .field = std::string(name)};
  error.fields.push_back({std::string(name), std::move(code), std::move(message)});
  return fail(std::move(error));
}

Result<std::optional<Timestamp>> time_member(const JsonValue& body, std::string_view name, std::string_view time_zone) {
  const std::string text = text_member_or(body, name, "");
  if (text.empty()) return std::nullopt;
  const auto at = parse_timestamp(text, time_zone);
  if (!at) return wrong(name, "invalid_datetime", fmt::format("\"{}\" is a time such as 2026-01-31T10:00:00Z. Nothing was changed.", name));
  return *at;
}

Result<Id> topic_member(const JsonValue& body) {
  const std::string text = text_member_or(body, "topic", "");
  if (text.empty()) return Id{};
  const auto id = Id::parse(text);
  return id ? Result<Id>(*id) : wrong("topic", "unknown_topic", "\"topic\" is the id of a topic. Nothing was changed.");
}

Result<Id> topic_parameter(const Request& request) {
  const std::string text = request.parameter("topic");
  if (text.empty()) return Id{};
  const auto id = Id::parse(text);
  return id ? Result<Id>(*id) : wrong("topic", "unknown_topic", "\"topic\" is the id of a topic.");
}

Result<rights::Statement> read_statement(const JsonValue& body, std::string_view time_zone) {
  PROBITY_TRY(only_members(body, {"purpose", "channel", "topic", "state", "at", "expires_at", "method", "source", "wording", "wording_version", "language", "address", "evidence", "evidence_file"}));
  rights::Statement statement{.purpose = {}, .channel = text_member_or(body, "channel", ""), .method = text_member_or(body, "method", "staff"), .source = {},
                              .wording = text_member_or(body, "wording", ""), .wording_version = text_member_or(body, "wording_version", ""),
                              .language = text_member_or(body, "language", ""), .address = text_member_or(body, "address", ""), .ip_address = {},
                              .evidence = text_member_or(body, "evidence", "")};
  PROBITY_ASSIGN(statement.purpose, text_member(body, "purpose"));
  PROBITY_ASSIGN(statement.source, text_member(body, "source"));
  PROBITY_ASSIGN(const std::string state, text_member(body, "state"));
  statement.state = privacy::consent::state_named(state).value_or(State::unknown);
  PROBITY_ASSIGN(statement.topic, topic_member(body));
  PROBITY_ASSIGN(const auto at, time_member(body, "at", time_zone));
  statement.at = at.value_or(0);
  PROBITY_ASSIGN(statement.expires_at, time_member(body, "expires_at", time_zone));
  if (!text_member_or(body, "evidence_file", "").empty()) {
    PROBITY_ASSIGN(statement.evidence_file, id_member(body, "evidence_file"));
  }
  return statement;
}

void write_choice(const rights::Choice& choice, JsonWriter& writer) {
  writer.StartObject();
  write_text("purpose", choice.purpose, writer);
  write_text("channel", choice.channel, writer);
  write_id("topic", choice.topic, writer);
  write_text("label", choice.label, writer);
  write_text("explanation", choice.explanation, writer);
  key(writer, "by_agreement");
  writer.Bool(choice.by_agreement);
  key(writer, "on");
  writer.Bool(choice.on);
  write_text("state", privacy::consent::name_of(choice.state), writer);
  writer.EndObject();
}

Result<Response> preferences_answer(const rights::Preferences& preferences) {
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "choices");
    writer.StartArray();
    for (const rights::Choice& choice : preferences.choices) write_choice(choice, writer);
    writer.EndArray();
    key(writer, "suppressed");
    writer.StartArray();
    for (const std::string& address : preferences.suppressed) put(writer, address);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<std::vector<rights::Change>> read_changes(const JsonValue& body) {
  const JsonValue* list = find(body, "changes");
  if (!list || !list->IsArray() || list->Size() > 500) return bad_member("changes", "a list of at most 500 {\"purpose\",\"channel\",\"topic\",\"on\"}");
  std::vector<rights::Change> changes;
  for (const JsonValue& each : list->GetArray()) {
    const JsonValue* on = find(each, "on");
    if (!each.IsObject() || !on || !on->IsBool()) return bad_member("changes", "a list of {\"purpose\",\"channel\",\"topic\",\"on\"}");
    PROBITY_ASSIGN(const std::string purpose, text_member(each, "purpose"));
    PROBITY_ASSIGN(const Id topic, topic_member(each));
    changes.push_back({.purpose = purpose, .channel = text_member_or(each, "channel", ""), .topic = topic, .on = on->GetBool()});
  }
  return changes;
}

}  // namespace

Result<Response> list_consents(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto events, call.application.consents.history(context, id));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const Recorded& recorded : events) {
      writer.StartObject();
      write_members(recorded, writer);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> record_consent(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(const auto statement, read_statement(body, context.input->time_zone));
  PROBITY_ASSIGN(const Id event, call.application.consents.record(context, id, statement));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    write_id("id", event, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> ask_consent(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"purpose", "topic", "address", "wording", "wording_version", "language", "source", "valid_for"}));
  rights::Invitation invitation{.purpose = {}, .address = {}, .wording = {}, .wording_version = text_member_or(body, "wording_version", ""),
                                .language = text_member_or(body, "language", "en"), .source = text_member_or(body, "source", "")};
  PROBITY_ASSIGN(invitation.purpose, text_member(body, "purpose"));
  PROBITY_ASSIGN(invitation.address, text_member(body, "address"));
  PROBITY_ASSIGN(invitation.wording, text_member(body, "wording"));
  PROBITY_ASSIGN(invitation.topic, topic_member(body));
  if (const std::string period = text_member_or(body, "valid_for", ""); !period.empty()) {
    const auto parsed = privacy::parse_period(period);
    if (!parsed) return bad_member("valid_for", "a period such as P1Y");
    invitation.valid_for = parsed->after(now()) - now();
  }
  PROBITY_ASSIGN(const Id event, call.application.consents.invite(context, id, invitation));
  call.application.reading.note(context, id);
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    write_id("id", event, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> explain_consent(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const Id topic, topic_parameter(call.request));
  PROBITY_ASSIGN(const auto verdict, call.application.consents.why(context, id, call.request.parameter("purpose"), call.request.parameter("channel"), topic));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "allowed");
    writer.Bool(verdict.allowed);
    write_text("code", verdict.code, writer);
    write_text("reason", verdict.reason, writer);
    write_text("state", privacy::consent::name_of(verdict.standing.state), writer);
    write_time("since", verdict.standing.since, writer);
    write_time("expires_at", verdict.standing.expires_at, writer);
    write_chain(verdict, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> get_preferences(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto preferences, call.application.consents.preferences(context, id));
  return preferences_answer(preferences);
}

Result<Response> put_preferences(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"changes", "source", "method", "evidence"}));
  PROBITY_ASSIGN(const auto changes, read_changes(body));
  rights::Statement how{.purpose = {}, .channel = {}, .method = text_member_or(body, "method", "staff"), .source = {}, .evidence = text_member_or(body, "evidence", "")};
  PROBITY_ASSIGN(how.source, text_member(body, "source"));
  PROBITY_TRY(call.application.consents.set_preferences(context, id, changes, how));
  PROBITY_ASSIGN(const auto preferences, call.application.consents.preferences(context, id));
  return preferences_answer(preferences);
}

}  // namespace probity::http::handlers
