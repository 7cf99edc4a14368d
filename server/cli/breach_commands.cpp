// The register of breaches on the command line: the operator's, of accounts, and with --workspace one workspace's.
#include "cli/commands.hpp"
#include "cli/level_record.hpp"

namespace probity::cli {
namespace {

constexpr std::string_view kList = "breaches list";

Result<> list(Invocation& invocation) {
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "breach"));
  return print_list(invocation, *level, {"title", "state", "aware_at", "due_at", "people_state"}, "No breach is in the register.");
}

Result<> print_breach(Invocation& invocation, const LevelRecords& level, const Id& id) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(invocation.installation.incidents().write_story(level.context(), id, writer));
  if (invocation.json()) {
    invocation.print(text(buffer));
    return {};
  }
  PROBITY_ASSIGN(const JsonDocument story, parse_json(text(buffer)));
  const auto shown = [](const JsonValue& object, const char* name) { return object[name].IsString() ? view(object[name]) : std::string_view("-"); };
  invocation.print(fmt::format("{}\nNext: {}", shown(story, "in_words"), shown(story, "next_step")));
  for (const JsonValue& step : story["steps"].GetArray()) invocation.print(fmt::format("{}  {:<12} {}", shown(step, "at"), shown(step, "step"), shown(step, "why")));
  return {};
}

/// A JSON object on standard input, with the members of the API.
Result<JsonDocument> object_given(Invocation& invocation) {
  PROBITY_ASSIGN(JsonDocument object, parse_json(invocation.input));
  if (!object.IsObject()) return invalid("bad_input", "Give a JSON object on standard input, such as {\"title\":\"Lost laptop\",\"aware_at\":\"2026-01-31T10:00:00Z\"}.");
  return object;
}

Result<> record(Invocation& invocation) {
  PROBITY_ASSIGN(JsonDocument object, object_given(invocation));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "breach"));
  PROBITY_ASSIGN(const auto written, invocation.installation.records().create(level->context(), object, {}));
  if (!invocation.json()) invocation.print(written.id.text());
  return print_breach(invocation, *level, written.id);
}

Result<> fill_in(Invocation& invocation) {
  PROBITY_ASSIGN(const Id id, id_given(invocation, "breach", kList));
  PROBITY_ASSIGN(const JsonDocument patch, object_given(invocation));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "breach"));
  PROBITY_TRY(invocation.installation.records().update(level->context(), id, patch, {}));
  return print_breach(invocation, *level, id);
}

Result<> show(Invocation& invocation) {
  PROBITY_ASSIGN(const Id id, id_given(invocation, "breach", kList));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "breach"));
  return print_breach(invocation, *level, id);
}

Result<> notice(Invocation& invocation) {
  PROBITY_ASSIGN(const Id id, id_given(invocation, "breach", kList));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "breach"));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(invocation.installation.incidents().write_notice(level->context(), id, writer));
  if (invocation.json()) {
    invocation.print(text(buffer));
    return {};
  }
  PROBITY_ASSIGN(const JsonDocument drafts, parse_json(text(buffer)));
  invocation.print(fmt::format("TO THE AUTHORITY\n\n{}\n\nTO THE PEOPLE\n\n{}", view(drafts["authority"]), view(drafts["people"])));
  return {};
}

Result<> take_step(Invocation& invocation) {
  const Arguments& given = invocation.arguments;
  PROBITY_ASSIGN(const Id id, id_given(invocation, "breach", kList));
  PROBITY_ASSIGN(const auto level, LevelRecords::enter(invocation, "breach"));
  if (given["step"] == "tell") {
    PROBITY_ASSIGN(const auto people, LevelRecords::enter(invocation, given["entity"]));
    PROBITY_TRY(invocation.installation.incidents().tell_people(level->context(), id, people->context(), given["filter"]));
    PROBITY_TRY(invocation.installation.jobs().run_due(given["workspace"]));
    return print_breach(invocation, *level, id);
  }
  incidents::Step step{.step = given["step"], .why = given["why"], .authority = given["authority"], .reference = given["reference"]};
  if (given.has("at")) {
    PROBITY_ASSIGN(step.at, parse_timestamp(given["at"], level->context().input->time_zone));
  }
  PROBITY_TRY(invocation.installation.incidents().take_step(level->context(), id, step));
  return print_breach(invocation, *level, id);
}

Option level() { return level_option("the operator's register, of accounts"); }
Option breach() { return {.name = "breach", .help = "Its id", .required = true}; }

}  // namespace

Command breaches_list() { return {.words = {"breaches", "list"}, .help = "The register of breaches, newest first", .options = {level()}, .run = list}; }
Command breaches_record() { return {.words = {"breaches", "record"}, .help = "Write down a breach: a JSON object on standard input, with `title` and `aware_at`", .options = {level()}, .wants_input = true, .run = record}; }
Command breaches_fill_in() { return {.words = {"breaches", "fill-in"}, .help = "Add what became known: a JSON object on standard input", .options = {level(), breach()}, .wants_input = true, .run = fill_in}; }
Command breaches_show() { return {.words = {"breaches", "show"}, .help = "The clock of a breach, what is next, every step", .options = {level(), breach()}, .run = show}; }
Command breaches_notice() { return {.words = {"breaches", "notice"}, .help = "Draft the notices to the authority and to the people", .options = {level(), breach()}, .run = notice}; }

Command breaches_step() {
  return {.words = {"breaches", "step"},
          .help = "Write down what was done or decided about a breach",
          .options = {level(), breach(), {.name = "step", .help = "Which", .required = true, .choices = {"report", "not_report", "tell", "not_tell", "note", "close", "reopen"}}, {.name = "--why", .help = "Reason or text"},
                      {.name = "--authority", .help = "To whom it was reported"}, {.name = "--reference", .help = "Their reference"}, {.name = "--at", .help = "When it was reported, if not now"},
                      {.name = "--entity", .help = "Of tell: whom", .fallback = "members"}, {.name = "--filter", .help = "Of tell: which of them, as of a list"}},
          .run = take_step};
}

}  // namespace probity::cli
