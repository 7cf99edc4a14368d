// The suppression list, for administrators: an address goes in, and none comes out.
#include "http/handlers/handlers.hpp"
#include "records/record_json.hpp"

namespace probity::http::handlers {
namespace {

struct Named {
  records::Context context;
  rights::AddressHash address;
};

Result<Named> named(Call& call, const JsonValue& body) {
  PROBITY_ASSIGN(const auto context, call.application.records.enter(*call.access));
  PROBITY_ASSIGN(const std::string typed, text_member(body, "address"));
  PROBITY_ASSIGN(auto address, call.application.consents.suppressions().hash(context, typed));
  return Named{context, std::move(address)};
}

void write_text(std::string_view name, std::string_view text, JsonWriter& writer) {
  key(writer, name);
  text.empty() ? void(writer.Null()) : put(writer, text);
}

void write_entry(const rights::Suppression& entry, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  records::write_id(writer, entry.id);
  write_text("purpose", entry.purpose, writer);
  write_text("channel", entry.channel, writer);
  key(writer, "topic");
  entry.topic.is_nil() ? void(writer.Null()) : records::write_id(writer, entry.topic);
  write_text("reason", entry.reason, writer);
  key(writer, "since");
  records::write_time(writer, entry.since);
  writer.EndObject();
}

}  // namespace

Result<Response> count_suppressions(Call& call) {
  PROBITY_ASSIGN(const auto context, call.application.records.enter(*call.access));
  PROBITY_ASSIGN(const std::int64_t count, call.application.consents.suppressions().count(context));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "count");
    writer.Int64(count);
    writer.EndObject();
    return {};
  });
}

Result<Response> check_suppression(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"address"}));
  PROBITY_ASSIGN(const Named asked, named(call, body));
  PROBITY_ASSIGN(const auto entries, call.application.consents.suppressions().find(asked.context, asked.address));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "suppressed");
    writer.Bool(!entries.empty());
    write_text("address", asked.address.masked, writer);
    key(writer, "entries");
    writer.StartArray();
    for (const rights::Suppression& entry : entries) write_entry(entry, writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> add_suppression(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"address", "reason", "purpose", "channel"}));
  PROBITY_ASSIGN(const Named asked, named(call, body));
  rights::Suppression wish{.id = {}, .purpose = text_member_or(body, "purpose", ""), .channel = text_member_or(body, "channel", ""), .topic = {}, .reason = text_member_or(body, "reason", "")};
  if (!wish.purpose.empty() && !asked.context.policy->policy->purpose(wish.purpose)) return bad_member("purpose", "a purpose of the policy in force");
  if (!wish.channel.empty() && rights::address_kind(wish.channel) != asked.address.kind) return bad_member("channel", "a channel that such an address is used for");
  PROBITY_ASSIGN(const Id id, call.application.consents.suppressions().add(asked.context, asked.address, wish));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "id");
    records::write_id(writer, id);
    write_text("address", asked.address.masked, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> lift_suppression(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"address", "reason"}));
  PROBITY_ASSIGN(const Named asked, named(call, body));
  PROBITY_ASSIGN(const int removed, call.application.consents.suppressions().lift(asked.context, asked.address, text_member_or(body, "reason", "")));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "removed");
    writer.Int(removed);
    writer.EndObject();
    return {};
  });
}

}  // namespace probity::http::handlers
