// Who hears of the clock of a breach: the administrators of the workspace, in the program and by mail.
#include "domains/notices/api.hpp"
#include "installation/installation.hpp"
#include "records/beside.hpp"

namespace probity::installation {
namespace {

/// A breach of the accounts is no record of the workspace in which its caretakers are told.
Result<> notify(records::Records& records, const incidents::Alert& alert, const std::string& workspace_of_member, const accounts::Member& member) {
  const privacy::Access access = accounts::program_access(workspace_of_member, "incidents");
  PROBITY_ASSIGN(const records::Context workspace, records.enter(access));
  privacy::Access as_notices;
  const records::Context notifications = notices::enter(workspace, as_notices);
  PROBITY_TRY(records.create_by(notifications, {.id = records::derived_id(alert.id, member.id.text()), .allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    notices::fill({.member = member.id, .kind = "breach", .text = fmt::format("{}: {}", alert.title, alert.clock), .record = workspace_of_member == alert.workspace ? alert.breach : Id{}}, draft);
    return {};
  }));
  return {};
}

}  // namespace

void Installation::wire_incidents() {
  const auto alert = [this](const incidents::Alert& alert) -> Result<> {
    PROBITY_ASSIGN(const promises::Caretakers caretakers, promises::caretakers_of(*accounts_, alert.workspace));
    for (const accounts::Member& member : caretakers.members) {
      PROBITY_TRY(notify(*records_, alert, caretakers.workspace, member));
      mail::Letter letter{.workspace = std::string(records::kSystemWorkspace), .to = member.email, .to_name = member.name, .person = mail::Recipient{"member", member.id}, .template_name = "breach-clock"};
      letter.values = {{"title", alert.title}, {"clock", alert.clock}, {"next_step", alert.next_step}};
      letter.id = records::derived_id(alert.id, "letter " + member.id.text());
      PROBITY_TRY(outbox_->put(letter));
    }
    return {};
  };
  incidents_ = std::make_unique<incidents::Incidents>(incidents::Incidents::Parts{.records = *records_, .jobs = *jobs_, .send = [this](const mail::Letter& letter) { return outbox_->put(letter); }, .alert = alert});
}

}  // namespace probity::installation
