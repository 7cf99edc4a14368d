// The policy on the command line: check one, show it, say what it changes, apply it.
#include <fstream>

#include "base/log.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "privacy/policy/publish/publish.hpp"
#include "promises/report.hpp"
#include "rights/governance/preview_json.hpp"

namespace probity::cli {
namespace {

using governance::Choice;

/// "system" where no workspace is named: the operator's.
std::string level_of(const Invocation& invocation) {
  return invocation.arguments.has("workspace") ? invocation.arguments["workspace"] : std::string(records::kSystemWorkspace);
}

/// Not given, what was set over the present policy stays.
Result<std::string> overrides_of(const Invocation& invocation, const std::string& present) {
  if (!invocation.arguments.has("overrides")) return present;
  std::ifstream stream(invocation.path("overrides"));
  if (!stream) return invalid("unreadable_file", fmt::format("The file {} cannot be read.", invocation.path("overrides").string()), "overrides");
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<Choice> choice_of(const Invocation& invocation, const governance::InForce& in_force) {
  Choice choice{.profile = invocation.arguments["profile"], .overrides = {}, .note = invocation.arguments["note"]};
  if (choice.profile.empty()) choice.profile = in_force.profile;
  PROBITY_ASSIGN(choice.overrides, overrides_of(invocation, in_force.overrides));
  return choice;
}

std::string json_of(const std::vector<privacy::Finding>& findings) {
  return json_document([&](JsonWriter& writer) { governance::write_findings(findings, writer); });
}

/// How each promise stands, or would stand were the policy in force.
std::vector<promises::Answer> look_at(Invocation& invocation, const std::string& level, const privacy::PolicyPointer& policy, bool applied) {
  promises::Situation situation{level, policy, applied, invocation.installation.records(), invocation.installation.facts()};
  return promises::look_at_all(situation);
}

/// Processors through which data leaves today and that this policy would not list: nothing goes to them any more.
std::vector<std::string> in_use_and_not_listed(const privacy::Policy& today, const privacy::Policy& then, const std::vector<promises::Integration>& configured) {
  std::vector<std::string> names;
  for (const privacy::Processor& each : today.processors) {
    const bool in_use = std::ranges::any_of(configured, [&](const promises::Integration& way) { return way.name == each.integration; });
    if (in_use && !then.processor(each.id)) names.push_back(each.id);
  }
  return names;
}

Result<> check(Invocation& invocation) {
  const std::string level = level_of(invocation);
  PROBITY_ASSIGN(const auto standing, invocation.installation.governance().standing(level));
  PROBITY_ASSIGN(const Choice choice, choice_of(invocation, standing.in_force));
  PROBITY_ASSIGN(auto preview, invocation.installation.governance().preview(level, choice, {}));
  const bool applied = preview.unchanged;
  auto policy = applied ? standing.in_force.policy : privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(preview.document.policy))});
  const auto answers = look_at(invocation, level, policy, applied);
  PROBITY_ASSIGN(const auto profile, privacy::load_profile(invocation.installation.governance().policies(), choice.profile));
  const auto configured = invocation.installation.facts().integrations();
  const auto lost = in_use_and_not_listed(*standing.in_force.policy->policy, *policy->policy, configured);
  const auto added = in_use_and_not_listed(*policy->policy, profile.policy, configured);
  if (invocation.json()) {
    // One document: what is wrong with the policy, then what the report says of its promises.
    invocation.print(fmt::format(R"({{"problems":{},{})", json_of(preview.findings), promises::report_json(choice.profile, answers).substr(1)));
  } else {
    for (const std::string& id : lost) invocation.print(fmt::format("warning: \"{}\" is in use, and this policy does not list it: nothing would go to it any more.", id));
    for (const std::string& id : added) invocation.print(fmt::format("note: \"{}\" is in use, and the profile itself does not list it; it stays because it was added here.", id));
    for (const auto& finding : preview.findings) invocation.print(fmt::format("{} {}", finding.refuses ? "refused:" : "warning:", finding.text()));
    invocation.print(promises::report_text(*policy->policy, answers));
  }
  PROBITY_TRY(privacy::refuse_bad(preview.findings));
  const int broken = promises::counted(answers).broken;
  if (broken == 0) return {};
  return fail(ErrorKind::internal, "promises_broken", fmt::format("{} of {} promises {} broken.", broken, answers.size(), broken == 1 ? "is" : "are"));
}

