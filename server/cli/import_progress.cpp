#include "cli/import_progress.hpp"

#include "base/text.hpp"
#include "cli/options.hpp"

namespace probity::cli {
namespace {

using records::importing::Spec;
using records::importing::Tally;

constexpr Timestamp kToldEvery = 5 * kSecond;

/// Tells on standard error how far an import is, and why it waits.
class Told {
 public:
  explicit Told(Invocation& invocation) : invocation_(invocation) {}

  void look_at(const jobs::Job& job) {
    if (job.retry_at() != 0) {
      tell_waiting(job);
    } else if (now() - told_at_ >= kToldEvery) {
      told_at_ = now();
      if (job.done > 0) invocation_.say(fmt::format("{} of about {} rows, {} of them failed", job.done, job.total, job.failed));
    }
  }

 private:
  void tell_waiting(const jobs::Job& job) {
    if (job.message == waits_for_) return;
    waits_for_ = job.message;
    invocation_.say(fmt::format("The import waits: {} What it has done is kept, and it goes on by itself.", job.message));
  }

  Invocation& invocation_;
  Timestamp told_at_ = now();
  std::string waits_for_;
};

Result<> write_outcome(Invocation& invocation, const records::Context& context, const Spec& spec) {
  PROBITY_ASSIGN(Tally tally, invocation.installation.imports().tally(context, spec));
  const auto failed_rows = invocation.installation.imports().failed_rows(context, spec.id);
  if (!invocation.json()) {
    invocation.print(fmt::format("{} created, {} updated, {} skipped, {} failed; {} look like duplicates.", tally.created, tally.updated, tally.skipped, tally.failed, tally.possible_duplicates));
    if (tally.suppressed > 0) {
      invocation.print(fmt::format("{} with an address that is on the suppression list: they were stored, and nothing that needs an agreement is sent there.", tally.suppressed));
    }
    if (failed_rows) invocation.print(fmt::format("The rows that failed, with the reason of each: {}", failed_rows->string()));
    return {};
  }
  invocation.print(json_document([&](JsonWriter& writer) {
    writer.StartObject();
    key(writer, "id");
    put(writer, spec.id.text());
    write_numbers(tally, writer);
    key(writer, "failed_rows");
    failed_rows ? put(writer, failed_rows->string()) : (void)writer.Null();
    writer.EndObject();
  }));
  return {};
}

}  // namespace

void write_numbers(const Tally& tally, JsonWriter& writer) {
  const std::pair<const char*, std::int64_t> numbers[] = {{"created", tally.created}, {"updated", tally.updated}, {"skipped", tally.skipped}, {"failed", tally.failed}, {"possible_duplicates", tally.possible_duplicates}, {"suppressed", tally.suppressed}};
  for (const auto& [name, number] : numbers) {
    key(writer, name);
    writer.Int64(number);
  }
}

std::string how_it_goes_on(std::string_view workspace) {
  return fmt::format("It goes on where it was when the server runs, or with `probity imports resume --workspace {0}`. `probity imports list --workspace {0}` says how far it is.", workspace);
}

Result<> finish_import(Invocation& invocation, const records::Context& context, const Spec& spec) {
  const std::string& workspace = context.workspace->slug();
  Told told(invocation);
  PROBITY_ASSIGN(const auto job, invocation.installation.jobs().finish(workspace, *spec.job, [&](const jobs::Job& seen) { told.look_at(seen); }));
  PROBITY_TRY(write_outcome(invocation, context, spec));
  if (job.state == jobs::State::done) return {};
  if (job.ended()) return fail(ErrorKind::unavailable, "import_stopped", job.message.empty() ? "The import was stopped; what it had done is kept." : job.message);
  const std::string reason = job.message.empty() ? "The server is stopping." : job.message;
  return fail(ErrorKind::unavailable, "import_waits", fmt::format("{} The import has not ended, and what it had done is kept. {} Do not import the file again.", reason, how_it_goes_on(workspace)));
}

}  // namespace probity::cli
