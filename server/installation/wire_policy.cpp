// Which policy governs what, and what it is held against in the running program.
#include "accounts/operator.hpp"
#include "installation/installation.hpp"
#include "promises/registry.hpp"

namespace probity::installation {
namespace {

privacy::Cookie cookie_of(const promises::OwnCookie& own) {
  privacy::Cookie cookie{.name = own.name, .kind = privacy::CookieKind::essential, .purpose = {}, .keep = {}, .set_by = "probity"};
  for (const auto kind : {privacy::CookieKind::essential, privacy::CookieKind::functional, privacy::CookieKind::analytics, privacy::CookieKind::marketing}) {
    if (name_of(kind) == own.kind) cookie.kind = kind;
  }
  if (own.seconds) cookie.keep = privacy::Period{.days = static_cast<int>(*own.seconds * kSecond / kDay)};
  return cookie;
}

}  // namespace

Result<> Installation::make_governance() {
  // A folder of one's own need not bring the tables of the law.
  std::error_code error;
  const auto own_law = options_.policies / "law";
  PROBITY_ASSIGN(privacy::Law law, privacy::load_law(std::filesystem::exists(own_law, error) ? own_law : product_folder("policies") / "law"));
  law_ = std::make_shared<const privacy::Law>(std::move(law));
  governance::Governance::Parts parts{.policies = options_.policies, .law = *law_};
  for (const promises::Check& check : promises::checks()) {
    parts.checks.emplace(check.name);
    parts.parameters.emplace(check.name, std::vector<std::string>(check.parameters.begin(), check.parameters.end()));
  }
  for (const promises::Capability& capability : promises::capabilities()) parts.capabilities.emplace(capability.name);
  parts.running = [this] { return running_facts(); };
  parts.send = [this](const mail::Letter& letter) { return outbox_->put(letter); };
  parts.public_url = [this] { return link_url(); };
  parts.workspace_model = [this] { return model_; };
  parts.operator_member = [this] { return accounts::operator_member(*records_); };
  governance_ = std::make_unique<governance::Governance>(std::move(parts));
  return {};
}

privacy::RunningFacts Installation::running_facts() const {
  privacy::RunningFacts facts{.integrations = configured_integrations(), .cookies = {}, .session = privacy::Period{.days = static_cast<int>(accounts::Limits{}.session_absolute / kDay)}, .public_url = options_.public_url, .tls = facts_.tls().value_or(false)};
  for (const promises::OwnCookie& own : facts_.cookies()) facts.cookies.push_back(cookie_of(own));
  return facts;
}

}  // namespace probity::installation
