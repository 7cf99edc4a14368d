// Consent: what was sent, against what its recipients had said by then.
#include "base/text.hpp"
#include "privacy/consent/consent.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using privacy::consent::Event;
using records::Context;

/// A message of a purpose that went out, or is on its way.
struct Sent {
  Id id;
  Id person;
  Timestamp at = 0;
  Timestamp created_at = 0;
};

Result<std::vector<Event>> said_by(const Context& workspace, const Id& person) {
  std::vector<Event> events;
  const meta::Entity* entity = workspace.model().find("consent");
  if (!entity || person.is_nil()) return events;
  const Context consents = records::by_program(workspace, *entity);
  PROBITY_TRY(each_row(consents, store::Condition::equals("person", cell(person)), [&](const Row& row) {
    const auto state = privacy::consent::state_named(text_of(consents, row, "state"));
    const Timestamp expires = integer_of(consents, row, "expires_at");
    const meta::Field* topic = consents.entity->field("topic");
    if (state) {
      events.push_back({.id = row.id(meta::kId), .at = integer_of(consents, row, "at"), .state = *state, .expires_at = expires ? std::optional(expires) : std::nullopt,
                        .purpose = text_of(consents, row, "purpose"), .channel = text_of(consents, row, "channel"), .topic = topic && !row.null(topic->first_column) ? row.id(topic->first_column) : Id{}});
    }
    return true;
  }));
  return events;
}

/// Visits every message of these purposes that was sent since then.
Result<> each_sent(const Situation& situation, const std::set<std::string>& purposes, const std::function<Result<>(const Context&, const Sent&)>& visit) {
  return each_place(situation, "message", [&](const Context& context) -> Result<> {
    std::vector<Cell> names;
    for (const std::string& purpose : purposes) names.push_back(cell(purpose));
    const store::Condition sent = store::Condition::all_of({store::Condition::equals("state", cell("sent")), store::Condition::is_in("purpose", names)});
    std::vector<Sent> messages;
    PROBITY_TRY(each_row(context, sent, [&](const Row& row) {
      const meta::Field* person = context.entity->field("person");
      messages.push_back({row.id(meta::kId), person && !row.null(person->first_column) ? row.id(person->first_column) : Id{}, integer_of(context, row, "sent_at"), row.integer(meta::kCreatedAt)});
      return true;
    }));
    for (const Sent& message : messages) PROBITY_TRY(visit(context, message));
    return {};
  });
}

Result<Evidence> needed_for(const Situation& situation) {
  const std::string& name = situation.parameter("purpose");
  const privacy::Purpose* purpose = situation.policy().purpose(name);
  if (!purpose) return broken(fmt::format("The policy declares no purpose \"{}\".", name));
  if (purpose->basis != privacy::Basis::consent) return broken(fmt::format("\"{}\" does not need anybody's agreement under the policy in force.", purpose->label));
  std::int64_t messages = 0;
  std::int64_t without = 0;
  PROBITY_TRY(each_sent(situation, {name}, [&](const Context& context, const Sent& message) -> Result<> {
    if (situation.applied && message.at < situation.in_force->since) return {};
    ++messages;
    PROBITY_ASSIGN(const auto events, said_by(context, message.person));
    // Of whichever topic: that a topic needs a yes of its own is asked before sending.
    const bool agreed = std::ranges::any_of(events, [&](const Event& event) {
      return privacy::consent::standing(events, {.purpose = name, .channel = "email", .topic = event.topic}, message.at).allows();
    });
    without += agreed ? 0 : 1;
    return {};
  }));
  const std::vector<Figure> figures{{"messages sent for it", std::to_string(messages)}, {"without an agreement at that time", std::to_string(without)}};
  if (without > 0 && situation.applied) return broken(fmt::format("A message for \"{}\" went to somebody who had not agreed.", purpose->label), figures);
  return kept(fmt::format("\"{}\" needs an agreement, and nothing was sent for it to anybody who had not given theirs.", purpose->label), figures);
}

