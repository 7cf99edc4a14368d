// Workspaces that end, and members who come and go, by whoever runs the machine.
#include "accounts/life_cycle/life_cycle.hpp"
#include "base/time.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

Result<> close(Invocation& invocation) {
  PROBITY_ASSIGN(const auto closed, invocation.installation.life_cycle().closing.close(invocation.arguments["workspace"]));
  const std::string until = format_timestamp(closed.destroy_at);
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      for (const auto& [name, value] : {std::pair<std::string_view, std::string>{"slug", closed.slug}, {"closed_at", format_timestamp(closed.closed_at)}, {"destroy_at", until}}) {
        key(writer, name);
        put(writer, value);
      }
      writer.EndObject();
    }));
    return {};
  }
  invocation.print(fmt::format("{0} is closed. Until {1} it can be opened again (workspace restore --workspace {0}); then it is destroyed.", closed.slug, until));
  return {};
}

Result<> restore(Invocation& invocation) {
  PROBITY_TRY(invocation.installation.life_cycle().closing.restore(invocation.arguments["workspace"]));
  invocation.print(invocation.json() ? "{}" : fmt::format("{} is open again.", invocation.arguments["workspace"]));
  return {};
}

Result<> purge(Invocation& invocation) {
  auto& closing = invocation.installation.life_cycle().closing;
  PROBITY_ASSIGN(const Id destruction, closing.destroy(invocation.arguments["workspace"], life_cycle::Ground::by_operator));
  PROBITY_ASSIGN(const std::string certificate, closing.certificate(destruction));
  if (!invocation.json()) invocation.say("The workspace is destroyed. This is the certificate:");
  invocation.print(certificate);
  return {};
}

Result<> invite(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  PROBITY_ASSIGN(const auto place, invocation.installation.accounts().find_workspace(arguments["workspace"]));
  PROBITY_ASSIGN(const auto invitation, invocation.installation.life_cycle().invitations.invite({.workspace = place.slug, .email = arguments["email"], .name = arguments["name"], .role = arguments["role"],
                                                                                                .inviter = place.name, .by_owner = true}));
  if (invocation.json()) {
    invocation.print(fmt::format(R"({{"id":"{}","expires_at":"{}"}})", invitation.id.text(), format_timestamp(invitation.expires_at)));
    return {};
  }
  invocation.print(fmt::format("{} is invited until {}. The link is in the letter: see messages list --workspace system.", arguments["email"], format_timestamp(invitation.expires_at)));
  return {};
}

Result<Id> member_of(Invocation& invocation, std::string_view option) {
  PROBITY_ASSIGN(const auto members, invocation.installation.accounts().members(invocation.arguments["workspace"]));
  const auto found = std::ranges::find(members, invocation.arguments[option], &accounts::Member::email);
  if (found == members.end()) return fail(ErrorKind::not_found, "no_such_member", fmt::format("Nobody with the address of --{} is a member of the workspace. Nothing was changed.", option));
  return found->id;
}

Result<> remove(Invocation& invocation) {
  PROBITY_ASSIGN(const Id member, member_of(invocation, "email"));
  PROBITY_ASSIGN(const Id heir, member_of(invocation, "hand-on-to"));
  const std::string& workspace = invocation.arguments["workspace"];
  PROBITY_ASSIGN(const Id job, invocation.installation.life_cycle().departures.dismiss({.workspace = workspace, .member = member, .heir = heir, .by = {}, .by_owner = true}));
  PROBITY_ASSIGN(const jobs::Job ended, invocation.installation.jobs().finish(workspace, job));
  if (ended.state != jobs::State::done) return fail(ErrorKind::unavailable, "goes_on", fmt::format("The seat is gone; the records are handed on later: {}", ended.message));
  invocation.print(invocation.json() ? ended.result : fmt::format("{} has no seat in {} any more; their records belong to {}.", invocation.arguments["email"], workspace, invocation.arguments["hand-on-to"]));
  return {};
}

}  // namespace

Command workspace_close() { return {.words = {"workspace", "close"}, .help = "Close a workspace: nobody comes in, and it is destroyed when the policy's time is over", .options = {workspace_option()}, .run = close}; }
Command workspace_restore() { return {.words = {"workspace", "restore"}, .help = "Open a closed workspace again", .options = {workspace_option()}, .run = restore}; }
Command workspace_purge() { return {.words = {"workspace", "purge"}, .help = "Destroy a closed workspace at once, for good, and print the certificate", .options = {workspace_option()}, .run = purge}; }

Command user_invite() {
  return {.words = {"user", "invite"},
          .help = "Invite somebody to a workspace by email; they choose their password",
          .options = {workspace_option(),
                      {.name = "--email", .help = "Whom to invite", .required = true},
                      {.name = "--name", .help = "Name or alias"},
                      {.name = "--role", .help = "owner, administrator, member or read-only", .fallback = "member"}},
          .run = invite};
}

Command user_remove() {
  return {.words = {"user", "remove"},
          .help = "Take a member's seat in a workspace and hand their records on",
          .options = {workspace_option(), {.name = "--email", .help = "Who leaves", .required = true}, {.name = "--hand-on-to", .help = "Address of the member who gets their records", .required = true}},
          .run = remove};
}

}  // namespace probity::cli
