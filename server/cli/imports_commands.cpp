#include <ranges>

#include "cli/commands.hpp"
#include "cli/import_progress.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

using records::importing::Started;

/// An import that waits for a thread runs, to those who look at it.
std::string_view state_of(const Started& started) {
  if (started.job.retry_at() != 0) return "waiting";
  return jobs::name_of(started.job.state == jobs::State::queued ? jobs::State::running : started.job.state);
}

void write_import(const Started& started, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, started.spec.id.text());
  key(writer, "entity");
  put(writer, started.spec.entity);
  key(writer, "file");
  put(writer, started.spec.file_name);
  key(writer, "state");
  put(writer, state_of(started));
  key(writer, "rows");
  writer.Int64(started.tally.rows);
  write_numbers(started.tally, writer);
  key(writer, "message");
  started.job.message.empty() ? (void)writer.Null() : put(writer, started.job.message);
  key(writer, "retry_at");
  started.job.retry_at() == 0 ? (void)writer.Null() : put(writer, format_timestamp(started.job.retry_at()));
  writer.EndObject();
}

Result<> list(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(const auto context, invocation.installation.records().enter(access));
  PROBITY_ASSIGN(const auto all, invocation.installation.imports().started(context));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartArray();
      for (const Started& started : all) write_import(started, writer);
      writer.EndArray();
    }));
    return {};
  }
  if (all.empty()) invocation.say("Nothing was imported here yet.");
  for (const Started& started : all) {
    invocation.print(fmt::format("{}  {:<9} {}: {} rows of about {} read, {} failed. {}", format_timestamp(started.spec.created_at), state_of(started), started.spec.file_name,
                                 started.tally.rows, std::max(started.tally.rows, started.spec.detected.rows_estimate), started.tally.failed, started.job.message));
  }
  return {};
}

Result<> resume(Invocation& invocation) {
  const auto access = invocation.installation.command_access(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(const auto workspace, invocation.installation.records().enter(access));
  PROBITY_ASSIGN(auto all, invocation.installation.imports().started(workspace));
  std::erase_if(all, [](const Started& started) { return started.job.ended() || !started.spec.job; });
  if (all.empty()) invocation.say("Every import here has ended; there is nothing to go on with.");
  for (const Started& started : all | std::views::reverse) {
    PROBITY_ASSIGN(const auto context, invocation.installation.records().enter(access, started.spec.entity));
    PROBITY_TRY(invocation.installation.jobs().hasten(access.workspace, started.job.id));
    PROBITY_TRY(finish_import(invocation, context, started.spec));
  }
  return {};
}

}  // namespace

Command imports_list() {
  return {.words = {"imports", "list"}, .help = "List the imports of a workspace, and how far each is", .options = {workspace_option()}, .run = list};
}

Command imports_resume() {
  return {.words = {"imports", "resume"}, .help = "Go on with imports that have begun and not ended, and wait for them", .options = {workspace_option()}, .run = resume};
}

}  // namespace probity::cli
