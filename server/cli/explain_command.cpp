// How long one record is kept, and why, on the command line.
#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

Result<> explain(Invocation& invocation) {
  const std::string& named = invocation.arguments["record"];
  const std::size_t slash = named.find('/');
  const auto id = slash == std::string::npos ? std::nullopt : Id::parse(named.substr(slash + 1));
  if (!id) return invalid("bad_record", fmt::format("A record is named as ENTITY/ID, such as contacts/0197a1b2-...; \"{}\" is not.", named), "record");
  privacy::Access access = invocation.installation.command_access(invocation.arguments["workspace"]);
  access.purpose = privacy::kLegalObligation;
  PROBITY_ASSIGN(const auto context, invocation.installation.records().enter(access, named.substr(0, slash)));
  PROBITY_ASSIGN(const retention::Explanation explanation, invocation.installation.retention().explain(context, *id));
  invocation.print(invocation.json() ? json_document([&](JsonWriter& writer) { retention::write(explanation, writer); }) : retention::in_words(explanation));
  return {};
}

}  // namespace

Command policy_explain() {
  return {.words = {"policy", "explain"},
          .help = "Say how long a record is kept, and which rule of the policy decides",
          .options = {workspace_option(), {.name = "record", .help = "ENTITY/ID, such as contacts/0197a1b2-...", .required = true}},
          .run = explain};
}

}  // namespace probity::cli
