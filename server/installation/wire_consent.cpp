#include "installation/installation.hpp"

namespace probity::installation {

void Installation::wire_consents() {
  consents_ = std::make_unique<rights::Consents>(rights::Consents::Parts{.records = *records_,
                                                                         .jobs = *jobs_,
                                                                         .secret = secret_for(rights::kConsentSecret),
                                                                         .public_url = outbox_->settings().public_url,
                                                                         .send = [this](const mail::Letter& letter) { return outbox_->put(letter); },
                                                                         .mark = [this](const records::Context& person, const Id& id, privacy::SubjectState set, privacy::SubjectState clear) {
                                                                           return records::set_state(*records_, person, id, [set, clear](privacy::SubjectState state) { return (state & ~clear) | set; });
                                                                         }});
  consents_->watch();
  // The gate knows people; the list of addresses that asked for nothing more, and topics, are asked here.
  outbox_->ask_first([this](const mail::Handover& message) -> Result<> {
    if (!message.person || message.workspace == records::kSystemWorkspace) return {};
    PROBITY_ASSIGN(const auto verdict, consents_->may_send(message.workspace, message.person->entity, message.person->id, message.purpose, "email", message.topic, message.to));
    if (verdict.allowed) return {};
    return fail(ErrorKind::forbidden, verdict.code, verdict.reason);
  });
}

}  // namespace probity::installation
