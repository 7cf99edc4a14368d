#include "http/cookies.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/session_answer.hpp"
#include "http/middleware.hpp"

namespace probity::http::handlers {
namespace {

void write_text(JsonWriter& writer, std::string_view name, std::string_view text) {
  key(writer, name);
  put(writer, text);
}

void write_session(const accounts::OpenSession& session, bool is_this, JsonWriter& writer) {
  writer.StartObject();
  write_text(writer, "id", session.id.text());
  write_text(writer, "device", session.device);
  write_text(writer, "address", session.address);
  write_text(writer, "method", session.method);
  write_text(writer, "created_at", format_timestamp(session.created_at));
  write_text(writer, "last_seen_at", format_timestamp(session.last_seen_at));
  write_text(writer, "expires_at", format_timestamp(session.expires_at));
  key(writer, "this");
  writer.Bool(is_this);
  writer.EndObject();
}

void write_device(const accounts::KnownDevice& device, bool is_this, JsonWriter& writer) {
  writer.StartObject();
  write_text(writer, "id", device.id.text());
  write_text(writer, "name", device.name);
  write_text(writer, "address", device.address);
  write_text(writer, "created_at", format_timestamp(device.created_at));
  write_text(writer, "last_seen_at", format_timestamp(device.last_seen_at));
  key(writer, "this");
  writer.Bool(is_this);
  writer.EndObject();
}

template <typename Item, typename Write>
Result<Response> list_answer(const std::vector<Item>& items, Write write) {
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const Item& item : items) write(item, writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

/// After something that may have ended the session it was asked by.
Response ended(const Call& call, bool this_too) {
  Response response = no_content();
  if (!this_too) return response;
  forget_cookie(call.request, session_cookie(), response);
  response.set("Clear-Site-Data", std::string(kClearBrowser));
  return response;
}

}  // namespace

Result<Response> list_sessions(Call& call) {
  PROBITY_ASSIGN(const auto sessions, call.application.accounts.open_sessions(*call.session));
  return list_answer(sessions, [&](const accounts::OpenSession& one, JsonWriter& writer) { write_session(one, one.id == call.session->id, writer); });
}

Result<Response> end_session(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(call.application.accounts.end_session(*call.session, id));
  return ended(call, id == call.session->id);
}

Result<Response> end_sessions(Call& call) {
  PROBITY_ASSIGN(const bool keep_this, yes_or_no(call.request, "keep_this"));
  PROBITY_TRY(call.application.accounts.end_sessions(*call.session, keep_this));
  return ended(call, !keep_this);
}

Result<Response> list_devices(Call& call) {
  PROBITY_ASSIGN(const auto devices, call.application.accounts.devices(*call.session));
  return list_answer(devices, [&](const accounts::KnownDevice& one, JsonWriter& writer) { write_device(one, one.id == call.session->device, writer); });
}

Result<Response> forget_device(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(call.application.accounts.forget_device(*call.session, id));
  return ended(call, id == call.session->device);
}

}  // namespace probity::http::handlers
