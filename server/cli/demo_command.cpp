#include "base/crypto.hpp"
#include "cli/commands.hpp"
#include "cli/demo.hpp"
#include "cli/options.hpp"
#include "domains/sales/api.hpp"

namespace probity::cli {
namespace {

constexpr const char* kEmail = "demo@probity.example";
constexpr const char* kReference = "demo";

Result<> run_demo(Invocation& invocation) {
  PROBITY_ASSIGN(DemoSignIn sign_in, ensure_demo(invocation.installation));
  if (!invocation.json()) {
    invocation.print(fmt::format("The demo workspace is filled.\n  Email:    {}\n  Password: {}", sign_in.email, sign_in.password));
    return {};
  }
  invocation.print(json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "slug");
    put(writer, sign_in.workspace);
    key(writer, "email");
    put(writer, sign_in.email);
    key(writer, "password");
    put(writer, sign_in.password);
    writer.EndObject();
  }));
  return {};
}

}  // namespace

Result<DemoSignIn> ensure_demo(installation::Installation& installation) {
  // The same at every start, yet nobody else's: derived from the installation's own key.
  const DemoSignIn wanted{"", kEmail, hex(installation.secret_for("demo password").substr(0, 8))};
  PROBITY_ASSIGN(auto workspace, installation.accounts().create_workspace({.name = "Demo", .input = {"US", "USD", "America/New_York"}, .reference = kReference}));
  PROBITY_ASSIGN(auto members, installation.accounts().members(workspace.slug));
  if (members.empty()) {
    PROBITY_ASSIGN(const auto member, installation.accounts().add_member(workspace.slug, {.email = kEmail, .name = "Demo", .password = wanted.password}, "owner"));
    PROBITY_TRY(sales::fill_sample(installation.records(), accounts::program_access(workspace.slug, "sample"), member.id));
  }
  return DemoSignIn{workspace.slug, wanted.email, wanted.password};
}

Command demo() { return {.words = {"demo"}, .help = "Make a workspace of sample data and print its sign-in", .options = {}, .run = run_demo}; }

}  // namespace probity::cli
