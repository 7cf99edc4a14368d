// Signed checkpoints of the audit logs: made when they are due, kept in the data folder and outside, and mailed.
#include "base/log.hpp"
#include "installation/installation.hpp"

namespace probity::installation {

Result<> Installation::wire_checkpoints() {
  const audit::Options options{.folder = folder_->path() / "checkpoints", .outside = options_.checkpoints.folder};
  PROBITY_ASSIGN(checkpoints_, audit::Checkpoints::open(folder_->path(), options, SigningKey(secret_for("audit checkpoints"))));
  checkpoint_letters_.emplace(*accounts_, *outbox_, options_.checkpoints.mail);
  return {};
}

Result<audit::Checkpoints::Made> Installation::make_checkpoint(std::string_view workspace) {
  PROBITY_ASSIGN(const auto found, workspaces_->find(workspace));
  PROBITY_ASSIGN(const auto database, found->database());
  PROBITY_ASSIGN(auto made, checkpoints_->sign(workspace, *database));
  if (made.is_new) PROBITY_TRY(checkpoint_letters_->send(workspace, made.kept));
  return made;
}

Result<> Installation::make_due_checkpoints() {
  std::vector<std::string> levels{std::string(records::kSystemWorkspace)};
  PROBITY_ASSIGN(const auto workspaces, accounts_->list_workspaces());
  for (const auto& workspace : workspaces) levels.push_back(workspace.slug);
  for (const std::string& level : levels) {
    PROBITY_ASSIGN(const auto found, workspaces_->find(level));
    PROBITY_ASSIGN(const auto database, found->database());
    const auto made = checkpoints_->sign_if_due(level, *database);
    if (made && *made && (*made)->is_new) PROBITY_TRY(checkpoint_letters_->send(level, (*made)->kept));
    if (made) continue;
    // One log that is not whole keeps no other from its checkpoint.
    log::error("audit: no checkpoint of {}: {}", level, made.error().message);
    PROBITY_TRY(checkpoint_letters_->warn(level, made.error().message));
  }
  return {};
}

}  // namespace probity::installation
