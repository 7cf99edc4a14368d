#include "rights/consent/consents.hpp"

#include "base/text.hpp"
#include "privacy/signals/address.hpp"
#include "records/problems.hpp"
#include "rights/consent/rows.hpp"
#include "rights/consent/words.hpp"

namespace probity::rights {
namespace {

using privacy::consent::State;
using records::Context;
using records::Draft;

Result<> check_choice(const meta::Entity& entity, std::string_view field, std::string_view value) {
  const auto& choices = entity.field(field)->choices;
  if (value.empty() || std::ranges::find(choices, value, &meta::Choice::value) != choices.end()) return {};
  return records::one_problem(std::string(field), fmt::format("unknown_{}", field), fmt::format("\"{}\" is no {} of a consent.", first_characters(value, 60), field));
}

Result<> check_topic(const Context& workspace, const Id& topic) {
  if (topic.is_nil()) return {};
  std::vector<Topic> topics;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(topics, read_topics(workspace, reader));
    return {};
  }));
  return topic_of(topics, topic) ? Result<>{} : records::one_problem("topic", "unknown_topic", "There is no such topic.");
}

/// What somebody tells of, and the program did not witness.
Result<> check_told(const Context& context, const Statement& statement) {
  if (is_witnessed_by_program(statement.method)) return records::one_problem("method", "not_witnessed", not_witnessed(*context.model().find(kConsent), statement.method));
  const privacy::Purpose* purpose = context.policy->policy->purpose(statement.purpose);
  if (purpose && !has_switch(*purpose) && privacy::consent::allows(statement.state)) return records::one_problem("purpose", "no_consent_needed", no_consent_needed(*purpose));
  return {};
}

void fill(Draft& draft, const Id& person, const Statement& statement, const std::string& kept_address, const Id& by) {
  set(draft, "person", person);
  set(draft, "purpose", statement.purpose);
  set(draft, "channel", statement.channel);
  set(draft, "topic", statement.topic);
  set(draft, "state", privacy::consent::name_of(statement.state));
  set(draft, "at", std::optional(statement.at ? statement.at : now()));
  set(draft, "expires_at", statement.expires_at);
  set(draft, "method", statement.method);
  set(draft, "source", first_characters(statement.source, 500));
  set(draft, "wording", statement.wording);
  set(draft, "wording_version", first_characters(statement.wording_version, 60));
  set(draft, "language", first_characters(statement.language, 60));
  set(draft, "address", first_characters(statement.address, 300));
  set(draft, "address_hash", statement.address_hash);
  set(draft, "ip_address", first_characters(kept_address, 60));
  set(draft, "evidence", statement.evidence);
  set(draft, "evidence_file", statement.evidence_file);
  set(draft, "by", by);
}

bool concerns_consents(const records::Change& change) {
  return change.entity == kConsent || change.operation == "merge" || change.operation == "unmerge";
}

}  // namespace

Consents::Consents(Parts parts) : parts_(std::move(parts)), suppressions_(parts_.records, parts_.secret) {
  listener_ = parts_.records.changes().listen([this](const records::Change& change) {
    if (!concerns_consents(change)) return;
    {
      std::lock_guard lock(mutex_);
      pending_[change.workspace].insert(change.id);
    }
    parts_.jobs.look_again(change.workspace, kConsent);
  });
}

Consents::~Consents() { parts_.records.changes().forget(listener_); }

Result<Id> Consents::keep(const Context& person, const Id& id, const Said& said) {
  const Statement& statement = said.statement;
  const ByProgram consents(person, kConsent);
  if (statement.state == State::unknown) return records::one_problem("state", "unknown_state", "Say what the person said: requested, given, refused, withdrawn ...");
  PROBITY_TRY(check_choice(*consents->entity, "channel", statement.channel));
  PROBITY_TRY(check_choice(*consents->entity, "method", statement.method));
  PROBITY_TRY(check_topic(person, statement.topic));
  const std::string address = privacy::address_for_log(*person.policy->policy, kConsent, statement.ip_address);
  PROBITY_ASSIGN(const auto written, parts_.records.create_by(consents.context(), {.id = said.id, .allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
    fill(draft, id, statement, address, said.by);
    return {};
  }));
  PROBITY_TRY(settle(person, id));
  return written.id;
}

Result<Id> Consents::record(const Context& context, const Id& person, const Statement& statement) {
  PROBITY_TRY(check_person(context, person));
  PROBITY_TRY(records::may(context, records::Verb::update));
  PROBITY_TRY(check_told(context, statement));
  Statement told = statement;
  // A masked address is an address of nobody.
  if (!is_blank(told.address) && told.address.find('*') == told.address.npos && !address_kind(told.channel).empty()) {
    const auto hash = suppressions_.hash(context, told.address);
    if (hash && hash->kind == address_kind(told.channel)) told.address_hash = hash->text;
  }
  return keep(context, person, {.statement = told, .by = context.access.actor});
}

