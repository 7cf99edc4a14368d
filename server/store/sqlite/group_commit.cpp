#include "store/sqlite/group_commit.hpp"

#include "base/log.hpp"
#include "store/sqlite/log_file_system.hpp"
#include "store/sqlite/plan_writer.hpp"

namespace probity::store::sqlite {
namespace {

// A group is closed at the first of these. The time bounds what a plan waits for those before it; where
// nobody but an import waits, larger groups write each page of an index less often.
constexpr std::size_t kPlansInGroup = 512;
constexpr std::size_t kOperationsInGroup = 50'000;
constexpr auto kTimeOfGroup = std::chrono::milliseconds(10);
constexpr auto kTimeOfBulkGroup = std::chrono::milliseconds(100);
/// Beyond it the writer itself ends a checkpoint, because the log can only begin anew while nothing is
/// written; most of the work has been done in the background by then.
constexpr int kLogPagesToEnd = 49'152;

struct Member {
  WriteJob job;
  Result<Outcome> outcome = Outcome{};
};
using Group = std::vector<Member>;

Error broken_trail() {
  return {.kind = ErrorKind::unavailable,
          .code = "audit_broken",
          .message = "The audit trail of this workspace does not bear our seal, so nothing is written to it. "
                     "Run \"probity audit verify\" to see what is wrong.",
          .cause = "audit head refused"};
}

Result<> commit_all(WorkspaceFile::Writer& writer, PlanWriter& plans, Transaction& transaction) {
  PROBITY_TRY(plans.finish());
  PROBITY_TRY(transaction.commit());
  writer.audit.committed();
  writer.documents.clear();
  return {};
}

void forget_changes(WorkspaceFile::Writer& writer) {
  writer.audit.rolled_back();
  writer.documents.clear();
}

/// Takes and applies plans; the error of the first that failed half-way stops it.
Result<> fill(WriteQueue& queue, PlanWriter& plans, Group& group) {
  const auto begun = std::chrono::steady_clock::now();
  std::size_t operations = 0;
  bool only_bulk = true;
  while (group.size() < kPlansInGroup && operations < kOperationsInGroup) {
    std::optional<WriteJob> job = queue.take();
    if (!job) return {};
    operations += job->plan.operations.size();
    Member& member = group.emplace_back(std::move(*job));
    member.outcome = plans.apply(member.job.plan);
    if (!member.outcome) return fail(member.outcome.error());
    only_bulk = only_bulk && member.job.plan.bulk && !queue.has_single();
    if (std::chrono::steady_clock::now() - begun > (only_bulk ? kTimeOfBulkGroup : kTimeOfGroup)) return {};
  }
  return {};
}

Result<> write_together(WorkspaceFile::Writer& writer, WriteQueue& queue, Group& group) {
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(writer.connection));
  PlanWriter plans(writer.connection, writer.audit, writer.documents);
  PROBITY_TRY(fill(queue, plans, group));
  return commit_all(writer, plans, transaction);
}

Result<Outcome> write_alone(WorkspaceFile::Writer& writer, const Plan& plan) {
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(writer.connection));
  PlanWriter plans(writer.connection, writer.audit, writer.documents);
  PROBITY_ASSIGN(const Outcome outcome, plans.apply(plan));
  PROBITY_TRY(commit_all(writer, plans, transaction));
  return outcome;
}

void write_each_alone(WorkspaceFile::Writer& writer, Group& group) {
  for (Member& member : group) {
    forget_changes(writer);
    member.outcome = write_alone(writer, member.job.plan);
    if (!member.outcome) log::error("store: a write failed: {}", member.outcome.error().cause);
  }
  forget_changes(writer);
}

void refuse_all(WriteQueue& queue, Group& group, const Error& error) {
  while (std::optional<WriteJob> job = queue.take()) group.push_back({std::move(*job), fail(error)});
}

void write_group(WorkspaceFile& file, WriteQueue& queue, Group& group) {
  WorkspaceFile::Writer writer = file.writer();
  if (file.flush_failed()) return refuse_all(queue, group, storage_failed("a flush failed before"));
  if (!writer.audit.problem().empty()) return refuse_all(queue, group, broken_trail());
  const FlushLater flush_later;
  if (!write_together(writer, queue, group)) write_each_alone(writer, group);
}

}  // namespace

std::vector<Answer> commit_group(WorkspaceFile& file, WriteQueue& queue) {
  if (file.log_pages() > kLogPagesToEnd) (void)file.checkpoint();
  Group group;
  write_group(file, queue, group);
  std::vector<Answer> answers;
  answers.reserve(group.size());
  for (Member& member : group) answers.push_back({std::move(member.job.done), std::move(member.outcome)});
  return answers;
}

}  // namespace probity::store::sqlite
