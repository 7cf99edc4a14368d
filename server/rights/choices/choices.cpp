#include "rights/choices/choices.hpp"

#include "base/text.hpp"
#include "privacy/signals/address.hpp"

namespace probity::choices {
namespace {

constexpr std::string_view kSites = "consent_sites";
constexpr std::size_t kMostSites = 50;
constexpr std::size_t kSiteCharacters = 255;

privacy::Access program(std::string_view workspace) {
  static const auto kGrants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = {}, .workspace = std::string(workspace), .purpose = "legal_obligation", .grants = kGrants, .origin = "page", .address = {}};
}

template <typename Kinds>
std::string names(const Kinds& kinds) {
  std::vector<std::string_view> all;
  for (const privacy::CookieKind kind : kinds) all.push_back(privacy::name_of(kind));
  return fmt::format("{}", fmt::join(all, ", "));
}

/// "https://www.example.com:8443": a scheme, a host, perhaps a port, and no more.
bool is_site(std::string_view site) {
  const bool secure = site.starts_with("https://");
  const bool here = site.starts_with("http://localhost") || site.starts_with("http://127.0.0.1");
  if ((!secure && !here) || site.size() > kSiteCharacters) return false;
  const std::string_view host = site.substr(site.find("://") + 3);
  constexpr std::string_view kHost = "abcdefghijklmnopqrstuvwxyz0123456789.-:";
  return !host.empty() && host.front() != '.' && host.front() != ':' && host.find_first_not_of(kHost) == host.npos;
}

}  // namespace

Result<Id> record(records::Records& records, std::string_view workspace, const Choice& choice) {
  const privacy::Access access = program(workspace);
  PROBITY_ASSIGN(const auto entered, records.enter(access, "cookie_choice"));
  const records::Context context = records::by_program(entered, *entered.entity);
  const std::string address = privacy::address_for_log(*context.policy->policy, "consent", choice.address);
  const auto put = [](records::Draft& draft, std::string_view field, std::string_view value) {
    if (!value.empty()) draft.value(*draft.entity->field(field)) = cell(value);
  };
  PROBITY_ASSIGN(const auto written, records.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    put(draft, "accepted", choice.accepted.empty() ? std::string("none") : names(choice.accepted));
    put(draft, "offered", names(choice.offered));
    put(draft, "wording", fmt::format("list {} of policy version {}", choice.list, context.policy->version));
    put(draft, "method", choice.method);
    put(draft, "site", choice.site);
    put(draft, "address", address);
    draft.value(*draft.entity->field("global_privacy_control")) = std::int64_t{choice.global_privacy_control};
    if (choice.member) draft.value(*draft.entity->field("member")) = cell(*choice.member);
    return {};
  }));
  return written.id;
}

Result<std::vector<std::string>> sites_of(const records::Workspace& workspace) {
  PROBITY_ASSIGN(const auto database, workspace.database());
  PROBITY_ASSIGN(const auto stored, records::read_setting(*database, kSites));
  std::vector<std::string> sites;
  for (const std::string_view site : split(stored.value_or(""), '\n')) {
    if (!site.empty()) sites.emplace_back(site);
  }
  return sites;
}

Result<> set_sites(const records::Workspace& workspace, const std::vector<std::string>& sites) {
  if (sites.size() > kMostSites) return invalid("bad_site", fmt::format("At most {} sites may be named. Nothing was changed.", kMostSites), "sites");
  for (const std::string& site : sites) {
    if (!is_site(site)) return invalid("bad_site", "Write each site as its browser address without a path, in small letters: https://www.example.com. Nothing was changed.", "sites");
  }
  PROBITY_ASSIGN(const auto database, workspace.database());
  return records::write_setting(*database, kSites, fmt::format("{}", fmt::join(sites, "\n")));
}

}  // namespace probity::choices
