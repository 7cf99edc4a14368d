// What people ask about their data, for the administrators who answer. The law is the purpose, whatever the call names.
#include "base/text.hpp"
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "http/level.hpp"
#include "http/pages/request_evidence.hpp"

namespace probity::http::handlers {
namespace {

using requests::Action;
using requests::Kind;
using requests::Request;
using requests::Wish;

constexpr rapidjson::SizeType kMostAtOnce = 1'000;

std::string text_or_none(const JsonValue& body, std::string_view name) { return text_member_or(body, name, ""); }

Result<Id> optional_id(const JsonValue& body, std::string_view name) {
  const JsonValue* value = find(body, name);
  if (!value || value->IsNull()) return Id{};
  return id_member(body, name);
}

Result<Kind> kind_in(const JsonValue& body) {
  PROBITY_ASSIGN(const std::string text, text_member(body, "kind"));
  const auto kind = requests::named<Kind>(text);
  if (!kind) return bad_member("kind", "access, portability, rectification, erasure, restriction, objection, withdrawal, complaint or question");
  return *kind;
}

/// Sources that a colleague may name; "form" and "operator" are said by the program.
Result<std::string> source_in(const JsonValue& body) {
  const std::string source = text_member_or(body, "source", "email");
  for (const std::string_view known : {"email", "phone", "letter", "in_person"}) {
    if (source == known) return source;
  }
  return bad_member("source", "email, phone, letter or in_person");
}

Result<Wish> wish_in(const records::Context& context, const JsonValue& body) {
  Wish wish;
  PROBITY_ASSIGN(wish.kind, kind_in(body));
  PROBITY_ASSIGN(wish.source, source_in(body));
  const std::pair<std::string_view, std::string*> texts[] = {{"email", &wish.email}, {"name", &wish.name}, {"message", &wish.message}, {"purpose", &wish.purpose}, {"proof", &wish.proof}};
  for (const auto& [name, into] : texts) *into = text_or_none(body, name);
  PROBITY_ASSIGN(wish.person, optional_id(body, "person"));
  const std::string received = text_or_none(body, "received_at");
  if (received.empty()) return wish;
  // A letter has a day.
  const auto at = parse_timestamp(parse_day(received) ? received + "T00:00" : received, context.input->time_zone);
  if (!at) return bad_member("received_at", "a day or a time");
  wish.received_at = *at;
  return wish;
}

Result<Action> action_in(const JsonValue& body) {
  Action action;
  PROBITY_ASSIGN(action.step, text_member(body, "step"));
  const std::pair<std::string_view, std::string*> texts[] = {{"note", &action.note}, {"reason", &action.reason}, {"route", &action.route}, {"to", &action.to}};
  for (const auto& [name, into] : texts) *into = text_or_none(body, name);
  PROBITY_ASSIGN(action.person, optional_id(body, "person"));
  PROBITY_ASSIGN(action.assignee, optional_id(body, "assignee"));
  return action;
}

Result<> check_assignee(const Call& call, const privacy::Access& by, const Action& action) {
  if (action.step != "assign" || action.assignee.is_nil() || action.assignee == by.actor) return {};
  if (by.workspace == records::kSystemWorkspace) return bad_member("assignee", "who operates this installation, because nobody else may see these requests");
  PROBITY_ASSIGN(const auto access, call.application.accounts.access_of_member(by.workspace, action.assignee, privacy::kLegalObligation));
  if (access.grants->administrator) return {};
  return bad_member("assignee", "an administrator, because nobody else may see requests");
}

/// One of many: an id, or what was sent in its place.
struct Item {
  std::optional<Id> id;
  std::string sent;
};

/// Each once, however often it was named.
Result<std::vector<Item>> items_in(const JsonValue& body, std::string_view name) {
  const JsonValue* list = find(body, name);
  if (!list || !list->IsArray() || list->Empty() || list->Size() > kMostAtOnce) return bad_member(name, fmt::format("a list of 1 to {} ids", kMostAtOnce));
  std::vector<Item> items;
  for (const JsonValue& item : list->GetArray()) {
    if (!item.IsString()) return bad_member(name, "a list of ids");
    const auto id = Id::parse(view(item));
    if (id && std::ranges::find(items, id, &Item::id) != items.end()) continue;
    items.push_back({id, std::string(first_characters(view(item), 40))});
  }
  return items;
}

Result<Response> story_answer(const Call& call, const records::Context& context, int status, const Id& id, std::string_view password = {}) {
  return write_answer(status, [&](JsonWriter& writer) { return call.application.requests.write_story(context, id, writer, password); });
}

void write_outcome(const Item& item, const Result<Request>& done, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, done ? done->id.text() : item.id ? item.id->text() : item.sent);
  if (done) {
    key(writer, "state");
    put(writer, requests::name_of(done->state));
    if (!done->password.empty()) {
      key(writer, "password");
      put(writer, done->password);
    }
  } else {
    key(writer, "code");
    put(writer, done.error().code);
    key(writer, "detail");
    put(writer, done.error().message);
  }
  writer.EndObject();
}

/// What is wrong with one stops no other.
Result<Response> outcomes(const std::vector<Item>& items, const std::function<Result<Request>(const Id&)>& act) {
  std::vector<Result<Request>> done;
  for (const Item& item : items) done.push_back(item.id ? act(*item.id) : Result<Request>(invalid("bad_id", "This is no id.")));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (std::size_t i = 0; i < done.size(); ++i) write_outcome(items[i], done[i], writer);
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

}  // namespace

Result<Response> create_request(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level_by_law(call));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"kind", "email", "name", "message", "purpose", "source", "person", "proof", "received_at"}));
  PROBITY_ASSIGN(const Wish wish, wish_in(context, body));
  PROBITY_ASSIGN(const Request request, call.application.requests.enter(context, wish));
  PROBITY_ASSIGN(Response response, story_answer(call, context, 201, request.id));
  response.set("Location", fmt::format("{}/{}", call.route->path, request.id.text()));
  return response;
}

