#include "base/crypto.hpp"
#include "cli/commands.hpp"
#include "cli/demo.hpp"
#include "cli/options.hpp"
#include "domains/sales/api.hpp"

namespace probity::cli {
namespace {

constexpr const char* kEmail = "demo@probity.example";
constexpr const char* kReference = "demo";

/// Where filling stands, kept in the workspace itself.
constexpr std::string_view kFilling = "demo.filling";
constexpr std::string_view kBegun = "begun";
constexpr std::string_view kFilled = "filled";

Result<std::string> filling_of(installation::Installation& installation, const std::string& slug) {
  PROBITY_ASSIGN(const bool exists, installation.backend().exists(slug));
  if (!exists) return std::string(kBegun);
  PROBITY_ASSIGN(auto workspace, installation.workspaces().find(slug));
  PROBITY_ASSIGN(auto database, workspace->database());
  PROBITY_ASSIGN(auto state, records::read_setting(*database, kFilling));
  if (state) return *state;
  // Made before this was kept, where there is anything in it.
  std::int64_t companies = 0;
  PROBITY_TRY(database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(companies, reader.count("company", {}, 1));
    return {};
  }));
  return std::string(companies > 0 ? kFilled : kBegun);
}

Result<> set_filling(installation::Installation& installation, const std::string& slug, std::string_view state) {
  PROBITY_ASSIGN(auto workspace, installation.workspaces().find(slug));
  PROBITY_ASSIGN(auto database, workspace->database());
  return records::write_setting(*database, kFilling, state);
}

/// An empty workspace to fill. What an earlier try left half filled is thrown away: it holds nothing but a part
/// of the sample, and its sign-in was told to nobody.
Result<> begin_filling(installation::Installation& installation, const std::string& slug, const meta::InputContext& input) {
  PROBITY_ASSIGN(const bool exists, installation.backend().exists(slug));
  if (exists) PROBITY_TRY(installation.backend().destroy(slug));
  installation.workspaces().forget(slug);
  PROBITY_TRY(installation.workspaces().create(slug, input));
  return set_filling(installation, slug, kBegun);
}

/// Fills it where that is not done yet.
Result<> fill_once(installation::Installation& installation, const std::string& slug, const meta::InputContext& input, const accounts::NewMember& owner) {
  PROBITY_ASSIGN(const std::string state, filling_of(installation, slug));
  if (state == kFilled) return {};
  PROBITY_TRY(begin_filling(installation, slug, input));
  PROBITY_ASSIGN(const auto member, installation.accounts().add_member(slug, owner, "owner"));
  PROBITY_TRY(sales::fill_sample(installation.records(), accounts::program_access(slug, "sample"), member.id));
  return set_filling(installation, slug, kFilled);
}

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
  const meta::InputContext input{"US", "USD", "America/New_York"};
  PROBITY_ASSIGN(auto workspace, installation.accounts().create_workspace({.name = "Demo", .input = input, .reference = kReference}));
  PROBITY_TRY(fill_once(installation, workspace.slug, input, {.email = kEmail, .name = "Demo", .password = wanted.password}));
  return DemoSignIn{workspace.slug, wanted.email, wanted.password};
}

Command demo() { return {.words = {"demo"}, .help = "Make a workspace of sample data and print its sign-in", .options = {}, .may_make_data = true, .run = run_demo}; }

}  // namespace probity::cli
