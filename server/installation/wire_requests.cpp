// What requests of people stand on: the letters, the services that carry out what was asked, and whom to tell.
#include "accounts/accounts.hpp"
#include "domains/notices/api.hpp"
#include "installation/installation.hpp"
#include "records/beside.hpp"
#include "promises/runs.hpp"
#include "rights/disclosure/recipients.hpp"

namespace probity::installation {
namespace {

/// The consents that a person gave for a purpose, or for all, taken back.
Result<> withdraw(rights::Consents& consents, const records::Context& person, const requests::Doing::Person& of, const std::string& purpose) {
  for (const privacy::Purpose& each : person.policy->policy->purposes) {
    if (each.basis != privacy::Basis::consent || (!purpose.empty() && each.name != purpose)) continue;
    const rights::Statement statement{.state = privacy::consent::State::withdrawn, .purpose = each.name, .channel = {}, .topic = {}, .method = "staff", .source = "Request of the person",
                                      .evidence = fmt::format("request {}", of.request.text())};
    PROBITY_TRY(consents.record(person, of.id, statement));
  }
  return {};
}

Result<std::vector<std::string>> names_of_recipients(disclosure::Disclosures& disclosures, const requests::Doing::Person& of) {
  PROBITY_ASSIGN(const auto recipients, disclosure::recipients_of(disclosures.book(), of.workspace, of.id, disclosure::Tell::what_everybody_may_know));
  std::vector<std::string> names;
  for (const disclosure::Recipient& each : recipients.got) {
    if (std::ranges::find(names, each.name) == names.end()) names.push_back(each.name);
  }
  return names;
}

}  // namespace

Result<> Installation::tell_of_request(std::string_view level, const std::string& text, const Id& request) {
  PROBITY_ASSIGN(const auto caretakers, promises::caretakers_of(*accounts_, level));
  if (caretakers.members.empty()) return {};
  privacy::Access access = command_access(caretakers.workspace);
  // Requests are seen for this purpose alone, and a link to what is not seen is none.
  access.purpose = privacy::kLegalObligation;
  PROBITY_ASSIGN(const records::Context workspace, records_->enter(access));
  privacy::Access as_notices;
  const records::Context notifications = notices::enter(workspace, as_notices);
  // A request to the operator is no record of that workspace.
  const Id record = level == caretakers.workspace ? request : Id{};
  // What fails for one keeps no other from hearing of it, and neither way stops the other.
  Result<> all;
  const auto note_failure = [&](Result<> told) {
    if (!told && all) all = std::move(told);
  };
  const Id occasion = Id::make();
  for (const accounts::Member& member : caretakers.members) {
    const auto notified = records_->create_by(notifications, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
      notices::fill({.member = member.id, .kind = "request", .text = text, .record = record}, draft);
      return {};
    });
    note_failure(notified ? Result<>() : std::unexpected(notified.error()));
    mail::Letter letter{.workspace = std::string(records::kSystemWorkspace), .to = member.email, .to_name = member.name, .person = mail::Recipient{"member", member.id}, .template_name = "request-news"};
    letter.values = {{"news", text}, {"url", level == caretakers.workspace ? fmt::format("{}/w/{}/privacy/requests/{}", link_url(), level, request.text()) : link_url()}};
    letter.id = records::derived_id(occasion, "letter " + member.id.text());
    const auto written = outbox_->put(letter);
    note_failure(written ? Result<>() : std::unexpected(written.error()));
  }
  return all;
}

Result<> Installation::wire_requests() {
  std::error_code error;
  const auto own_law = options_.policies / "law";
  requests::Requests::Parts parts{.records = *records_, .jobs = *jobs_, .law = {}, .secret = secret_for(requests::kRequestSecret), .public_url = link_url(),
                                  .send = [this](const mail::Letter& letter) { return outbox_->put(letter); }};
  PROBITY_ASSIGN(parts.law, privacy::load_law(std::filesystem::exists(own_law, error) ? own_law : product_folder("policies") / "law"));
  parts.workspaces = facts_.workspaces;
  parts.alert = [this](std::string_view level, const std::string& text, const Id& request) { return tell_of_request(level, text, request); };
  parts.doing.withdraw = [this](const requests::Doing::Person& of, const std::string& purpose) -> Result<> {
    privacy::Access access = command_access(of.workspace);
    access.actor = of.actor;
    access.purpose = privacy::kLegalObligation;
    PROBITY_ASSIGN(const records::Context person, records_->enter(access, of.entity));
    return withdraw(*consents_, person, of, purpose);
  };
  parts.doing.erase = [this](const requests::Doing::Person& of) {
    return erasures_->begin({.workspace = of.workspace, .entity = of.entity, .person = of.id, .ground = "request", .request = of.request, .actor = of.actor});
  };
  parts.doing.erased = [this](const std::string& workspace, const Id& erasure) -> Result<std::string> {
    PROBITY_TRY(erasures_->wait(workspace, erasure));
    return erasures_->what_is_kept(workspace, erasure);
  };
  parts.doing.copy = [this](const requests::Doing::Person& of, requests::Kind kind) -> Result<requests::Doing::Copy> {
    privacy::Access access = command_access(of.workspace);
    access.actor = of.actor;
    access.purpose = privacy::kLegalObligation;
    PROBITY_ASSIGN(const records::Context person, records_->enter(access, of.entity));
    const auto wanted = kind == requests::Kind::portability ? copies::Kind::portability : copies::Kind::access;
    PROBITY_ASSIGN(const copies::Started started, copies_->start(person, {.person = of.id, .kind = wanted, .request = of.request}));
    return requests::Doing::Copy{.id = started.id, .url = started.url, .password = started.password, .until = started.expires_at};
  };
  // Each is told of one request once, however often it is carried out.
  parts.doing.recipients = [this](const requests::Doing::Person& of) -> Result<std::vector<std::string>> {
    PROBITY_TRY(erasures_->tell_of_rectification(of.workspace, of.id, of.request, of.actor));
    return names_of_recipients(*disclosures_, of);
  };
  requests_ = std::make_unique<requests::Requests>(std::move(parts));
  requests_->watch();
  return {};
}

}  // namespace probity::installation