Result<Response> get_request_story(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level_by_law(call));
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access));
  return story_answer(call, context, 200, id);
}

Result<Response> take_request_step(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level_by_law(call));
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"step", "note", "reason", "route", "to", "person", "assignee"}));
  PROBITY_ASSIGN(const Action action, action_in(body));
  PROBITY_TRY(check_assignee(call, access, action));
  PROBITY_ASSIGN(const Request after, call.application.requests.act(context, id, action));
  return story_answer(call, context, 200, id, after.password);
}

// Either a step for many requests, or a request of the same kind for many people; what is wrong with one stops no other.
Result<Response> bulk_requests(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level_by_law(call));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  if (find(body, "ids")) {
    PROBITY_TRY(only_members(body, {"ids", "step", "note", "reason", "route", "assignee"}));
    PROBITY_ASSIGN(const auto ids, items_in(body, "ids"));
    PROBITY_ASSIGN(const Action action, action_in(body));
    PROBITY_TRY(check_assignee(call, access, action));
    return outcomes(ids, [&](const Id& id) { return call.application.requests.act(context, id, action); });
  }
  PROBITY_TRY(only_members(body, {"people", "kind", "message", "purpose", "source", "proof", "received_at"}));
  PROBITY_ASSIGN(const auto people, items_in(body, "people"));
  PROBITY_ASSIGN(Wish wish, wish_in(context, body));
  return outcomes(people, [&](const Id& person) {
    wish.person = person;
    return call.application.requests.enter(context, wish);
  });
}

Result<Response> get_request_evidence(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level_by_law(call));
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(call.application.requests.write_story(context, id, writer));
  PROBITY_ASSIGN(const JsonDocument story, parse_json(text(buffer)));
  const bool html = call.request.parameter("format") == "html";
  Response response{.status = 200};
  response.body = html ? pages::evidence_page(story) : to_json_text(story);
  response.set("Content-Type", html ? "text/html; charset=utf-8" : "application/json");
  response.set("Content-Disposition", fmt::format("attachment; filename=\"request-{}.{}\"", id.text(), html ? "html" : "json"));
  response.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  return response;
}

}  // namespace probity::http::handlers