/// A profile is shown as if all it speaks of were in use, and as a first version.
Result<> show_text(Invocation& invocation, std::string_view document) {
  PROBITY_ASSIGN(auto read, privacy::read_policy(document, "policy"));
  privacy::PolicyInForce shown{.policy = std::make_shared<const privacy::Policy>(std::move(read.policy))};
  if (!invocation.arguments.has("profile")) {
    PROBITY_ASSIGN(const auto standing, invocation.installation.governance().standing(level_of(invocation)));
    shown.version = standing.in_force.policy->version;
    shown.since = standing.in_force.policy->since;
  }
  invocation.print(privacy::as_text(privacy::publish(shown, {})));
  return {};
}

Result<> show(Invocation& invocation) {
  std::string document;
  if (invocation.arguments.has("profile")) {
    PROBITY_ASSIGN(const auto loaded, privacy::load_profile(invocation.installation.governance().policies(), invocation.arguments["profile"]));
    document = loaded.json;
  } else {
    PROBITY_ASSIGN(const auto standing, invocation.installation.governance().standing(level_of(invocation)));
    document = standing.in_force.document;
  }
  if (invocation.arguments.has("text")) return show_text(invocation, document);
  if (!invocation.json()) {
    PROBITY_ASSIGN(document, privacy::yaml_of_document(document));
  }
  invocation.print(document);
  return {};
}

std::string_view mark_of(privacy::Severity severity) {
  switch (severity) {
    case privacy::Severity::narrower: return "-";
    case privacy::Severity::same: return "=";
    case privacy::Severity::wider: return "+";
  }
  return "=";
}

void tell(const Invocation& invocation, const governance::Preview& preview) {
  if (preview.unchanged) invocation.print("Nothing changes: this is in force already.");
  for (const auto& change : preview.changes) invocation.print(fmt::format("{} {}", mark_of(change.severity), change.text));
  for (const auto& finding : preview.findings) invocation.print(fmt::format("{} {}", finding.refuses ? "refused:" : "warning:", finding.text()));
  if (!preview.changes.empty()) invocation.print("(+ more is used, kept or shared, or less is promised; - the other way round; = other words)");
  if (preview.told > 0) invocation.print(fmt::format("{} {} told of it.", preview.told, preview.told == 1 ? "person is" : "people are"));
  if (preview.cannot_be_told > 0) invocation.print(fmt::format("{} cannot be told by letter as things stand. {}", preview.cannot_be_told, preview.not_told_because));
  if (preview.waits) invocation.print(fmt::format("It takes effect on {}, after they had time to object.", format_day(day_of(preview.effective, ""))));
}

Result<> show_difference(Invocation& invocation) {
  const std::string level = level_of(invocation);
  PROBITY_ASSIGN(const auto standing, invocation.installation.governance().standing(level));
  PROBITY_ASSIGN(const Choice choice, choice_of(invocation, standing.in_force));
  PROBITY_ASSIGN(const auto preview, invocation.installation.governance().preview(level, choice, {}));
  if (!invocation.json()) {
    tell(invocation, preview);
    return {};
  }
  invocation.print(json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "profile");
    put(writer, choice.profile);
    governance::write_preview(preview, writer);
    writer.EndObject();
  }));
  return {};
}

/// What applying the policy of before does not undo.
bool has_consequences(const governance::Preview& preview) {
  return preview.waits || std::ranges::any_of(preview.changes, [](const privacy::PolicyChange& change) { return change.deletes.value_or(0) > 0; });
}

