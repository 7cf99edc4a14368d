// Requests of people on the command line: those to the operator, and with --workspace those to one workspace.
#include "cli/commands.hpp"
#include "cli/level_record.hpp"

namespace probity::cli {
namespace {

using requests::Action;
using requests::Request;
using requests::Wish;

constexpr std::string_view kList = "requests list";

Result<> list(Invocation& invocation) {
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "request"));
  return print_list(invocation, *level, {"kind", "state", "received_at", "due_at", "awaits", "identity"}, "Nobody has asked for anything yet.");
}

void print_story(Invocation& invocation, const JsonDocument& story) {
  const auto shown = [](const JsonValue& object, const char* name) { return object[name].IsString() ? view(object[name]) : std::string_view("-"); };
  invocation.print(fmt::format("{}  {}\n{}\nNext: {}", shown(story, "kind"), shown(story, "state"), shown(story["clock"], "words"), shown(story["next"], "words")));
  std::vector<std::string_view> steps;
  for (const JsonValue& step : story["next"]["steps"].GetArray()) steps.push_back(view(step));
  invocation.print(fmt::format("Steps there are: {}", fmt::join(steps, ", ")));
  for (const JsonValue& step : story["steps"].GetArray()) invocation.print(fmt::format("{}  {:<20} {}", shown(step, "at"), shown(step, "kind"), shown(step, "note")));
}

Result<> print_request(Invocation& invocation, const LevelRecords& level, const Id& id) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(invocation.installation.requests().write_story(level.context(), id, writer));
  if (invocation.json()) {
    invocation.print(text(buffer));
    return {};
  }
  PROBITY_ASSIGN(const JsonDocument story, parse_json(text(buffer)));
  print_story(invocation, story);
  return {};
}

Result<> show(Invocation& invocation) {
  PROBITY_ASSIGN(const Id id, id_given(invocation, "request", kList));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "request"));
  return print_request(invocation, *level, id);
}

Result<Id> person_given(Invocation& invocation) {
  if (!invocation.arguments.has("person")) return Id{};
  return id_given(invocation, "person", "subject find");
}

Result<> enter(Invocation& invocation) {
  const Arguments& given = invocation.arguments;
  const auto kind = requests::named<requests::Kind>(given["kind"]);
  if (!kind) return invalid("bad_kind", fmt::format("There is no kind of request \"{}\".", given["kind"]));
  Wish wish{.kind = *kind, .email = given["email"], .name = given["name"], .message = given["message"], .source = given["source"], .proof = given["proof"]};
  PROBITY_ASSIGN(wish.person, person_given(invocation));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "request"));
  PROBITY_ASSIGN(const Request request, invocation.installation.requests().enter(level->context(), wish));
  if (!invocation.json()) invocation.print(request.id.text());
  return print_request(invocation, *level, request.id);
}

Result<> take_step(Invocation& invocation) {
  const Arguments& given = invocation.arguments;
  Action action{.step = given["step"], .note = given["note"], .reason = given["reason"], .route = given["route"], .to = given["to"]};
  PROBITY_ASSIGN(const Id id, id_given(invocation, "request", kList));
  PROBITY_ASSIGN(action.person, person_given(invocation));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "request"));
  PROBITY_TRY(invocation.installation.requests().act(level->context(), id, action));
  return print_request(invocation, *level, id);
}

Option level() { return level_option("the requests to the operator, about accounts"); }
Option request() { return {.name = "request", .help = "Its id", .required = true}; }
Option person() { return {.name = "--person", .help = "Id of the person on record"}; }

}  // namespace

Command requests_list() { return {.words = {"requests", "list"}, .help = "What people ask about their data, newest first", .options = {level()}, .run = list}; }
Command requests_show() { return {.words = {"requests", "show"}, .help = "How a request stands: its clock, what is next, every step", .options = {level(), request()}, .run = show}; }

Command requests_enter() {
  return {.words = {"requests", "enter"},
          .help = "Write down what somebody asked by mail, by phone or in person",
          .options = {level(), {.name = "--kind", .help = "What they ask for", .required = true, .choices = {"access", "portability", "rectification", "erasure", "restriction", "objection", "withdrawal", "complaint", "question"}},
                      {.name = "--email", .help = "Their address"}, {.name = "--name", .help = "Their name"}, {.name = "--message", .help = "What they wrote or said"},
                      {.name = "--source", .help = "How it came", .fallback = "email", .choices = {"email", "phone", "letter", "in_person"}}, person(),
                      {.name = "--proof", .help = "What you saw that proves it is them; without it they are asked for proof"}},
          .run = enter};
}

Command requests_step() {
  return {.words = {"requests", "step"},
          .help = "Do something about a request: send a letter, ask for proof, extend, fulfil, deny",
          .options = {level(), request(), {.name = "step", .help = "Which; `requests show` names those there are", .required = true}, {.name = "--note", .help = "What was seen, is asked or answered; a reason"},
                      {.name = "--reason", .help = "Of a denial"}, {.name = "--route", .help = "Where a complaint is taken"}, {.name = "--to", .help = "Address on file that the code goes to"}, person()},
          .run = take_step};
}

}  // namespace probity::cli
