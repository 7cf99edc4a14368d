// What is held about a member as a member: seen, corrected, taken along, and erased.
#include "accounts/operator.hpp"
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

Result<Response> account_answer(const Call& call) {
  return write_answer(200, [&](JsonWriter& writer) { return call.application.life_cycle->own_account.write(call.session->member.id, writer); });
}

Result<> check_password(const Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"password"}));
  PROBITY_ASSIGN(const std::string password, text_member(body, "password"));
  return call.application.life_cycle->check_password(call.session->member.id, password, call.request.peer_address);
}

}  // namespace

Result<Response> get_account(Call& call) { return account_answer(call); }

Result<Response> change_account(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"name"}));
  PROBITY_ASSIGN(const std::string name, text_member(body, "name"));
  PROBITY_TRY(call.application.life_cycle->own_account.rename(call.session->member.id, name));
  return account_answer(call);
}

/// The password of the copy and its link are told this once.
Result<Response> copy_account(Call& call) {
  PROBITY_TRY(check_password(call));
  privacy::Access access = accounts::program_access(records::kSystemWorkspace, "web");
  access.actor = call.session->member.id;
  access.purpose = privacy::kLegalObligation;
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, "member"));
  PROBITY_ASSIGN(const auto started, call.application.copies.start(context, {.person = call.session->member.id, .kind = copies::Kind::access, .request = {}}));
  return write_answer(202, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    const std::pair<std::string_view, std::string> members[] = {{"id", started.id.text()}, {"url", started.url}, {"password", started.password}, {"expires_at", format_timestamp(started.expires_at)}};
    for (const auto& [name, value] : members) {
      key(writer, name);
      put(writer, value);
    }
    writer.EndObject();
    return {};
  });
}

Result<Response> close_account(Call& call) {
  PROBITY_TRY(check_password(call));
  const Id& member = call.session->member.id;
  PROBITY_TRY(call.application.life_cycle->own_account.check_may_close(member));
  PROBITY_ASSIGN(const Id erasure, call.application.erasures->begin({.workspace = std::string(records::kSystemWorkspace), .entity = "member", .person = member, .ground = "account_closed", .actor = member}));
  PROBITY_TRY(call.application.accounts.end_sessions(*call.session, false));
  return write_answer(202, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "erasure");
    put(writer, erasure.text());
    writer.EndObject();
    return {};
  });
}

}  // namespace probity::http::handlers
