// What the checks of promises may know of the running program.
#include "accounts/accounts.hpp"
#include "installation/installation.hpp"
#include "privacy/cookies/own.hpp"

namespace probity::installation {
namespace {

/// To a member, so the operator's own.
mail::Letter letter_of(const promises::Alert& alert, const std::string& public_url) {
  const bool of_operator = alert.level == records::kSystemWorkspace;
  std::string promises;
  for (const std::string& promise : alert.promises) promises += (promises.empty() ? "" : "\n") + promise;
  mail::Letter letter{.workspace = std::string(records::kSystemWorkspace), .purpose = "service", .topic = {}, .to = alert.administrator.email, .to_name = alert.administrator.name};
  letter.person = mail::Recipient{"member", alert.administrator.id};
  letter.template_name = alert.broken ? "promise-broken" : "promise-mended";
  letter.values = {{"workspace", of_operator ? "the installation" : alert.level}, {"promises", promises}, {"trust_url", of_operator ? public_url + "/trust" : public_url + "/trust/of/" + alert.level}};
  return letter;
}

}  // namespace

void Installation::wire_promises() {
  facts_.started_at = now();
  facts_.encrypted = [this] { return folder_->settings().encrypted; };
  if (options_.database.empty()) facts_.databases = folder_->path() / "workspaces";
  facts_.public_url = [this] { return options_.public_url; };
  facts_.integrations = [this] {
    const auto& server = outbox_->settings().server;
    return server ? std::vector<promises::Integration>{{.name = "smtp", .host = server->host}} : std::vector<promises::Integration>{};
  };
  facts_.ready = [this, built = facts_.ready](std::string_view name) {
    if (name == "mail" && !outbox_->settings().server) return promises::Ready::not_configured;
    return built(name);
  };
  facts_.verify_audit = [this](std::string_view workspace, store::Database& database) { return checkpoints_->verify(workspace, database); };
  facts_.workspaces = [this]() -> Result<std::vector<std::string>> {
    PROBITY_ASSIGN(const auto workspaces, accounts_->list_workspaces());
    std::vector<std::string> slugs;
    for (const auto& workspace : workspaces) slugs.push_back(workspace.slug);
    return slugs;
  };
  facts_.cookies = [] {
    std::vector<promises::OwnCookie> cookies;
    for (const privacy::OwnCookie& own : privacy::own_cookies()) {
      cookies.push_back({.name = std::string(own.name), .kind = std::string(privacy::name_of(own.kind)), .seconds = own.keep ? std::optional(*own.keep / kSecond) : std::nullopt,
                         .where_listed = own.where_listed});
    }
    return cookies;
  };
  facts_.connections = [] { return privacy::Gate::connections_opened(); };
  promises_ = std::make_unique<promises::Runs>(*records_, *accounts_, facts_, [this](const promises::Alert& alert) -> Result<> {
    PROBITY_TRY(outbox_->put(letter_of(alert, link_url())));
    return {};
  });
}

}  // namespace probity::installation
