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

/// For the day on which nobody gets in any more: whoever holds the machine is asked for no proof.
Result<> set_password(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  const std::string password = first_line(invocation.input);
  if (password.empty()) return invalid("no_password", "Give the password on standard input, for example: printf '%s' \"$PASSWORD\" | probity user password ...");
  const bool drop = arguments.has("remove-second-factor");
  PROBITY_TRY(invocation.installation.accounts().set_password(arguments["email"], password, drop));
  if (!invocation.json()) invocation.print(fmt::format("{} now signs in with this password{}. Everybody signed in under this address was signed out.", arguments["email"], drop ? " alone, without a second factor" : ""));
  return {};
}

/// For the day on which a list of networks shuts out its own administrators.
Result<> clear_networks(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  PROBITY_TRY(invocation.installation.accounts().set_address_rules(arguments["workspace"], {}, {}));
  if (!invocation.json()) invocation.print(fmt::format("{} lets members and tokens in from everywhere again.", arguments["workspace"]));
  return {};
}

Result<accounts::TokenScope> scope_of(const Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  accounts::TokenScope scope{.may_write = arguments["may"] == "write"};
  const privacy::Access access = invocation.installation.command_access(arguments["workspace"]);
  for (const std::string_view name : split(arguments["entities"], ',')) {
    if (trim(name).empty()) continue;
    PROBITY_ASSIGN(const auto context, invocation.installation.records().enter(access, trim(name)));
    scope.entities.push_back(context.entity->name);
  }
  if (arguments.has("expires-at")) {
    PROBITY_ASSIGN(scope.expires_at, parse_timestamp(arguments["expires-at"]));
  }
  return scope;
}

Result<> create_token(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  PROBITY_ASSIGN(const accounts::TokenScope scope, scope_of(invocation));
  PROBITY_ASSIGN(std::string token, invocation.installation.accounts().create_token(arguments["workspace"], arguments["email"], arguments["name"], scope));
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

Command user_password() {
  return {.words = {"user", "password"},
          .help = "Give somebody another password, read from standard input, and sign them out everywhere",
          .options = {{.name = "--email", .help = "Address they sign in with", .required = true},
                      {.name = "--remove-second-factor", .help = "Also forget their authenticator app and recovery codes", .flag = true}},
          .wants_input = true,
          .run = set_password};
}

Command workspace_open_networks() {
  return {.words = {"workspace", "open-networks"},
          .help = "Empty the lists of networks from which a workspace lets people and tokens in",
          .options = {workspace_option()},
          .run = clear_networks};
}

Command token_create() {
  return {.words = {"token", "create"},
          .help = "Create an API token for a member",
          .options = {workspace_option(),
                      {.name = "--email", .help = "The member it acts for", .required = true},
                      {.name = "--name", .help = "What it is for", .fallback = "command line"},
                      {.name = "--may", .help = "write, or read alone", .fallback = "write", .choices = {"write", "read"}},
                      {.name = "--entities", .help = "Kinds of records it is for, such as contacts,companies; all where none is named"},
                      {.name = "--expires-at", .help = "When it ends (RFC 3339); never where not named"}},
          .run = create_token};
}

}  // namespace probity::cli
