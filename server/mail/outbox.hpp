#pragma once
// The product's own mail on its way out. A letter becomes a record of the entity "message" in its level
// (workspace, or "system"), and the jobs hand it over through the gate: tried again with growing pauses while the
// server is away, given up after Settings::keep_trying, and every state in words. At least once: a message whose
// hand-over was cut short by a kill goes again under the same Message-ID. Thread-safe.
#include <memory>
#include <string>

#include "jobs/jobs.hpp"
#include "mail/letter.hpp"
#include "mail/render.hpp"
#include "mail/settings.hpp"
#include "privacy/gate/gate.hpp"
#include "records/records.hpp"

namespace probity::mail {

/// privacy::Gate::deliver.
using Deliver = std::function<Result<>(const privacy::Departure&, const privacy::MailServer&, const privacy::MailMessage&)>;

/// What stands against a message just before it is handed over, "forbidden" with an explanation: the suppression list
/// and the person's choices, which the rooms above keep. Any thread.
struct Handover {
  std::string_view workspace, purpose, topic, to;
  const std::optional<Recipient>& person;
};
using AskFirst = std::function<Result<>(const Handover&)>;

class Outbox {
 public:
  /// All must outlive it; before Jobs::start().
  Outbox(records::Records& records, jobs::Jobs& jobs, Deliver deliver, Settings settings);
  ~Outbox();
  Outbox(const Outbox&) = delete;

  /// To be set before Jobs::start().
  void ask_first(AskFirst ask);

  /// Writes the message down and gives its id; it is sent in the background. Without a mail server it stays with the
  /// state "not_configured". Errors (all invalid): "unknown_template", "missing_value", "unknown_value",
  /// "invalid_email", "unknown_purpose", "no_way_out" (a purpose with a switch and no unsubscribe_url or preferences_url).
  Result<Id> put(const Letter& letter);

  /// What it says. Links that are for the person's hands alone are left out, but while there is no mail server.
  Result<Rendered> read(const records::Context& context, const Id& message);
  /// Sends one that is not sent yet, now; it is tried as long again. "already_sent", "discarded",
  /// "not_configured" (all conflict).
  Result<> retry(const records::Context& context, const Id& message);
  /// Never sends it, and forgets what it says. "already_sent" (conflict).
  Result<> discard(const records::Context& context, const Id& message);

  const Settings& settings() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace probity::mail
