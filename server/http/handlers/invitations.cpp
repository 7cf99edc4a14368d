#include "accounts/roles.hpp"
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

void write_invitation(const life_cycle::Invitation& invitation, JsonWriter& writer) {
  writer.StartObject();
  const std::pair<std::string_view, std::string> members[] = {{"id", invitation.id.text()}, {"name", invitation.name}, {"email", invitation.email}, {"role", invitation.role},
                                                             {"sent_at", format_timestamp(invitation.sent_at)}, {"expires_at", format_timestamp(invitation.expires_at)}};
  for (const auto& [name, value] : members) {
    key(writer, name);
    put(writer, value);
  }
  key(writer, "lapsed");
  writer.Bool(invitation.lapsed());
  writer.EndObject();
}

Result<Response> invitation_answer(int status, const life_cycle::Invitation& invitation) {
  return write_answer(status, [&](JsonWriter& writer) -> Result<> {
    write_invitation(invitation, writer);
    return {};
  });
}

std::string inviter(const Call& call) { return call.application.accounts.name_of(call.access->actor); }

}  // namespace

Result<Response> list_invitations(Call& call) {
  PROBITY_ASSIGN(const auto all, call.application.life_cycle->invitations.of(call.access->workspace));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const life_cycle::Invitation& one : all) write_invitation(one, writer);
    writer.EndArray();
    key(writer, "next");
    writer.Null();
    writer.EndObject();
    return {};
  });
}

Result<Response> create_invitation(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"email", "name", "role"}));
  life_cycle::NewInvitation wish{.workspace = call.access->workspace, .email = {}, .name = text_member_or(body, "name", ""), .role = text_member_or(body, "role", accounts::kMember), .inviter = inviter(call),
                                 .by_owner = call.access->grants->role == accounts::kOwner};
  PROBITY_ASSIGN(wish.email, text_member(body, "email"));
  PROBITY_ASSIGN(const auto invitation, call.application.life_cycle->invitations.invite(wish));
  return invitation_answer(201, invitation);
}

Result<Response> send_invitation_again(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto invitation, call.application.life_cycle->invitations.send_again(call.access->workspace, id, inviter(call)));
  return invitation_answer(200, invitation);
}

Result<Response> withdraw_invitation(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(call.application.life_cycle->invitations.withdraw(call.access->workspace, id));
  return no_content();
}

}  // namespace probity::http::handlers
