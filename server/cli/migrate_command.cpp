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

/// What one workspace has to tell.
struct Told {
  std::string workspace;
  std::vector<store::MigrationStep> steps;
  bool done = false;
};

void write_steps(JsonWriter& writer, const Told& told) {
  const auto& [slug, steps, done] = told;
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

void tell(Invocation& invocation, const Told& told) {
  const bool undo = invocation.arguments.has("undo");
  if (told.steps.empty()) invocation.print(fmt::format("{}: nothing to {}.", told.workspace, undo ? "undo" : "do"));
  for (const auto& step : told.steps) {
    invocation.print(fmt::format("{}: {}{}", told.workspace, undo ? "took back: " : told.done ? "" : "would ", undo ? step.text_of_undo() : step.text()));
  }
}

/// The workspaces in which the newest change of the model was made, so that no older, unrelated one is taken back
/// with it.
Result<std::set<std::string>> newest_change(Invocation& invocation, const std::vector<std::string>& slugs) {
  std::map<std::string, store::PastMigration> last;
  const store::PastMigration* newest = nullptr;
  for (const std::string& slug : slugs) {
    PROBITY_ASSIGN(auto database, invocation.installation.backend().open(slug, false));
    PROBITY_ASSIGN(auto past, database->last_migration());
    if (!past) continue;
    const auto& kept = last.emplace(slug, std::move(*past)).first->second;
    if (!newest || kept.at > newest->at) newest = &kept;
  }
  std::set<std::string> chosen;
  for (const auto& [slug, past] : last) {
    if (past.same_as(*newest)) chosen.insert(slug);
  }
  return chosen;
}

/// Taken back without a look at the model: it may be the older one again, which what is stored does not fit yet.
Result<std::vector<Told>> undo(Invocation& invocation, const std::vector<std::string>& slugs) {
  PROBITY_ASSIGN(const auto chosen, newest_change(invocation, slugs));
  std::vector<Told> all;
  for (const std::string& slug : slugs) {
    Told told{.workspace = slug, .steps = {}, .done = chosen.contains(slug)};
    if (told.done) {
      PROBITY_ASSIGN(auto database, invocation.installation.backend().open(slug, false));
      PROBITY_ASSIGN(told.steps, database->undo_migration());
      invocation.installation.workspaces().forget(slug);
    }
    all.push_back(std::move(told));
  }
  if (chosen.empty()) invocation.say("There is nothing to undo: no change of the model was made to what is stored. Nothing was changed.");
  return all;
}

/// Additive steps were done when the workspace was opened; what is left is what takes something away.
Result<Told> migrate_one(Invocation& invocation, const std::string& slug) {
  PROBITY_ASSIGN(auto workspace, invocation.installation.workspaces().find(slug));
  PROBITY_ASSIGN(auto database, workspace->database());
  const store::Schema wanted = store::schema_of(workspace->catalog()->model(), slug == "system");
  PROBITY_ASSIGN(auto plan, database->plan_migration(wanted));
  const bool done = plan.destructive() && invocation.arguments.has("allow-loss");
  if (done) {
    PROBITY_ASSIGN(plan, database->migrate(wanted, true, true));
  }
  return Told{slug, std::move(plan.steps), done};
}

Result<std::vector<Told>> migrate_all(Invocation& invocation, const std::vector<std::string>& slugs) {
  std::vector<Told> all;
  for (const std::string& slug : slugs) {
    PROBITY_ASSIGN(Told told, migrate_one(invocation, slug));
    all.push_back(std::move(told));
  }
  if (std::ranges::any_of(all, [](const Told& told) { return !told.done && !told.steps.empty(); })) {
    invocation.say("Nothing was changed. To do it, run the command again with --allow-loss; a copy is made first and `probity migrate --undo` brings it back.");
  }
  return all;
}

Result<> run_migration(Invocation& invocation) {
  Error error;
  const auto slugs = workspaces_of(invocation, error);
  if (!error.code.empty()) return fail(std::move(error));
  PROBITY_ASSIGN(const auto all, invocation.arguments.has("undo") ? undo(invocation, slugs) : migrate_all(invocation, slugs));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  for (const Told& told : all) {
    write_steps(writer, told);
    if (!invocation.json()) tell(invocation, told);
  }
  writer.EndArray();
  if (invocation.json()) invocation.print(text(buffer));
  return {};
}

}  // namespace

Command migrate() {
  return {.words = {"migrate"},
          .help = "Show what a changed model takes away from the stored data, and do it or take it back",
          .options = {{.name = "--workspace", .help = "Slug of one workspace; all of them otherwise"},
                      {.name = "--allow-loss", .help = "Drop columns and tables that the model no longer has", .flag = true},
                      {.name = "--undo", .help = "Take the last change of the model back, keeping what was written since", .flag = true}},
          .run = run_migration};
}

}  // namespace probity::cli
