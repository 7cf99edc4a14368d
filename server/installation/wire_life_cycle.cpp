// How people and workspaces come and go, and what of a workspace lies outside its database.
#include "accounts/life_cycle/life_cycle.hpp"
#include "installation/installation.hpp"

namespace probity::installation {
namespace {

/// Erasures of a workspace, by ids alone: of no use once nothing of it can be restored.
life_cycle::Belongings ledger_of_erasures(const std::filesystem::path& folder) {
  const auto file = [folder](const std::string& workspace) { return folder / (workspace + ".jsonl"); };
  return {.name = "ledger of erasures",
          .count = [file](const std::string& workspace) {
            std::error_code error;
            return std::filesystem::exists(file(workspace), error) ? std::int64_t{1} : std::int64_t{0};
          },
          .destroy = [file](const std::string& workspace) -> Result<> {
            std::error_code error;
            std::filesystem::remove(file(workspace), error);
            if (error) return fail(ErrorKind::unavailable, "cannot_remove", "The ledger of erasures cannot be removed. It is tried again.");
            return {};
          }};
}

}  // namespace

void Installation::wire_life_cycle() {
  std::vector<life_cycle::Belongings> belongings;
  for (const char* name : {"files", "exports", "imports", "copies", "checkpoints"}) belongings.push_back(life_cycle::folder_of_workspaces(name, folder_->path() / name));
  if (!options_.checkpoints.folder.empty()) belongings.push_back(life_cycle::folder_of_workspaces("checkpoints outside", options_.checkpoints.folder));
  belongings.push_back(ledger_of_erasures(folder_->path() / "erasures"));
  life_cycle_ = std::make_unique<life_cycle::LifeCycle>(life_cycle::LifeCycle::Parts{
      .records = *records_, .accounts = *accounts_, .jobs = *jobs_, .backend = *backend_,
      .send = [this](const mail::Letter& letter) { return outbox_->put(letter); },
      .public_url = link_url(),
      .erase = [this](const Id& member, std::string_view ground) -> Result<> {
        const std::string level(records::kSystemWorkspace);
        const auto begun = erasures_->begin({.workspace = level, .entity = "member", .person = member, .ground = std::string(ground)});
        if (!begun && begun.error().kind == ErrorKind::not_found) return {};
        if (!begun) return std::unexpected(begun.error());
        return erasures_->wait(level, *begun);
      },
      .destroy_key = [this](std::string_view workspace) { return keys_->destroy_workspace_key(workspace); },
      .belongings = std::move(belongings),
      .secret = secret_for("life cycle")});
}

Result<privacy::Access> Installation::access_for_job(std::string_view workspace, const Id& actor, std::string_view purpose) {
  auto access = accounts_->access_of_member(workspace, actor, purpose);
  if (access || access.error().kind != ErrorKind::forbidden) return access;
  // Of a closed workspace its owners take everything along.
  auto owner = life_cycle_->closing.enter(workspace, actor, true);
  if (!owner) return access;
  owner->purpose = purpose;
  owner->origin = "job";
  return owner;
}

}  // namespace probity::installation
