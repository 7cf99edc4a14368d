#include "rights/choices/choices.hpp"

#include <limits>

#include "base/text.hpp"
#include "privacy/signals/address.hpp"

namespace probity::choices {
namespace {

constexpr std::string_view kEntity = "cookie_choice";
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

struct Fields {
  std::string accepted, offered, method, list, site, address;
  bool global_privacy_control = false;
  std::optional<Id> member;
};

std::string wording(const Fields& row, const privacy::PolicyInForce& policy) {
  return row.list.empty() ? fmt::format("policy version {}", policy.version) : fmt::format("list {} of policy version {}", row.list, policy.version);
}

Result<Id> write(records::Records& records, std::string_view workspace, const Fields& row) {
  const privacy::Access access = program(workspace);
  PROBITY_ASSIGN(const auto entered, records.enter(access, kEntity));
  const records::Context context = records::by_program(entered, *entered.entity);
  const std::string address = privacy::address_for_log(*context.policy->policy, "consent", row.address);
  PROBITY_ASSIGN(const auto written, records.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
    const std::string said = wording(row, *context.policy);
    for (const auto& [field, text] : {std::pair<std::string_view, std::string_view>{"accepted", row.accepted}, {"offered", row.offered}, {"wording", said}, {"method", row.method}, {"site", row.site}, {"address", address}}) {
      if (!text.empty()) value(field) = cell(text);
    }
    value("global_privacy_control") = std::int64_t{row.global_privacy_control};
    if (row.member) value("member") = cell(*row.member);
    return {};
  }));
  return written.id;
}

/// Whether the member's signal was kept already, for the same purposes and under this version of the policy.
Result<bool> is_known(records::Records& records, const Fields& row) {
  const privacy::Access access = program(records::kSystemWorkspace);
  PROBITY_ASSIGN(const auto entered, records.enter(access, kEntity));
  const records::Context context = records::by_program(entered, *entered.entity);
  const auto column = [&](std::string_view field) { return context.entity->field(field)->first_column; };
  const store::Query query{.columns = context.tables->all, .where = store::Condition::equals("member", cell(*row.member)), .limit = std::numeric_limits<int>::max()};
  bool known = false;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& kept) {
      known = kept.text(column("method")) == row.method && kept.text(column("offered")) == row.offered && kept.text(column("wording")) == wording(row, *context.policy);
      return !known;
    });
  }));
  return known;
}

}  // namespace

Result<Id> record(records::Records& records, std::string_view workspace, const Choice& choice) {
  const Fields row{.accepted = choice.accepted.empty() ? std::string("none") : names(choice.accepted), .offered = names(choice.offered), .method = choice.method, .list = choice.list,
                .site = choice.site, .address = choice.address, .global_privacy_control = choice.global_privacy_control, .member = choice.member};
  return write(records, workspace, row);
}

Result<> record_signal(records::Records& records, const Id& member, const std::set<std::string>& purposes, std::string_view address) {
  const Fields row{.accepted = "none", .offered = fmt::format("{}", fmt::join(purposes, ", ")), .method = "signal", .list = {}, .site = {}, .address = std::string(address),
                .global_privacy_control = true, .member = member};
  PROBITY_ASSIGN(const bool known, is_known(records, row));
  if (known) return {};
  PROBITY_TRY(write(records, records::kSystemWorkspace, row));
  return {};
}

Result<std::vector<std::string>> sites_of(const records::Workspace& workspace) {
  PROBITY_ASSIGN(const auto database, workspace.database());
  PROBITY_ASSIGN(const auto stored, records::read_setting(*database, kSites));
  std::vector<std::string> sites;
  if (!stored) return sites;
  for (const std::string_view site : split(*stored, '\n')) {
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
