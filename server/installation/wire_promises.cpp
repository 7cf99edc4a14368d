// What the checks of promises may know of the running program.
#include "accounts/accounts.hpp"
#include "installation/installation.hpp"

namespace probity::installation {

void Installation::wire_promises() {
  facts_.started_at = now();
  facts_.encrypted = [this] { return folder_->settings().encrypted; };
  if (options_.database.empty()) facts_.databases = folder_->path() / "workspaces";
  facts_.workspaces = [this]() -> Result<std::vector<std::string>> {
    PROBITY_ASSIGN(const auto workspaces, accounts_->list_workspaces());
    std::vector<std::string> slugs;
    for (const auto& workspace : workspaces) slugs.push_back(workspace.slug);
    return slugs;
  };
  facts_.cookies = [] {
    const accounts::Limits limits;
    return std::vector<promises::OwnCookie>{{.name = "probity_session", .kind = "essential", .seconds = limits.session_absolute / kSecond}};
  };
  facts_.connections = [] { return privacy::Gate::connections_opened(); };
  promises_ = std::make_unique<promises::Runs>(*records_, *accounts_, facts_);
}

}  // namespace probity::installation
