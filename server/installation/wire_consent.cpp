#include "installation/installation.hpp"

namespace probity::installation {

void Installation::wire_consents() {
  // What is objected to by other ways than a consent's event is not taken away by one.
  const auto mark = [this](const records::Context& person, const Id& id, privacy::SubjectState set, privacy::SubjectState clear) -> Result<> {
    privacy::SubjectState restricted = 0;
    PROBITY_TRY(person.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(restricted, restriction::state_of(person, reader, id));
      return {};
    }));
    return records::set_state(*records_, person, id, [set, gone = clear & ~restricted](privacy::SubjectState state) { return (state & ~gone) | set; });
  };
  consents_ = std::make_unique<rights::Consents>(rights::Consents::Parts{.records = *records_,
                                                                         .jobs = *jobs_,
                                                                         .secret = secret_for(rights::kConsentSecret),
                                                                         .public_url = outbox_->settings().public_url,
                                                                         .send = [this](const mail::Letter& letter) { return outbox_->put(letter); },
                                                                         .mark = mark});
  consents_->watch();
  governance_->parts().preferences_url = [this](std::string_view level, std::string_view entity, const Id& person, std::string_view address) -> Result<std::string> {
    const auto workspace = records_->workspaces().find(level);
    if (!workspace || level == records::kSystemWorkspace || outbox_->settings().public_url.empty()) return std::string();
    const auto& purposes = (*workspace)->policy()->policy->purposes;
    const auto chosen = std::ranges::find_if(purposes, [](const privacy::Purpose& purpose) { return purpose.may_object || purpose.basis == privacy::Basis::consent; });
    if (chosen == purposes.end()) return std::string();
    PROBITY_ASSIGN(const rights::WaysOut ways, consents_->ways_out(level, entity, person, chosen->name, "email", {}, address));
    return ways.preferences_url;
  };
  subjects_->add_facts({.bits = privacy::kEveryAgreement | privacy::kEveryObjection,
                        .state = [](const records::Context& context, store::Reader& reader, const Id& person) -> Result<privacy::SubjectState> {
                          if (!context.model().find("consent")) return 0;
                          PROBITY_ASSIGN(const rights::StateSaid said, rights::said_by(context, reader, person));
                          return said.state;
                        }});
  // The gate knows people; the list of addresses that asked for nothing more, and topics, are asked here.
  outbox_->ask_first([this](const mail::Handover& message) -> Result<> {
    if (!message.person || message.workspace == records::kSystemWorkspace) return {};
    PROBITY_ASSIGN(const auto verdict, consents_->may_send(message.workspace, message.person->entity, message.person->id, message.purpose, "email", message.topic, message.to));
    if (verdict.allowed) return {};
    return fail(ErrorKind::forbidden, verdict.code, verdict.reason);
  });
}

}  // namespace probity::installation
