#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "rights/disclosure/disclosures.hpp"
#include "rights/disclosure/recipients.hpp"

namespace probity::http::handlers {
namespace {

constexpr std::string_view kSystem = records::kSystemWorkspace;

/// A record that is a person, and where what is kept about them stands: a member's own in the system's workspace,
/// everybody else's in the workspace of the call.
struct Person {
  std::string workspace;
  Id id;
  privacy::PolicyPointer policy;
};

std::unexpected<Error> no_person() { return fail(ErrorKind::not_found, "not_found", "There is no such person."); }

enum class For { reading, changing };

Result<Person> own_account(const Call& call, const Id& id) {
  if (id != call.access->actor) return no_person();
  PROBITY_ASSIGN(const auto system, call.application.records.workspaces().find(kSystem));
  return Person{std::string(kSystem), id, system->policy()};
}

Result<Person> person_of(const Call& call, For use) {
  PROBITY_ASSIGN(const Id id, call.id(1));
  if (call.parameter(0) == "members") return own_account(call, id);
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  if (context.entity->subject.kind != meta::Subject::Kind::self) return no_person();
  // What goes to whom is answered, and refused, also while the person's data is restricted.
  PROBITY_TRY(rights::check_person(context, id));
  if (use == For::changing) PROBITY_TRY(records::may(context, records::Verb::update));
  return Person{call.access->workspace, id, context.policy};
}

Result<std::vector<std::string>> texts_of(const JsonValue& body, std::string_view name) {
  std::vector<std::string> texts;
  const JsonValue* list = find(body, name);
  if (!list) return texts;
  if (!list->IsArray()) return bad_member(name, "a list of texts");
  for (const JsonValue& item : list->GetArray()) {
    if (!item.IsString()) return bad_member(name, "a list of texts");
    texts.emplace_back(view(item));
  }
  return texts;
}

Result<std::vector<std::pair<std::string, Id>>> people_of(const Call& call, const JsonValue& body) {
  std::vector<std::pair<std::string, Id>> people;
  const JsonValue* list = find(body, "people");
  if (!list) return people;
  if (!list->IsArray()) return bad_member("people", "a list of {\"entity\",\"id\"}");
  for (const JsonValue& item : list->GetArray()) {
    if (!item.IsObject()) return bad_member("people", "a list of {\"entity\",\"id\"}");
    PROBITY_ASSIGN(const std::string entity, text_member(item, "entity"));
    PROBITY_ASSIGN(const Id id, id_member(item, "id"));
    PROBITY_ASSIGN(const auto context, call.enter(entity));
    people.emplace_back(context.entity->name, id);
  }
  return people;
}

Result<disclosure::Act> act_of(const Call& call, const JsonValue& body) {
  PROBITY_TRY(only_members(body, {"kind", "recipient", "processor", "country", "safeguard", "purpose", "categories", "people", "why", "ground", "reference", "terms", "terms_accepted", "notice_date", "channel", "at"}));
  disclosure::Act act;
  PROBITY_ASSIGN(act.kind, text_member(body, "kind"));
  const std::pair<std::string_view, std::string*> texts[] = {
      {"recipient", &act.recipient}, {"processor", &act.processor}, {"country", &act.country}, {"safeguard", &act.safeguard}, {"purpose", &act.purpose}, {"why", &act.why},
      {"ground", &act.ground}, {"reference", &act.reference}, {"terms", &act.terms}, {"terms_accepted", &act.terms_accepted}, {"notice_date", &act.notice_date}, {"channel", &act.channel}};
  for (const auto& [name, into] : texts) {
    const JsonValue* value = find(body, name);
    if (value && !value->IsString() && !value->IsNull()) return bad_member(name, "a text");
    if (value && value->IsString()) *into = view(*value);
  }
  PROBITY_ASSIGN(act.categories, texts_of(body, "categories"));
  PROBITY_ASSIGN(act.people, people_of(call, body));
  const std::string at = text_member_or(body, "at", "");
  if (!at.empty()) {
    PROBITY_ASSIGN(act.at, parse_timestamp(at));
  }
  return act;
}

Result<Response> vendors_answer(const Call& call, const Person& person) {
  PROBITY_ASSIGN(const auto refused, call.application.disclosures.refusals().of(person.workspace, person.id));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    disclosure::write_vendors(*person.policy->policy, refused, writer);
    return {};
  });
}

}  // namespace

Result<Response> register_disclosure(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(const auto act, act_of(call, body));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(*call.access));
  PROBITY_ASSIGN(const auto ids, call.application.disclosures.registers().enter(context, act));
  return write_answer(201, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "ids");
    writer.StartArray();
    for (const Id& id : ids) put(writer, id.text());
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

Result<Response> get_recipients(Call& call) {
  PROBITY_ASSIGN(const Person person, person_of(call, For::reading));
  const auto tell = call.access->grants->administrator && person.workspace != kSystem ? disclosure::Tell::all : disclosure::Tell::what_everybody_may_know;
  PROBITY_ASSIGN(const auto recipients, disclosure::recipients_of(call.application.disclosures.book(), person.workspace, person.id, tell));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    disclosure::write_recipients(recipients, *person.policy->policy, writer);
    return {};
  });
}

Result<Response> list_vendors(Call& call) {
  PROBITY_ASSIGN(const Person person, person_of(call, For::reading));
  return vendors_answer(call, person);
}

Result<Response> refuse_vendor(Call& call) {
  PROBITY_ASSIGN(const Person person, person_of(call, For::changing));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"processor"}));
  PROBITY_ASSIGN(const std::string processor, text_member(body, "processor"));
  const Id by = person.id == call.access->actor ? Id{} : call.access->actor;
  PROBITY_TRY(call.application.disclosures.refusals().refuse(person.workspace, person.id, processor, by));
  return vendors_answer(call, person);
}

Result<Response> allow_vendor(Call& call) {
  PROBITY_ASSIGN(const Person person, person_of(call, For::changing));
  PROBITY_TRY(call.application.disclosures.refusals().allow(person.workspace, person.id, call.parameter(2)));
  return vendors_answer(call, person);
}

Result<Response> list_processors(Call& call) {
  PROBITY_ASSIGN(const auto workspace, call.application.records.workspaces().find(call.access->workspace));
  const Timestamp since = now() - 30 * kDay;
  PROBITY_ASSIGN(const auto traffic, disclosure::traffic_since(call.application.disclosures.book(), call.access->workspace, since));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    disclosure::write_processors(*workspace->policy()->policy, traffic, call.application.integrations, writer);
    return {};
  });
}

}  // namespace probity::http::handlers