Result<Evidence> opt_out_honoured(const Situation& situation) {
  const std::string& name = situation.parameter("purpose");
  const std::string& channel = situation.parameter("channel");
  const privacy::Purpose* purpose = situation.policy().purpose(name);
  if (!purpose || (!purpose->may_object && purpose->basis != privacy::Basis::consent)) return broken(fmt::format("Nobody can say no to \"{}\" under the policy in force.", name));
  std::int64_t messages = 0;
  std::int64_t after_no = 0;
  PROBITY_TRY(each_sent(situation, {name}, [&](const Context& context, const Sent& message) -> Result<> {
    if (channel != "email") return {};
    ++messages;
    PROBITY_ASSIGN(const auto events, said_by(context, message.person));
    after_no += privacy::consent::standing(events, {.purpose = name, .channel = channel, .topic = {}}, message.at).objects ? 1 : 0;
    return {};
  }));
  std::int64_t said_no = 0;
  std::int64_t not_listed = 0;
  PROBITY_TRY(each_place(situation, "consent", [&](const Context& context) -> Result<> {
    const store::Condition no = store::Condition::all_of({store::Condition::equals("purpose", cell(name)), store::Condition::is_in("state", {cell("withdrawn"), cell("refused")}),
                                                          store::Condition::any_of({store::Condition::is_null("channel"), store::Condition::equals("channel", cell(channel))})});
    std::int64_t here = 0;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(here, reader.count(context.entity->name, no));
      return {};
    }));
    said_no += here;
    const meta::Entity* list = context.model().find("suppression");
    if (here == 0 || !list || channel == "post") return {};
    // Every no puts an address on the list, so a list that is empty has lost them.
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const std::int64_t entries, reader.count(list->name, {}, 1));
      not_listed += entries == 0 ? here : 0;
      return {};
    }));
    return {};
  }));
  const std::vector<Figure> figures{{"people's noes on record", std::to_string(said_no)}, {"messages sent for it", std::to_string(messages)}, {"sent after a no", std::to_string(after_no)}};
  if (after_no > 0) return broken(fmt::format("A message for \"{}\" went to somebody who had said no.", purpose->label), figures);
  if (not_listed > 0) return broken("People said no, and the list of addresses not to be written to is empty.", figures);
  return kept(fmt::format("A no to \"{}\" by {} counts at once: nothing was sent after one.", purpose->label, channel), figures);
}

/// Each bulk message was given a link of its person's before it left.
Result<Evidence> withdrawal_link(const Situation& situation) {
  std::set<std::string> bulk;
  for (const privacy::Purpose& purpose : situation.policy().purposes) {
    if (purpose.may_object || purpose.basis == privacy::Basis::consent) bulk.insert(purpose.name);
  }
  if (bulk.empty()) return broken("Nobody can say no to anything under the policy in force.");
  std::int64_t messages = 0;
  std::int64_t without = 0;
  PROBITY_TRY(each_sent(situation, bulk, [&](const Context& context, const Sent& message) -> Result<> {
    ++messages;
    const meta::Entity* links = context.model().find("consent_link");
    if (!links || message.person.is_nil()) {
      ++without;
      return {};
    }
    return context.database->read([&](store::Reader& reader) -> Result<> {
      const auto of_person = store::Condition::all_of({store::Condition::equals("person", cell(message.person)), store::Condition::equals("kind", cell("preferences")),
                                                       store::Condition::compare_with("_created_at", store::Comparison::less_or_equal, Cell{message.at})});
      PROBITY_ASSIGN(const std::int64_t found, reader.count(links->name, of_person, 1));
      without += found == 0 ? 1 : 0;
      return {};
    });
  }));
  const std::vector<Figure> figures{{"bulk messages sent", std::to_string(messages)}, {"without a link to withdraw", std::to_string(without)}};
  if (without > 0) return broken("A message that people can unsubscribe from went out without a link to do so.", figures);
  return kept("Every message that people can unsubscribe from has a link to do so, in its footer and for their mail program.", figures);
}

/// The page answers whoever holds a link; one that is none gets a page that says so.
Result<Evidence> preferences_open(const Situation& situation) {
  const std::string body = situation.facts.page("/preferences/0000000000000000000000000000000000000000000");
  if (body.find("<html") == std::string::npos) return broken("The page on which people choose what they receive does not answer.");
  const std::string url = situation.facts.public_url();
  if (url.empty()) return waiting("public_url", "The preference page is there; links to it in letters need the public address of this installation, which is not set.");
  return kept("The preference page answers without signing in, and letters link to it.", {{"public address", url}});
}

}  // namespace

std::vector<Check> consent_checks() {
  return {
      {"consent.needed_for", "the basis of a purpose, and messages sent for it to people without an agreement", {"purpose"}, needed_for},
      {"consent.opt_out_honoured", "messages sent to people after their no, and the list of addresses", {"purpose", "channel"}, opt_out_honoured},
      {"consent.withdrawal_link", "bulk messages sent to people who had been given no link", {}, withdrawal_link},
      {"consent.preferences_open", "the preference page as a stranger gets it, and the public address", {}, preferences_open},
  };
}

}  // namespace probity::promises