void write_applied(const governance::Applied& applied, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "version");
  writer.Int64(applied.version.number);
  key(writer, "profile");
  put(writer, applied.version.profile);
  key(writer, "state");
  put(writer, applied.version.state);
  key(writer, "since");
  put(writer, format_timestamp(applied.version.since));
  key(writer, "told");
  writer.Int64(applied.told);
  key(writer, "cannot_be_told");
  writer.Int64(applied.cannot_be_told);
  key(writer, "not_told_because");
  applied.not_told_because.empty() ? void(writer.Null()) : put(writer, applied.not_told_because);
  writer.EndObject();
}

Result<> apply(Invocation& invocation) {
  auto& governance = invocation.installation.governance();
  const std::string level = level_of(invocation);
  PROBITY_ASSIGN(const auto standing, governance.standing(level));
  PROBITY_ASSIGN(const Choice choice, choice_of(invocation, standing.in_force));
  PROBITY_ASSIGN(const auto preview, governance.preview(level, choice, {}));
  PROBITY_TRY(privacy::refuse_bad(preview.findings));
  if (has_consequences(preview) && !invocation.arguments.has("yes")) {
    if (!invocation.json()) tell(invocation, preview);
    return invalid("confirmation_needed", "Records would be deleted, or people would be told of it first. Nothing was changed. To do it, run the command again with --yes.");
  }
  PROBITY_ASSIGN(const auto applied, governance.apply(level, choice, {}));
  // What it means for the promises is known at once, as over HTTP.
  if (const auto looked = invocation.installation.promises().run(level); !looked) log::error("promises: {} could not be looked at: {}", level, looked.error().code);
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) { write_applied(applied, writer); }));
    return {};
  }
  tell(invocation, preview);
  const std::string when = applied.version.state == "withdrawn" ? "was withdrawn before it took effect" : applied.waits ? fmt::format("takes effect on {}", format_day(day_of(applied.version.since, ""))) : "is in force";
  invocation.print(fmt::format("Version {} ({}) {}.", applied.version.number, applied.version.profile, when));
  return {};
}

Result<> history(Invocation& invocation) {
  PROBITY_ASSIGN(const auto versions, invocation.installation.governance().history(level_of(invocation)));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) { governance::write_versions(versions, writer); }));
    return {};
  }
  for (const auto& version : versions) {
    const std::string until = version.until == 0 ? std::string() : fmt::format(" until {}", format_day(day_of(version.until, "")));
    invocation.print(fmt::format("{:>4}  {:<12} {:<22} {}{}  {}", version.number, version.state, version.profile, format_day(day_of(version.since, "")), until, version.note));
  }
  return {};
}

Option level_option() { return {.name = "--workspace", .help = "Slug of a workspace; without it, the operator's own policy over the accounts", .environment = "PROBITY_WORKSPACE"}; }
Option profile_option(bool required) { return {.name = "--profile", .help = "Name of a profile in the folder of policies", .required = required}; }
Option overrides_option() { return {.name = "--overrides", .help = "JSON file of what is set over the profile; without it, what was set before stays"}; }

}  // namespace

Command policy_check() {
  return {.words = {"policy", "check"}, .help = "Hold a policy against itself, the model, the law and the running program, and look at its promises", .options = {profile_option(false), overrides_option(), level_option()}, .run = check};
}

Command policy_show() { return {.words = {"policy", "show"}, .help = "Show a whole policy: the one in force, or a profile", .options = {profile_option(false), level_option(), {.name = "--yaml", .help = "As a policy file, which is also the way without it", .flag = true}, {.name = "--text", .help = "As people read it", .flag = true}}, .run = show}; }

Command policy_diff() { return {.words = {"policy", "diff"}, .help = "Say in plain words what another policy would change", .options = {profile_option(true), overrides_option(), level_option()}, .run = show_difference}; }

Command policy_apply() {
  return {.words = {"policy", "apply"},
          .help = "Put a policy in force, or announce it where people must be told first",
          .options = {profile_option(true), overrides_option(), level_option(), {.name = "--note", .help = "Why, for the list of versions"}, {.name = "--yes", .help = "Also where records will be deleted, or people are told of it first", .flag = true}},
          .run = apply};
}

Command policy_history() { return {.words = {"policy", "history"}, .help = "List the versions of the policy", .options = {level_option()}, .run = history}; }

}  // namespace probity::cli
