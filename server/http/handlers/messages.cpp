// Mail that the product sends itself: a workspace's own, and under /operator what goes to members.
#include "http/handlers/handlers.hpp"
#include "http/handlers/list_options.hpp"
#include "http/level.hpp"
#include "mail/outbox.hpp"

namespace probity::http::handlers {
namespace {

/// The messages of one level, as whoever asks may see them.
struct Level {
  std::shared_ptr<const privacy::Access> access;  ///< of the context, which refers to it
  records::Context messages;
};

Result<Level> enter_level(const Call& call) {
  PROBITY_ASSIGN(privacy::Access at, at_level(call));
  auto access = std::make_shared<const privacy::Access>(std::move(at));
  PROBITY_ASSIGN(auto messages, call.application.records.enter(*access, "message"));
  return Level{std::move(access), std::move(messages)};
}

/// The record, and what the message says.
Result<Response> message_answer(const Call& call, int status, const Level& level, const Id& message) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(call.application.records.get(level.messages, message, {}, writer));
  PROBITY_ASSIGN(const mail::Rendered page, call.application.outbox.read(level.messages, message));
  PROBITY_ASSIGN(JsonDocument answer, parse_json(text(buffer)));
  answer.AddMember("text", text_value(page.text, answer.GetAllocator()), answer.GetAllocator());
  answer.AddMember("html", text_value(page.html, answer.GetAllocator()), answer.GetAllocator());
  buffer.Clear();
  writer.Reset(buffer);
  answer.Accept(writer);
  return json_answer(status, buffer);
}

/// Who asks, as colleagues know them; only their own address is written to.
Result<records::Colleague> asker(const Call& call) {
  PROBITY_ASSIGN(const auto colleagues, call.application.accounts.colleagues(call.access->workspace));
  const auto found = std::ranges::find(colleagues, call.access->actor, &records::Colleague::id);
  if (found == colleagues.end()) return invalid("no_address", "There is no address of yours to send the test message to.");
  return *found;
}

}  // namespace

Result<Response> list_messages(Call& call) {
  PROBITY_ASSIGN(const Level level, enter_level(call));
  PROBITY_ASSIGN(const auto options, list_options(call.request));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.records.list(level.messages, options, writer); });
}

Result<Response> get_message(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const Level level, enter_level(call));
  return message_answer(call, 200, level, id);
}

Result<Response> retry_message(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const Level level, enter_level(call));
  PROBITY_TRY(call.application.outbox.retry(level.messages, id));
  return message_answer(call, 202, level, id);
}

Result<Response> discard_message(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const Level level, enter_level(call));
  PROBITY_TRY(call.application.outbox.discard(level.messages, id));
  return message_answer(call, 200, level, id);
}

Result<Response> send_test_message(Call& call) {
  PROBITY_ASSIGN(const records::Colleague to, asker(call));
  PROBITY_ASSIGN(const Level level, enter_level(call));
  if (!call.request.body.empty()) {
    // It goes to whoever asks, and to nobody else.
    PROBITY_ASSIGN(const JsonDocument body, call.object());
    PROBITY_TRY(only_members(body, {}));
  }
  mail::Letter letter{.workspace = level.access->workspace, .to = to.email, .to_name = to.name, .template_name = "test-message", .values = {{"asked_by", to.name}}, .actor = to.id};
  if (level.access->workspace == records::kSystemWorkspace) letter.person = mail::Recipient{"member", to.id};
  PROBITY_ASSIGN(const Id id, call.application.outbox.put(letter));
  Response response;
  PROBITY_ASSIGN(response, message_answer(call, 202, level, id));
  const std::string_view path = call.route->path;
  response.set("Location", fmt::format("{}/{}", path.substr(0, path.rfind('/')), id.text()));
  return response;
}

}  // namespace probity::http::handlers