Result<std::vector<Recorded>> Consents::history(const Context& context, const Id& person) {
  PROBITY_TRY(check_person(context, person));
  std::vector<Recorded> events;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    const ByProgram consents(context, kConsent);
    PROBITY_ASSIGN(events, read_events(consents.context(), reader, person));
    return {};
  }));
  return events;
}

Result<Consents::Asked> Consents::asked(const Context& workspace, std::string_view purpose, std::string_view channel, std::string_view topic, std::string_view address) {
  Asked asked{.question = {.purpose = std::string(purpose), .channel = std::string(channel), .topic = {}}, .topic_name = std::string(topic), .address = {}};
  if (!address_kind(channel).empty() && !is_blank(address)) {
    PROBITY_ASSIGN(asked.address, suppressions_.hash(workspace, address));
  }
  if (topic.empty()) return asked;
  std::vector<Topic> topics;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(topics, read_topics(workspace, reader));
    return {};
  }));
  const auto found = topic_named(topics, topic);
  if (!found) return records::one_problem("topic", "unknown_topic", fmt::format("There is no topic \"{}\".", first_characters(topic, 60)));
  asked.question.topic = found->id;
  asked.question.topic_needs_own = found->needs_own;
  asked.topic_name = found->name;
  return asked;
}

Result<Verdict> Consents::why(const Context& context, const Id& person, std::string_view purpose, std::string_view channel, const Id& topic) {
  PROBITY_TRY(check_person(context, person));
  if (!context.policy->policy->purpose(purpose)) return records::one_problem("purpose", "unknown_purpose", fmt::format("The policy in force has no purpose \"{}\".", first_characters(purpose, 60)));
  if (!channel.empty() && !privacy::consent::is_channel(channel)) return records::one_problem("channel", "unknown_channel", "A channel is email, phone, text, post or fax.");
  PROBITY_ASSIGN(const Asked question, asked(context, purpose, channel, topic.is_nil() ? std::string() : topic.text(), {}));
  return judge(by_program(context, *context.entity), person, question);
}

Result<Verdict> Consents::may_send(std::string_view workspace, std::string_view entity, const Id& person, std::string_view purpose, std::string_view channel,
                                   std::string_view topic, std::string_view address) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  const meta::Entity* found = context.model().find(entity);
  if (!found || found->subject.kind != meta::Subject::Kind::self) {
    return Verdict{.code = "no_such_person", .reason = "The one it is for is no person on record.", .standing = {}, .chain = {}, .events = {}};
  }
  const auto question = asked(context, purpose, channel, topic, address);
  if (!question) {
    if (question.error().kind != ErrorKind::invalid) return std::unexpected(question.error());
    return Verdict{.code = question.error().code, .reason = question.error().message, .standing = {}, .chain = {}, .events = {}};
  }
  return judge(by_program(context, *found), person, *question);
}

Result<std::string> Consents::objection(std::string_view workspace, std::string_view entity, const Id& person, std::string_view purpose, std::string_view channel) {
  if (channel.empty() || workspace == records::kSystemWorkspace || person.is_nil()) return std::string();
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  std::vector<Topic> topics;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(topics, read_topics(context, reader));
    return {};
  }));
  PROBITY_ASSIGN(const Verdict whole, may_send(workspace, entity, person, purpose, channel, {}, {}));
  if (whole.allowed) return std::string();
  for (const Topic& topic : topics) {
    if (topic.purpose != purpose) continue;
    PROBITY_ASSIGN(const Verdict verdict, may_send(workspace, entity, person, purpose, channel, topic.id.text(), {}));
    if (verdict.allowed) return std::string();
  }
  return whole.reason;
}

Result<Verdict> Consents::judge(const Context& person, const Id& id, const Asked& asked) {
  Verdict verdict;
  PROBITY_TRY(person.database->read([&](store::Reader& reader) -> Result<> {
    Facts facts{.policy = *person.policy->policy, .question = asked.question, .topic_name = asked.topic_name};
    PROBITY_TRY(reader.one(person.tables->all, "_id", cell(id), [&](const Row& row) {
      if (!row.null(meta::kDeletedAt) || !person.sees(row)) return false;
      facts.there = true;
      facts.state = row.integer(meta::kSubjectState);
      facts.addresses = addresses_of(*person.entity, row, parts_.secret);
      return false;
    }));
    if (asked.address) facts.addresses = {*asked.address};
    std::erase_if(facts.addresses, [&](const AddressHash& address) { return address.kind != address_kind(asked.question.channel); });
    const ByProgram consents(person, kConsent);
    PROBITY_ASSIGN(facts.events, read_events(consents.context(), reader, id));
    PROBITY_ASSIGN(facts.suppressions, suppressions_of(person, reader, facts.addresses));
    verdict = verdict_of(std::move(facts), now());
    return {};
  }));
  return verdict;
}

}  // namespace probity::rights
