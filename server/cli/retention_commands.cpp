// What is over its time: shown, and taken.
#include "base/time.hpp"
#include "cli/commands.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

std::string_view word_for(std::string_view action) { return action == "remove" ? "to be deleted" : action == "mask" ? "to be masked" : "to be put away"; }

Result<> preview(Invocation& invocation) {
  const privacy::Access access = retention::program(invocation.arguments["workspace"]);
  PROBITY_ASSIGN(const auto workspace, invocation.installation.records().enter(access));
  PROBITY_ASSIGN(const auto counts, invocation.installation.retention().counts(workspace));
  if (invocation.json()) {
    invocation.print(json_document([&](JsonWriter& writer) {
      writer.StartObject();
      key(writer, "rules");
      retention::write_counts(counts, writer);
      writer.EndObject();
    }));
    return {};
  }
  for (const retention::Count& count : counts) {
    invocation.print(fmt::format("{:<24} {:<16} {:>9} {}{}", count.rule, count.entity, count.count, word_for(name_of(count.action)),
                                 count.oldest ? fmt::format(", the oldest since {}", format_day(day_of(*count.oldest, {}))) : std::string()));
  }
  return {};
}

Result<> run_now(Invocation& invocation) {
  const std::string& workspace = invocation.arguments["workspace"];
  PROBITY_ASSIGN(const Id begun, invocation.installation.retention().begin(workspace, {}));
  PROBITY_ASSIGN(const jobs::Job job, invocation.installation.jobs().finish(workspace, begun));
  if (job.state != jobs::State::done) return fail(ErrorKind::unavailable, "not_finished", job.message.empty() ? "The run was stopped. What it did stays done; it goes on with the next." : job.message);
  if (invocation.json()) {
    invocation.print(job.result);
    return {};
  }
  PROBITY_ASSIGN(const JsonDocument summary, parse_json(job.result));
  for (const retention::Tally& tally : retention::read_tallies(summary["rules"])) {
    const std::string back = tally.kept_back > 0 ? fmt::format(", {} kept back", tally.kept_back) : std::string();
    invocation.print(fmt::format("{:<24} {:<16} {:>9} done{}", tally.rule, tally.entity, tally.count, back));
  }
  return {};
}

}  // namespace

Command retention_preview() {
  return {.words = {"retention", "preview"}, .help = "Show what is over its time and goes with the next run, by rule", .options = {workspace_option()}, .run = preview};
}

Command retention_run() {
  return {.words = {"retention", "run"}, .help = "Take what is over its time now", .options = {workspace_option()}, .run = run_now};
}

}  // namespace probity::cli
