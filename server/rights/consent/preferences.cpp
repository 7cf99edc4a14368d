// What a person chooses, as switches over their events.
#include "base/text.hpp"
#include "records/problems.hpp"
#include "rights/consent/rows.hpp"
#include "rights/consent/words.hpp"

namespace probity::rights {
namespace {

using privacy::consent::Question;
using privacy::consent::Standing;
using privacy::consent::State;
using records::Context;

/// A purpose that is nothing but messages is chosen by channel; others as a whole.
bool is_of_messages(const privacy::Purpose& purpose) { return purpose.fideslang.starts_with("marketing.communications"); }

std::string_view label_of(std::string_view channel) {
  static const std::map<std::string_view, std::string_view> labels{{"email", "email"}, {"phone", "phone"}, {"text", "text message"}, {"post", "post"}, {"fax", "fax"}};
  const auto found = labels.find(channel);
  return found == labels.end() ? std::string_view() : found->second;
}

/// What a choice is called: "Newsletter by email", "Marketing messages by post".
std::string called(std::string_view what, std::string_view channel) { return channel.empty() ? std::string(what) : fmt::format("{} by {}", what, label_of(channel)); }

/// Channels on which a promise of the policy lets people say no to the purpose.
std::set<std::string> promised_channels(const privacy::Policy& policy, std::string_view purpose) {
  std::set<std::string> channels;
  for (const privacy::Promise& promise : policy.promises) {
    for (const auto& check : promise.checks) {
      const auto of_purpose = check.with.find("purpose");
      const auto channel = check.with.find("channel");
      if (of_purpose != check.with.end() && channel != check.with.end() && of_purpose->second == purpose) channels.insert(channel->second);
    }
  }
  return channels;
}

std::vector<Choice> offered(const privacy::Policy& policy, const std::vector<Topic>& topics) {
  std::vector<Choice> choices;
  for (const privacy::Purpose& purpose : policy.purposes) {
    if (!has_switch(purpose)) continue;
    const bool by_agreement = purpose.basis == privacy::Basis::consent;
    const std::size_t before = choices.size();
    for (const Topic& topic : topics) {
      if (topic.hidden || topic.purpose != purpose.name) continue;
      for (const std::string& channel : topic.channels) {
        choices.push_back({.purpose = purpose.name, .channel = channel, .topic = topic.id, .label = called(topic.name, channel),
                           .explanation = topic.description, .by_agreement = by_agreement || topic.needs_own});
      }
    }
    if (choices.size() > before && by_agreement) continue;
    const std::string channel = by_agreement && is_of_messages(purpose) ? "email" : "";
    choices.push_back({.purpose = purpose.name, .channel = channel, .topic = {}, .label = called(purpose.label, channel),
                       .explanation = purpose.explanation, .by_agreement = by_agreement});
  }
  return choices;
}

bool is_offered(const std::vector<Choice>& choices, std::string_view purpose, std::string_view channel, const Id& topic) {
  return std::ranges::any_of(choices, [&](const Choice& choice) { return choice.purpose == purpose && choice.channel == channel && choice.topic == topic; });
}

/// What was promised or spoken of has its switch as well, whichever channels the topics have.
void offer_what_else(const privacy::Policy& policy, const std::vector<Topic>& topics, const std::vector<privacy::consent::Event>& events, std::vector<Choice>& choices) {
  const auto add = [&](const privacy::Purpose& purpose, const std::string& channel, const Id& topic) {
    if (is_offered(choices, purpose.name, channel, topic)) return;
    const auto of = topic_of(topics, topic);
    choices.push_back({.purpose = purpose.name, .channel = channel, .topic = topic, .label = called(of ? of->name : purpose.label, channel), .explanation = of ? of->description : purpose.explanation,
                       .by_agreement = purpose.basis == privacy::Basis::consent || (of && of->needs_own)});
  };
  for (const privacy::Purpose& purpose : policy.purposes) {
    if (!has_switch(purpose)) continue;
    for (const std::string& channel : promised_channels(policy, purpose.name)) {
      const bool of_topics = std::ranges::any_of(choices, [&](const Choice& choice) { return choice.purpose == purpose.name && choice.channel == channel; });
      if (!of_topics) add(purpose, channel, {});
    }
    for (const privacy::consent::Event& event : events) {
      if (event.purpose == purpose.name && privacy::consent::allows(event.state)) add(purpose, event.channel, event.topic);
    }
  }
}

/// What was said of this one, whatever of the rest.
Question question_of(const Choice& choice, const std::vector<Topic>& topics) {
  const auto topic = topic_of(topics, choice.topic);
  return {.purpose = choice.purpose, .channel = choice.channel, .topic = choice.topic, .topic_needs_own = topic && topic->needs_own, .address = {}};
}

/// On where any of the addresses that are asked about is on.
void stand(Choice& choice, Question question, const std::vector<privacy::consent::Event>& events, const std::string& address, const std::vector<AddressHash>& addresses) {
  std::vector<std::string> asked;
  const std::string_view kind = address_kind(choice.channel);
  if (!address.empty() && kind == "email") asked.push_back(address);
  for (const AddressHash& each : addresses) {
    if (address.empty() && each.kind == kind) asked.push_back(each.text);
  }
  if (asked.empty()) asked.emplace_back();
  for (const std::string& each : asked) {
    question.address = each;
    const Standing standing = privacy::consent::standing(events, question, now());
    if (choice.on) return;
    choice.state = standing.state;
    choice.on = choice.by_agreement ? standing.allows() : !standing.objects;
  }
}

std::unexpected<Error> unknown_choice() {
  return invalid("unknown_choice", "There is no such choice. Load the preferences again; nothing was changed.", "preferences");
}

/// Every use that events speak of, and the purpose as a whole.
std::set<std::pair<std::string, Id>> spoken_of(const std::vector<Recorded>& events, std::string_view purpose) {
  std::set<std::string> channels{""};
  std::set<Id> topics{Id{}};
  for (const Recorded& each : events) {
    if (each.event.purpose != purpose) continue;
    channels.insert(each.event.channel);
    topics.insert(each.event.topic);
  }
  std::set<std::pair<std::string, Id>> uses;
  for (const std::string& channel : channels) {
    for (const Id& topic : topics) uses.emplace(channel, topic);
  }
  return uses;
}

}  // namespace

Result<Preferences> Consents::preferences_of(const Context& person, const Id& id, const std::string& address) {
  Preferences preferences;
  PROBITY_TRY(person.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const auto topics, read_topics(person, reader));
    const ByProgram consents(person, kConsent);
    PROBITY_ASSIGN(const auto recorded, read_events(consents.context(), reader, id));
    const auto events = events_of(recorded);
    preferences = {.choices = offered(*person.policy->policy, topics), .suppressed = {}};
    offer_what_else(*person.policy->policy, topics, events, preferences.choices);
    std::vector<AddressHash> addresses;
    PROBITY_TRY(reader.one(person.tables->all, "_id", cell(id), [&](const Row& row) {
      addresses = addresses_of(*person.entity, row, parts_.secret);
      return false;
    }));
    for (Choice& choice : preferences.choices) stand(choice, question_of(choice, topics), events, address, addresses);
    PROBITY_ASSIGN(const auto entries, suppressions_of(person, reader, addresses));
    for (const AddressHash& address : addresses) {
      if (std::ranges::any_of(entries, [&](const auto& entry) { return entry.first == address.text; })) preferences.suppressed.push_back(address.masked);
    }
    return {};
  }));
  return preferences;
}

