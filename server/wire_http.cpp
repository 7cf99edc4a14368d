#include "wire_http.hpp"

#include "domains/sales/api.hpp"
#include "rights/choices/choices.hpp"
#include "version.hpp"

namespace probity {
namespace {

/// By the name of a capability; mail goes out through the integration "smtp".
bool is_in_use(const promises::Facts& facts, std::string_view name) {
  if (name == "tls" && facts.tls() != std::optional(true)) return facts.public_url().starts_with("https://");
  if (name == "encryption" && !facts.encrypted()) return false;
  return facts.ready(name == "smtp" ? "mail" : name) == promises::Ready::yes;
}

http::Application application_of(installation::Installation& installation, const std::filesystem::path& web, const http::RateLimits& rates) {
  std::vector<http::Named> categories;
  std::vector<http::Named> purposes;
  for (const auto& category : installation.policy().categories) categories.push_back({category.name, category.label});
  for (const auto& purpose : installation.policy().purposes) purposes.push_back({purpose.name, purpose.label});
  return http::Application{.records = installation.records(),
                           .accounts = installation.accounts(),
                           .jobs = installation.jobs(),
                           .files = installation.files(),
                           .imports = installation.imports(),
                           .exports = installation.exports(),
                           .copies = installation.copies(),
                           .consents = installation.consents(),
                           .disclosures = installation.disclosures(),
                           .requests = installation.requests(),
                           .outbox = installation.outbox(),
                           .promises = installation.promises(),
                           .checkpoints = installation.checkpoints(),
                           .reading = installation.reading(),
                           .retention = installation.retention(),
                           .incidents = installation.incidents(),
                           .model = installation.model(),
                           .categories = std::move(categories),
                           .purposes = std::move(purposes),
                           .web_folder = web.empty() ? installation::product_folder("web/dist") : web,
                           .version = kVersion,
                           .fill_sample = [&installation](const privacy::Access& access) { return sales::fill_sample(installation.records(), access, access.actor); },
                           .in_use = [&installation](std::string_view name) { return is_in_use(installation.facts(), name); },
                           .integrations = [&installation] { return installation.configured_integrations(); },
                           .object_by_signal = [&installation](const Id& member, const std::set<std::string>& purposes, std::string_view address) {
                             return choices::record_signal(installation.records(), member, purposes, address);
                           },
                           .measures = [&installation] { return installation.measures(); },
                           .security_txt = [&installation] { return installation.security_txt(); },
                           .make_checkpoint = [&installation](std::string_view workspace) { return installation.make_checkpoint(workspace); },
                           .rates = rates,
                           .not_ready = [] { return std::string(); },
                           .governance = &installation.governance(),
                           .erasures = &installation.erasures(),
                           .life_cycle = &installation.life_cycle()};
}

/// A page as somebody gets it who is not signed in.
std::string page_of(const http::Handler& handler, std::string_view path) {
  const http::Request request{.method = "GET", .path = std::string(path), .query = {}, .headers = {{"Host", "localhost"}}, .body = {}, .peer_address = "127.0.0.1"};
  http::Response response = handler(request);
  // To whoever holds no link, the page about choices says that there is nothing behind it.
  const bool answers = response.status == 200 || (response.status == 404 && path.starts_with("/preferences/"));
  return answers ? std::move(response.body) : std::string();
}

}  // namespace

HttpSide::HttpSide(installation::Installation& installation, const std::filesystem::path& web, const http::RateLimits& rates)
    : installation_(installation), application_(application_of(installation, web, rates)) {
  installation_.facts().page = [this](std::string_view path) { return page_of(handler(), path); };
}

HttpSide::~HttpSide() {
  // Whatever works in the background may look at a page.
  installation_.stop_work();
  installation_.facts().page = promises::Facts().page;
}

const http::Handler& HttpSide::handler() {
  std::call_once(made_, [this] { handler_ = http::make_handler(application_); });
  return handler_;
}

}  // namespace probity
