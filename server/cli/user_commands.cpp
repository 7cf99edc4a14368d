#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

/// Standard input up to the line end: the password, without what Enter adds.
std::string first_line(std::string_view input) {
  const std::size_t end = input.find_first_of("\r\n");
  return std::string(input.substr(0, end));
}

/// Whether the password given is the one they have is not looked at: this is no way to try passwords.
std::string told_of_existing(const accounts::AddedMember& member, std::string_view workspace, std::string_view role) {
  const std::string seat = member.former_role.empty() ? fmt::format("now has a seat in {} as {}", workspace, role)
                           : member.former_role == role ? fmt::format("is {} in {} already", role, workspace)
                                                        : fmt::format("was {} in {} and is now {}", member.former_role, workspace, role);
  return fmt::format("{} is a member already and {}. The name and the password were not changed; the password given was not looked at.", member.email, seat);
}

Result<> add(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  const std::string password = first_line(invocation.input);
  if (password.empty()) return invalid("no_password", "Give the password on standard input, for example: printf '%s' \"$PASSWORD\" | probity user add ...");
  const std::string name = arguments.has("name") ? arguments["name"] : arguments["email"].substr(0, arguments["email"].find('@'));
  PROBITY_TRY(invocation.installation.life_cycle().invitations.withdraw_all(arguments["email"]));
  PROBITY_ASSIGN(auto member, invocation.installation.accounts().add_member(arguments["workspace"], {.email = arguments["email"], .name = name, .password = password}, arguments["role"]));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "id");
      put(writer, member.id.text());
      key(writer, "email");
      put(writer, member.email);
      key(writer, "role");
      put(writer, arguments["role"]);
      key(writer, "existed");
      writer.Bool(member.existed);
      writer.EndObject();
    }));
  } else if (member.existed) {
    invocation.print(told_of_existing(member, arguments["workspace"], arguments["role"]));
  } else {
    invocation.print(fmt::format("{} may now sign in to {} as {}.", member.email, arguments["workspace"], arguments["role"]));
  }
  return {};
}

Result<> create_token(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  PROBITY_ASSIGN(std::string token, invocation.installation.accounts().create_token(arguments["workspace"], arguments["email"], arguments["name"]));
  if (!invocation.json()) {
    invocation.say("This token is shown once and stored only as a hash. Send it as: Authorization: Bearer TOKEN");
    invocation.print(token);
    return {};
  }
  invocation.print(json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "token");
    put(writer, token);
    writer.EndObject();
  }));
  return {};
}

}  // namespace

Command user_add() {
  return {.words = {"user", "add"},
          .help = "Add a member to a workspace; the password is read from standard input",
          .options = {workspace_option(),
                      {.name = "--email", .help = "Address to sign in with", .required = true},
                      {.name = "--name", .help = "Name or alias shown to others"},
                      {.name = "--role", .help = "owner, administrator, member or read-only", .fallback = "member"}},
          .wants_input = true,
          .run = add};
}

Command token_create() {
  return {.words = {"token", "create"},
          .help = "Create an API token for a member",
          .options = {workspace_option(),
                      {.name = "--email", .help = "The member it acts for", .required = true},
                      {.name = "--name", .help = "What it is for", .fallback = "command line"}},
          .run = create_token};
}

}  // namespace probity::cli