Result<Preferences> Consents::preferences(const Context& context, const Id& person) {
  PROBITY_TRY(check_person(context, person));
  return preferences_of(context, person, {});
}

Result<> Consents::change(const Context& person, const Id& id, const std::vector<Change>& changes, const Statement& how, const Id& by) {
  PROBITY_ASSIGN(const Preferences before, preferences_of(person, id, how.address_hash));
  const auto choice_of = [&](const Change& change) {
    return std::ranges::find_if(before.choices, [&](const Choice& choice) { return choice.purpose == change.purpose && choice.channel == change.channel && choice.topic == change.topic; });
  };
  for (const Change& change : changes) {
    if (choice_of(change) == before.choices.end()) return unknown_choice();
  }
  for (const Change& change : changes) {
    const auto choice = choice_of(change);
    if (choice->on == change.on) continue;
    Statement statement = how;
    statement.state = change.on ? State::given : privacy::consent::allows(choice->state) || !choice->by_agreement ? State::withdrawn : State::refused;
    statement.purpose = change.purpose;
    statement.channel = change.channel;
    statement.topic = change.topic;
    if (address_kind(change.channel) != "email") statement.address_hash.clear();
    if (statement.wording.empty()) statement.wording = choice->label;
    PROBITY_TRY(keep(person, id, {.statement = statement, .by = by}));
  }
  return {};
}

