#include "rights/governance/announce.hpp"

#include "base/json.hpp"
#include "records/beside.hpp"

namespace probity::governance {
namespace {

bool is_operator(std::string_view level) { return level == records::kSystemWorkspace; }

/// The sentences of a version that people are told: those that concern them first of all.
std::string sentences_of(const Version& version) {
  const auto changes = parse_json(version.changes);
  if (!changes || !changes->IsArray()) return "The text was changed.";
  std::string told, others;
  for (const JsonValue& change : changes->GetArray()) {
    std::string& into = change["tell"].GetBool() ? told : others;
    into += (into.empty() ? "" : "\n") + std::string(view(change["text"]));
  }
  if (told.empty()) return others.empty() ? "The text was changed." : others;
  return others.empty() ? told : told + "\n" + others;
}

std::string choices_of(const privacy::Policy& policy) {
  std::string text = "What is held about you already is used for nothing new until you were told, or agreed where your consent is asked.";
  std::vector<std::string> switches;
  for (const privacy::Purpose& purpose : policy.purposes) {
    if (purpose.may_object) switches.push_back(fmt::format("\"{}\"", purpose.label));
  }
  if (!switches.empty()) text += fmt::format(" You can say no to: {}.", fmt::join(switches, ", "));
  if (!policy.controller.email.empty()) text += fmt::format(" Write to {} with questions, or to object.", policy.controller.email);
  return text;
}

mail::Letter letter_to(const Recipient& person, std::string_view level, const Version& version, const privacy::Policy& policy, const std::string& public_url) {
  mail::Letter letter;
  letter.workspace = std::string(level);
  letter.purpose = "legal_obligation";
  letter.to = person.email;
  letter.to_name = person.name;
  letter.person = mail::Recipient{.entity = person.entity, .id = person.id};
  letter.template_name = "policy-change";
  letter.values = {{"effective_on", format_day(day_of(version.since, ""))},
                   {"changes", sentences_of(version)},
                   {"your_choices", choices_of(policy)},
                   {"policy_url", public_url + (is_operator(level) ? "/privacy/history" : fmt::format("/privacy/of/{}/history", level))}};
  letter.id = message_id(person.id, version.number);
  return letter;
}

/// The message, where one could be written.
Result<std::optional<Id>> write_to(const Governance::Parts& parts, const mail::Letter& letter) {
  if (!parts.send) return std::nullopt;
  auto message = parts.send(letter);
  if (message) return *message;
  // An address that cannot be one is this person's affair; anything else stops the job, which is tried again.
  if (message.error().kind == ErrorKind::invalid) return std::nullopt;
  return std::unexpected(message.error());
}

}  // namespace

std::string people_of(std::string_view level) { return is_operator(level) ? "everybody who has an account" : "everybody whose data is held here"; }

std::string why_no_letter_goes(const privacy::Policy& in_force, const std::set<std::string>& integrations) {
  // Read on the site, it is told to everybody.
  if (in_force.change.notice != privacy::Change::Notice::email) return {};
  if (!integrations.contains("smtp")) return "No mail server is configured. Set one up, or tell them by other means.";
  const auto carrier = std::ranges::find(in_force.processors, "smtp", &privacy::Processor::integration);
  if (carrier == in_force.processors.end()) {
    return "The policy in force lists no service for mail, so no letter may leave before the change begins. They are told by the first letters after it; until each is told, nothing else about them goes to what is new.";
  }
  const bool carries = std::ranges::find(carrier->purposes, privacy::kLegalObligation) != carrier->purposes.end();
  return carries ? std::string() : fmt::format("{} may not carry such letters: list the purpose {} for it in the policy.", carrier->name, privacy::kLegalObligation);
}

Result<bool> anybody_waits(const Governance::Parts& parts, std::string_view level, const Id& actor, const std::vector<Recipient>& people) {
  std::optional<Id> decides;
  if (is_operator(level) && parts.operator_member) {
    PROBITY_ASSIGN(decides, parts.operator_member());
  }
  return std::ranges::any_of(people, [&](const Recipient& person) { return person.id != actor && person.id != decides; });
}

Result<std::string> announce_all(records::Records& records, const Governance::Parts& parts, jobs::Running& running) {
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(running.job().payload));
  const std::string& level = running.workspace();
  PROBITY_ASSIGN(const Version version, Versions(records).find(level, payload["version"].GetInt64()));
  if (version.state == "withdrawn") return std::string(R"({"told":0})");
  PROBITY_ASSIGN(const privacy::PolicyDocument document, privacy::read_policy(version.document, "the announced policy"));
  PROBITY_ASSIGN(const auto people, recipients(records, level));
  const std::string public_url = parts.public_url ? parts.public_url() : std::string();
  const bool again = find(payload, "again") != nullptr;
  std::int64_t done = 0;
  for (const Recipient& person : people) {
    if (running.should_stop()) return std::string(R"({"stopped":true})");
    PROBITY_ASSIGN(const NoticeState before, notice_state(records, level, notice_id(person.id, version.number)));
    // Another round is for those whom the first did not reach.
    if (before == NoticeState::told || before == NoticeState::on_its_way || (again && before == NoticeState::none)) continue;
    mail::Letter letter = letter_to(person, level, version, document.policy, public_url);
    if (parts.preferences_url) {
      PROBITY_ASSIGN(letter.preferences_url, parts.preferences_url(level, person.entity, person.id, person.email));
    }
    // The one that was refused stays as it is.
    if (before == NoticeState::not_told) letter.id = records::derived_id(message_id(person.id, version.number), "again");
    PROBITY_ASSIGN(const auto message, write_to(parts, letter));
    PROBITY_TRY(note_notice(records, level, person, version.number, message));
    running.progress(++done, static_cast<std::int64_t>(people.size()));
  }
  return fmt::format(R"({{"written":{}}})", done);
}

}  // namespace probity::governance
