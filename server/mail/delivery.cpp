#include "mail/delivery.hpp"

#include "base/log.hpp"
#include "mail/compose.hpp"

namespace probity::mail {
namespace {

constexpr int kAtOnce = 10;
/// Until the next look where the server could not be reached: whatever else is due would fail the same way.
constexpr Timestamp kPause = kMinute;
/// What was put without a mail server is not sent by itself once it is older: whoever waited for it has moved on.
constexpr Timestamp kStillWanted = kDay;

/// How long after a try that failed the next one begins.
Timestamp wait_after(std::int64_t attempts) {
  constexpr Timestamp kWaits[] = {kMinute, 5 * kMinute, 15 * kMinute, 30 * kMinute, kHour, 2 * kHour, 4 * kHour};
  return kWaits[std::clamp<std::int64_t>(attempts, 1, std::ssize(kWaits)) - 1];
}

std::string in_words(Timestamp span) {
  const auto count = [](std::int64_t number, std::string_view unit) { return fmt::format("{} {}{}", number, unit, number == 1 ? "" : "s"); };
  return span >= kDay ? count(span / kDay, "day") : span >= kHour ? count(span / kHour, "hour") : count(span / kMinute, "minute");
}

/// Whether the next message would meet the same.
bool concerns_the_server(const Result<>& outcome) {
  if (outcome) return false;
  const std::string& code = outcome.error().code;
  return code == "unreachable" || code == "not_trusted" || code == "sign_in_refused";
}

std::string level_path(const Messages& messages, std::string_view page) {
  return messages.workspace() == records::kSystemWorkspace ? fmt::format("/{}", page) : fmt::format("/{}/of/{}", page, messages.workspace());
}

std::string name_of_sender(const Messages& messages, const Settings& settings) {
  if (!messages.policy().controller.name.empty()) return messages.policy().controller.name;
  const std::string workspace = settings.name_of && messages.workspace() != records::kSystemWorkspace ? settings.name_of(messages.workspace()) : std::string();
  if (!workspace.empty()) return workspace;
  return settings.sender_name.empty() ? host_of(settings) : settings.sender_name;
}

std::string without_address(std::string text, std::string_view address) {
  for (std::size_t at = text.find(address); !address.empty() && at != text.npos; at = text.find(address, at)) text.replace(at, address.size(), "the address");
  return text;
}

privacy::Departure departure_of(const Messages& messages, const Template& letter, const Message& message) {
  privacy::Departure departure{.workspace = messages.workspace(), .integration = "smtp", .purpose = message.purpose, .channel = "email", .call = fmt::format("message sent: {}", message.template_name), .people = {}, .actor = message.contents.actor};
  if (!message.contents.person) return departure;
  privacy::Concerned concerned{message.contents.person->entity, message.contents.person->id, {"user.contact.email"}};
  if (!message.contents.to_name.empty()) concerned.categories.emplace_back("user.name");
  concerned.categories.insert(concerned.categories.end(), letter.categories.begin(), letter.categories.end());
  departure.people.push_back(std::move(concerned));
  return departure;
}

}  // namespace

std::string host_of(const Settings& settings) {
  const std::size_t scheme = settings.public_url.find("://");
  if (scheme == std::string::npos) return "localhost";
  const std::string_view rest = std::string_view(settings.public_url).substr(scheme + 3);
  return std::string(rest.substr(0, rest.find_first_of(":/")));
}

bool has_switch(const privacy::Purpose& purpose) { return purpose.basis == privacy::Basis::consent || purpose.may_object; }

Footer footer_of(const Messages& messages, const Settings& settings, const Contents& contents) {
  const privacy::Controller& controller = messages.policy().controller;
  return {.controller = name_of_sender(messages, settings), .address = controller.address,
          .privacy_url = settings.public_url.empty() ? "" : settings.public_url + level_path(messages, "privacy"),
          .preferences_url = contents.preferences_url, .unsubscribe_url = contents.unsubscribe_url};
}

Result<std::optional<Timestamp>> Delivery::run() {
  if (!settings_.server) {
    PROBITY_TRY(set_aside());
    return std::nullopt;
  }
  PROBITY_TRY(take_up_unconfigured());
  PROBITY_ASSIGN(const auto due, messages_.due(now(), kAtOnce));
  for (const Message& each : due) {
    // The ones before took a while: somebody may have discarded it, or erased whom it is for.
    const auto message = messages_.find(each.id);
    if (!message && message.error().kind == ErrorKind::not_found) continue;
    if (!message) return std::unexpected(message.error());
    if (message->next_attempt == 0) continue;
    const Result<> outcome = hand_over(*message);
    PROBITY_TRY(write_down(*message, outcome));
    if (concerns_the_server(outcome)) return now() + kPause;
  }
  if (std::ssize(due) == kAtOnce) return now();
  return messages_.next_attempt();
}

/// What was put down while there was no mail server, as far as somebody still waits for it.
Result<> Delivery::take_up_unconfigured() {
  PROBITY_ASSIGN(const auto unconfigured, messages_.in_state(State::not_configured, now() - kStillWanted, kAtOnce * kAtOnce));
  for (const Message& each : unconfigured) {
    PROBITY_TRY(messages_.change(each.id, false, [](Message& message) -> Result<> {
      if (message.state != State::not_configured) return {};
      message.state = State::queued;
      message.error.clear();
      message.queued_at = message.next_attempt = now();
      return {};
    }));
  }
  return {};
}

/// There is no mail server any more.
Result<> Delivery::set_aside() {
  for (;;) {
    PROBITY_ASSIGN(const auto left, messages_.due(INT64_MAX, kAtOnce));
    for (const Message& each : left) {
      PROBITY_TRY(messages_.change(each.id, false, [](Message& message) -> Result<> {
        message.state = State::not_configured;
        message.queued_at = message.next_attempt = 0;
        return {};
      }));
    }
    if (left.empty()) return {};
  }
}

Result<> Delivery::hand_over(const Message& message) {
  if (!message.readable) return invalid("sealed_data_unreadable", "What the message says cannot be opened any more: it was sealed under another installation.key.");
  const Template* letter = Templates::built_in().find(message.template_name, message.language);
  if (!letter) return invalid("unknown_template", "The text of this letter is not part of this version of the program.");
  // Of a version of the program whose letter wanted other values.
  PROBITY_TRY(check_values(*letter, message.contents.values));
  if (ask_first_) PROBITY_TRY(ask_first_({messages_.workspace(), message.purpose, message.topic, message.to, message.contents.person}));
  const Rendered page = render(*letter, message.contents.values, footer_of(messages_, settings_, message.contents));
  const Envelope envelope{.from_name = settings_.sender_name.empty() ? name_of_sender(messages_, settings_) : settings_.sender_name, .from = settings_.sender, .to_name = message.contents.to_name, .to = message.to,
                          .reply_to = messages_.policy().controller.email, .date = message.created_at, .message_id = message.message_id, .unsubscribe_url = message.contents.unsubscribe_url};
  return deliver_(departure_of(messages_, *letter, message), *settings_.server, {settings_.sender, {message.to}, compose(envelope, page)});
}

/// Once it is sent, what only its addressee may hold is not kept, nor what the policy does not keep of such mail.
void Delivery::forget_secrets(Message& message) const {
  const Template* letter = Templates::built_in().find(message.template_name, message.language);
  std::erase_if(message.contents.values, [&](const auto& value) { return !letter || letter->secrets.contains(value.first); });
  message.contents.unsubscribe_url.clear();
  message.contents.preferences_url.clear();
  const privacy::Purpose* purpose = messages_.policy().purpose(message.purpose);
  const auto& keeps = messages_.policy().sequence_mail_keeps;
  if (!purpose || !has_switch(*purpose) || keeps.empty()) return;
  if (!keeps.contains("subject")) message.subject.clear();
  if (!keeps.contains("body")) message.contents.values.clear();
}

Result<> Delivery::write_down(const Message& sent, const Result<>& outcome) {
  State became = State::sent;
  const auto change = [&](Message& message) -> Result<> {
    ++message.attempts;
    message.next_attempt = 0;
    // The other end's words may hold whom it was for; that stands with the message already.
    message.error = outcome ? "" : without_address(outcome.error().message, message.to);
    if (outcome) {
      message.state = State::sent;
      message.sent_at = now();
      forget_secrets(message);
    } else if (message.state == State::discarded) {
      message.error.clear();
    } else if (outcome.error().kind == ErrorKind::forbidden) {
      message.state = State::refused;
    } else if (outcome.error().kind != ErrorKind::unavailable && outcome.error().kind != ErrorKind::internal) {
      message.state = State::failed;
    } else if (const Timestamp again = now() + wait_after(message.attempts); again - message.queued_at > settings_.keep_trying) {
      message.state = State::failed;
      message.error = fmt::format("Given up after {}. {}", in_words(settings_.keep_trying), message.error);
    } else {
      message.state = State::waiting;
      message.next_attempt = again;
    }
    if (message.next_attempt == 0) message.queued_at = 0;
    became = message.state;
    return {};
  };
  const bool forget = outcome.has_value();
  const auto written = messages_.change(sent.id, forget, change);
  log::info("mail: {} {} of {} is {}{}", sent.template_name, sent.id.text(), messages_.workspace(), name_of(became), outcome ? "" : ": " + outcome.error().code);
  // Erased while it was on its way.
  if (!written && written.error().kind == ErrorKind::not_found) return {};
  return written;
}

}  // namespace probity::mail
