#include "mail/outbox.hpp"

#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

struct OneMessage {
  records::Context context;
  Id id;
};

Result<OneMessage> find_message(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(auto context, call.enter("message"));
  return OneMessage{std::move(context), id};
}

/// The record, and what the message says.
Result<Response> message_answer(Call& call, int status, const OneMessage& message) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(call.application.records.get(message.context, message.id, {}, writer));
  PROBITY_ASSIGN(const mail::Rendered page, call.application.outbox.read(message.context, message.id));
  PROBITY_ASSIGN(JsonDocument answer, parse_json(text(buffer)));
  answer.AddMember("text", text_value(page.text, answer.GetAllocator()), answer.GetAllocator());
  answer.AddMember("html", text_value(page.html, answer.GetAllocator()), answer.GetAllocator());
  buffer.Clear();
  writer.Reset(buffer);
  answer.Accept(writer);
  return json_answer(status, buffer);
}

/// Who asks, as colleagues know them; only their own address is written to.
Result<records::Colleague> asker(Call& call) {
  PROBITY_ASSIGN(const auto colleagues, call.application.accounts.colleagues(call.access->workspace));
  const auto found = std::ranges::find(colleagues, call.access->actor, &records::Colleague::id);
  if (found == colleagues.end()) return invalid("no_address", "There is no address of yours to send the test message to.");
  return *found;
}

}  // namespace

Result<Response> get_message(Call& call) {
  PROBITY_ASSIGN(const OneMessage message, find_message(call));
  return message_answer(call, 200, message);
}

Result<Response> retry_message(Call& call) {
  PROBITY_ASSIGN(const OneMessage message, find_message(call));
  PROBITY_TRY(call.application.outbox.retry(message.context, message.id));
  return message_answer(call, 202, message);
}

Result<Response> discard_message(Call& call) {
  PROBITY_ASSIGN(const OneMessage message, find_message(call));
  PROBITY_TRY(call.application.outbox.discard(message.context, message.id));
  return message_answer(call, 200, message);
}

Result<Response> send_test_message(Call& call) {
  PROBITY_ASSIGN(const records::Colleague to, asker(call));
  PROBITY_ASSIGN(auto context, call.enter("message"));
  PROBITY_ASSIGN(const Id id, call.application.outbox.put({.workspace = call.access->workspace, .to = to.email, .to_name = to.name, .template_name = "test-message", .values = {{"asked_by", to.name}}, .actor = to.id}));
  Response response;
  PROBITY_ASSIGN(response, message_answer(call, 202, {std::move(context), id}));
  response.set("Location", fmt::format("/api/v1/messages/{}", id.text()));
  return response;
}

}  // namespace probity::http::handlers
