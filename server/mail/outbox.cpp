#include "mail/outbox.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "mail/delivery.hpp"
#include "meta/fields/email_address.hpp"

namespace probity::mail {
namespace {

constexpr std::string_view kKind = "mail";

std::unexpected<Error> already_sent() { return fail(ErrorKind::conflict, "already_sent", "This message has been sent already."); }

/// RFC 5322, section 3.6.4: unique by the id, and the same however often it is sent.
std::string message_id_of(const Id& message, const Settings& settings) {
  const std::size_t at = settings.sender.rfind('@');
  return fmt::format("{}@{}", message.text(), at == std::string::npos ? host_of(settings) : settings.sender.substr(at + 1));
}

Result<> check_way_out(const privacy::Policy& policy, const Letter& letter) {
  const privacy::Purpose* purpose = policy.purpose(letter.purpose);
  if (!purpose) return invalid("unknown_purpose", fmt::format("The policy has no purpose \"{}\".", letter.purpose), "purpose");
  const bool has_way_out = is_web_url(letter.unsubscribe_url) && is_web_url(letter.preferences_url);
  if (!has_switch(*purpose) || has_way_out) return {};
  return invalid("no_way_out", fmt::format("A letter for \"{}\" must say how to stop it: it has no link to unsubscribe and none to choose.", purpose->label), "unsubscribe_url");
}

Result<> check_addressee(const Letter& letter) {
  if (!meta::is_email_address(letter.to)) return invalid("invalid_email", "The address of the letter is no email address.", "to");
  if (!is_valid_text(letter.to_name)) return invalid("invalid_text", "The name is not valid UTF-8 or holds a NUL character.", "to_name");
  return {};
}

}  // namespace

struct Outbox::Implementation {
  records::Records& records;
  jobs::Jobs& jobs;
  Deliver deliver;
  Settings settings;
  AskFirst ask_first = {};
  std::mutex mutex;
  /// Levels whose messages a thread is taking out, and whether it is to look again: no message goes twice at a time.
  std::map<std::string, bool, std::less<>> at_work = {};

  Result<std::unique_ptr<Messages>> enter(std::string_view workspace, std::string_view purpose = "service") { return Messages::enter(records, workspace, settings.seal, purpose); }

  Result<std::optional<Timestamp>> ring(const std::string& workspace) {
    {
      std::lock_guard lock(mutex);
      const auto [turn, begun] = at_work.try_emplace(workspace, false);
      turn->second = !begun;
      if (!begun) return std::nullopt;
    }
    auto next = run(workspace);
    std::lock_guard lock(mutex);
    const bool again = at_work.extract(workspace).mapped();
    if (next && again) return now();
    return next;
  }

  Result<std::optional<Timestamp>> run(const std::string& workspace) {
    auto messages = enter(workspace);
    if (!messages && messages.error().code == "no_messages") return std::nullopt;
    if (!messages) return std::unexpected(messages.error());
    return Delivery(**messages, settings, deliver, ask_first).run();
  }

  /// The message, for somebody who may see it.
  Result<std::unique_ptr<Messages>> enter_for(const records::Context& context, const Id& message) {
    PROBITY_TRY(records.cells(context, message));
    return enter(context.workspace->slug());
  }
};

Outbox::Outbox(records::Records& records, jobs::Jobs& jobs, Deliver deliver, Settings settings)
    : implementation_(new Implementation{.records = records, .jobs = jobs, .deliver = std::move(deliver), .settings = std::move(settings)}) {
  jobs.watch(std::string(kKind), {.ring = [this](const std::string& workspace) { return implementation_->ring(workspace); }});
}

Outbox::~Outbox() = default;

void Outbox::ask_first(AskFirst ask) { implementation_->ask_first = std::move(ask); }

const Settings& Outbox::settings() const { return implementation_->settings; }

Result<Id> Outbox::put(const Letter& letter) {
  const Settings& settings = implementation_->settings;
  const Template* text = Templates::built_in().find(letter.template_name, letter.language);
  if (!text) return invalid("unknown_template", fmt::format("There is no letter \"{}\".", letter.template_name), "template");
  PROBITY_TRY(check_values(*text, letter.values));
  PROBITY_TRY(check_addressee(letter));
  // What the law demands is written to those as well whose data is restricted and seen for nothing else.
  PROBITY_ASSIGN(const auto messages, implementation_->enter(letter.workspace, letter.purpose == privacy::kLegalObligation ? privacy::kLegalObligation : "service"));
  PROBITY_TRY(check_way_out(messages->policy(), letter));

  Message message{.id = letter.id.value_or(Id::make()), .to = letter.to, .template_name = letter.template_name, .language = text->language, .purpose = letter.purpose, .topic = letter.topic};
  message.contents = {letter.to_name, letter.person, letter.actor, letter.values, letter.unsubscribe_url, letter.preferences_url};
  message.subject = render(*text, letter.values, footer_of(*messages, settings, message.contents)).subject;
  message.message_id = message_id_of(message.id, settings);
  message.state = settings.server ? State::queued : State::not_configured;
  if (settings.server) message.queued_at = message.next_attempt = now();
  PROBITY_TRY(messages->add(message));
  if (!settings.server) log::warning("mail: {} {} of {} is not sent: no mail server is configured (--smtp)", message.template_name, message.id.text(), letter.workspace);
  implementation_->jobs.look_again(letter.workspace, kKind);
  return message.id;
}

Result<Rendered> Outbox::read(const records::Context& context, const Id& id) {
  PROBITY_ASSIGN(const auto messages, implementation_->enter_for(context, id));
  PROBITY_ASSIGN(Message message, messages->find(id));
  const Template* letter = Templates::built_in().find(message.template_name, message.language);
  if (!letter) return Rendered{message.subject, "", ""};
  if (message.state != State::not_configured) {
    for (const std::string& secret : letter->secrets) message.contents.values.erase(secret);
    message.contents.unsubscribe_url.clear();
    message.contents.preferences_url.clear();
  }
  return render(*letter, message.contents.values, footer_of(*messages, implementation_->settings, message.contents));
}

Result<> Outbox::retry(const records::Context& context, const Id& id) {
  PROBITY_ASSIGN(const auto messages, implementation_->enter_for(context, id));
  const bool configured = implementation_->settings.server.has_value();
  PROBITY_TRY(messages->change(id, false, [&](Message& message) -> Result<> {
    if (message.state == State::sent) return already_sent();
    if (message.state == State::discarded) return fail(ErrorKind::conflict, "discarded", "This message was discarded, and what it said is gone.");
    if (!configured) return fail(ErrorKind::conflict, "not_configured", "No mail server is configured, so the message cannot be sent. Set --smtp and start the program again; nothing was changed.");
    message.state = State::queued;
    message.error.clear();
    message.attempts = 0;
    message.queued_at = message.next_attempt = now();
    return {};
  }));
  implementation_->jobs.look_again(messages->workspace(), kKind);
  return {};
}

Result<> Outbox::discard(const records::Context& context, const Id& id) {
  PROBITY_ASSIGN(const auto messages, implementation_->enter_for(context, id));
  return messages->change(id, true, [](Message& message) -> Result<> {
    if (message.state == State::sent) return already_sent();
    message.state = State::discarded;
    message.error.clear();
    message.queued_at = message.next_attempt = 0;
    message.contents.values.clear();
    message.contents.unsubscribe_url.clear();
    message.contents.preferences_url.clear();
    return {};
  });
}

}  // namespace probity::mail
