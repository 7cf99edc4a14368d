#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

std::vector<std::string> workspaces_of(Invocation& invocation, Error& error) {
  if (invocation.arguments.has("workspace")) return {invocation.arguments["workspace"]};
  auto names = invocation.installation.backend().list();
  if (names) return *names;
  error = names.error();
  return {};
}

void write_steps(JsonWriter& writer, const std::string& slug, const std::vector<store::MigrationStep>& steps, bool done) {
  writer.StartObject();
  key(writer, "workspace");
  put(writer, slug);
  key(writer, "done");
  writer.Bool(done);
  key(writer, "steps");
  writer.StartArray();
  for (const auto& step : steps) {
    writer.StartObject();
    key(writer, "what");
    put(writer, step.text());
    key(writer, "destructive");
    writer.Bool(step.destructive);
    key(writer, "rows");
    writer.Int64(step.rows_concerned);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

void tell(Invocation& invocation, const std::string& slug, const std::vector<store::MigrationStep>& steps, bool done) {
  if (steps.empty()) invocation.print(fmt::format("{}: nothing to do.", slug));
  for (const auto& step : steps) {
    const char* lead = invocation.arguments.has("undo") ? "took back: " : done ? "" : "would ";
    invocation.print(fmt::format("{}: {}{}", slug, lead, step.text()));
  }
}

/// Taken back without a look at the model: it may be the older one again, which what is stored does not fit yet.
Result<std::vector<store::MigrationStep>> undo_one(Invocation& invocation, const std::string& slug) {
  PROBITY_ASSIGN(auto database, invocation.installation.backend().open(slug, false));
  auto steps = database->undo_migration();
  if (!steps && steps.error().code == "nothing_to_undo" && !invocation.arguments.has("workspace")) return std::vector<store::MigrationStep>{};
  invocation.installation.workspaces().forget(slug);
  return steps;
}

/// Additive steps were done when the workspace was opened; what is left is what takes something away.
Result<std::vector<store::MigrationStep>> migrate_one(Invocation& invocation, const std::string& slug, bool& done) {
  done = invocation.arguments.has("undo");
  if (done) return undo_one(invocation, slug);
  PROBITY_ASSIGN(auto workspace, invocation.installation.workspaces().find(slug));
  PROBITY_ASSIGN(auto database, workspace->database());
  const store::Schema wanted = store::schema_of(workspace->catalog()->model(), slug == "system");
  PROBITY_ASSIGN(auto plan, database->plan_migration(wanted));
  done = plan.destructive() && invocation.arguments.has("allow-loss");
  if (done) {
    PROBITY_ASSIGN(plan, database->migrate(wanted, true, true));
  }
  return plan.steps;
}

Result<> run_migration(Invocation& invocation) {
  Error error;
  const auto slugs = workspaces_of(invocation, error);
  if (!error.code.empty()) return fail(std::move(error));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  bool waiting = false;
  for (const std::string& slug : slugs) {
    bool done = false;
    PROBITY_ASSIGN(auto steps, migrate_one(invocation, slug, done));
    waiting = waiting || (!done && !steps.empty());
    write_steps(writer, slug, steps, done);
    if (!invocation.json()) tell(invocation, slug, steps, done);
  }
  writer.EndArray();
  if (invocation.json()) invocation.print(text(buffer));
  if (waiting) invocation.say("Nothing was changed. To do it, run the command again with --allow-loss; a copy is made first and `probity migrate --undo` brings it back.");
  return {};
}

}  // namespace

Command migrate() {
  return {.words = {"migrate"},
          .help = "Show what a changed model takes away from the stored data, and do it or take it back",
          .options = {{.name = "--workspace", .help = "Slug of one workspace; all of them otherwise"},
                      {.name = "--allow-loss", .help = "Drop columns and tables that the model no longer has", .flag = true},
                      {.name = "--undo", .help = "Take the last migration back, keeping what was written since", .flag = true}},
          .run = run_migration};
}

}  // namespace probity::cli
