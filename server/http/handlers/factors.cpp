#include "http/handlers/handlers.hpp"
#include "http/handlers/session_answer.hpp"

namespace probity::http::handlers {
namespace {

Response codes_answer(int status, const std::vector<std::string>& codes) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "recovery_codes");
  writer.StartArray();
  for (const std::string& code : codes) put(writer, code);
  writer.EndArray();
  writer.EndObject();
  return json_answer(status, buffer);
}

void write_passkey(const accounts::PasskeyInfo& passkey, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, passkey.id.text());
  key(writer, "name");
  put(writer, passkey.name);
  key(writer, "created_at");
  put(writer, format_timestamp(passkey.created_at));
  key(writer, "last_used_at");
  passkey.last_used_at == 0 ? (void)writer.Null() : put(writer, format_timestamp(passkey.last_used_at));
  writer.EndObject();
}

}  // namespace

Result<Response> get_second_factor(Call& call) {
  PROBITY_ASSIGN(const accounts::SecondFactor factor, call.application.accounts.second_factor(*call.session));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "codes");
    writer.Bool(factor.codes);
    key(writer, "recovery_codes_left");
    writer.Int(factor.recovery_codes);
    key(writer, "passkeys");
    writer.Int(factor.passkeys);
    writer.EndObject();
    return {};
  });
}

Result<Response> begin_codes(Call& call) {
  PROBITY_ASSIGN(const accounts::NewSeed seed, call.application.accounts.begin_codes(*call.session));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "secret");
    put(writer, seed.seed);
    key(writer, "url");
    put(writer, seed.url);
    writer.EndObject();
    return {};
  });
}

Result<Response> confirm_codes(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"code"}));
  PROBITY_ASSIGN(const std::string code, text_member(body, "code"));
  PROBITY_ASSIGN(const auto codes, call.application.accounts.confirm_codes(*call.session, code));
  return codes_answer(201, codes);
}

Result<Response> remove_codes(Call& call) {
  PROBITY_TRY(call.application.accounts.remove_codes(*call.session));
  return no_content();
}

Result<Response> renew_recovery_codes(Call& call) {
  PROBITY_ASSIGN(const auto codes, call.application.accounts.renew_recovery_codes(*call.session));
  return codes_answer(201, codes);
}

Result<Response> list_passkeys(Call& call) {
  PROBITY_ASSIGN(const auto passkeys, call.application.accounts.passkeys(*call.session));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const auto& passkey : passkeys) write_passkey(passkey, writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> new_passkey_question(Call& call) {
  PROBITY_ASSIGN(const std::string question, call.application.accounts.new_passkey_question(*call.session));
  return json_text(200, question);
}

Result<Response> add_passkey(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"name", "credential"}));
  PROBITY_ASSIGN(const std::string credential, credential_in(body));
  PROBITY_ASSIGN(const auto passkey, call.application.accounts.add_passkey(*call.session, text_member_or(body, "name", ""), credential));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    write_passkey(passkey, writer);
    return {};
  });
}

Result<Response> remove_passkey(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(call.application.accounts.remove_passkey(*call.session, id));
  return no_content();
}

}  // namespace probity::http::handlers