Result<> Consents::set_preferences(const Context& context, const Id& person, const std::vector<Change>& changes, const Statement& how) {
  PROBITY_TRY(check_person(context, person));
  PROBITY_TRY(records::may(context, records::Verb::update));
  if (is_witnessed_by_program(how.method)) return records::one_problem("method", "not_witnessed", not_witnessed(*context.model().find(kConsent), how.method));
  return change(context, person, changes, how, context.access.actor);
}

Result<StateSaid> said_by(const Context& context, store::Reader& reader, const Id& person) {
  const ByProgram consents(context, kConsent);
  PROBITY_ASSIGN(const auto recorded, read_events(consents.context(), reader, person));
  const auto events = events_of(recorded);
  StateSaid said;
  for (const privacy::Purpose& purpose : context.policy->policy->purposes) {
    if (std::ranges::none_of(events, [&](const auto& event) { return event.purpose == purpose.name; })) continue;
    bool agreed = false;
    for (const auto& [channel, topic] : spoken_of(recorded, purpose.name)) {
      agreed |= privacy::consent::standing(events, {.purpose = purpose.name, .channel = channel, .topic = topic}, now()).allows();
    }
    const bool objects = !agreed && privacy::consent::standing(events, {.purpose = purpose.name, .channel = "", .topic = {}}, now()).objects;
    said.bits |= privacy::agreed_to(purpose.id) | privacy::objected_to(purpose.id);
    if (agreed) said.state |= privacy::agreed_to(purpose.id);
    if (objects) said.state |= privacy::objected_to(purpose.id);
  }
  return said;
}

Result<> Consents::settle(const Context& person, const Id& id) {
  if (!parts_.mark) return {};
  StateSaid said;
  PROBITY_TRY(person.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(said, said_by(person, reader, id));
    return {};
  }));
  return said.bits == 0 ? Result<>{} : parts_.mark(person, id, said.state, said.bits & ~said.state);
}

Result<> prepare_topics(records::Records& records, const privacy::Access& access) {
  struct Beginning {
    const char *name, *description;
    bool needs_own;
  };
  static constexpr Beginning kBeginnings[] = {{"Newsletter", "News from us, now and then.", false},
                                              {"Offers", "Offers and events that may suit you.", false},
                                              {"Product updates", "What is new in what you use.", false},
                                              {"Partners", "News and offers of our partners, sent by us.", true}};
  PROBITY_ASSIGN(const Context context, records.enter(access, kTopic));
  if (!context.policy->policy->purpose("marketing")) return {};
  std::vector<Topic> there;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(there, read_topics(context, reader));
    return {};
  }));
  std::int64_t position = 0;
  for (const Beginning& each : kBeginnings) {
    ++position;
    if (topic_named(there, each.name)) continue;
    PROBITY_TRY(records.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
      set(draft, "name", each.name);
      set(draft, "description", each.description);
      draft.value(*draft.entity->field("needs_own")) = std::int64_t{each.needs_own};
      draft.value(*draft.entity->field("position")) = position;
      return {};
    }));
  }
  return {};
}

}  // namespace probity::rights
