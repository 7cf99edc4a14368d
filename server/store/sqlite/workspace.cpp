#include "store/sqlite/workspace.hpp"

#include "base/log.hpp"
#include "store/sqlite/group_commit.hpp"
#include "store/sqlite/index_merge.hpp"
#include "store/sqlite/migrator.hpp"

namespace probity::store::sqlite {
namespace {

/// Pages in the log from which the background begins to empty it.
constexpr int kLogPagesToTidy = 16'384;

/// So long nothing must have been written before the index is merged.
constexpr auto kCalm = std::chrono::milliseconds(2'000);

Error shutting_down() {
  return {.kind = ErrorKind::unavailable,
          .code = "shutting_down",
          .message = "The server is shutting down. Nothing was written; try again in a moment."};
}

std::int64_t tick() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

/// Readers that this thread is inside of, so that a nested read sees the same view.
struct ActiveRead {
  const Workspace* workspace;
  Reader* reader;
};
thread_local std::vector<ActiveRead> active_reads;

class ActiveReadScope {
 public:
  ActiveReadScope(const Workspace* workspace, Reader* reader) { active_reads.push_back({workspace, reader}); }
  ~ActiveReadScope() { active_reads.pop_back(); }
};

Reader* active_reader(const Workspace* workspace) {
  for (const ActiveRead& active : active_reads) {
    if (active.workspace == workspace) return active.reader;
  }
  return nullptr;
}

}  // namespace

Shared::Shared(SqliteOptions given)
    : options(std::move(given)),
      open_files(static_cast<std::size_t>(std::max(1, options.open_workspaces))),
      writers(std::make_unique<Writers>(std::max(1, options.writers))),
      flushers(std::make_unique<Flushers>(std::max(1, options.writers))) {}

std::filesystem::path Shared::file_of(std::string_view name) const { return options.folder / (std::string(name) + ".db"); }
std::filesystem::path Shared::copies() const { return options.folder / "copies"; }

FileOptions Shared::file_options(const std::string& name, std::string key) const {
  return {.file = file_of(name),
          .key = std::move(key),
          .seal = options.keys.seal,
          .reader_cache_kibibytes = options.reader_cache_kibibytes,
          .writer_cache_kibibytes = options.writer_cache_kibibytes,
          .maximum_bytes = options.maximum_bytes};
}

Result<std::shared_ptr<WorkspaceFile>> Workspace::file() {
  last_use_.store(tick(), std::memory_order_relaxed);
  {
    const std::scoped_lock lock(mutex_);
    if (file_) return file_;
    if (gone_) return fail(*gone_);
  }
  PROBITY_ASSIGN(auto opened, open_file());
  shared_->open_files.opened(shared_from_this());
  if (opened->merge_is_worthwhile()) tidy_in(kCalm);
  return opened;
}

Result<std::shared_ptr<WorkspaceFile>> Workspace::open_file() {
  const std::scoped_lock lock(mutex_);
  if (gone_) return fail(*gone_);
  if (file_) return file_;
  std::string key;
  if (shared_->options.keys.encryption) {
    PROBITY_ASSIGN(key, shared_->options.keys.encryption(name_));
  }
  PROBITY_ASSIGN(file_, WorkspaceFile::open(shared_->file_options(name_, std::move(key))));
  return file_;
}

bool Workspace::close_if_idle() {
  const std::scoped_lock lock(mutex_);
  if (!file_ || file_.use_count() > 1) return false;
  file_.reset();
  return true;
}

Result<> Workspace::check_open() {
  PROBITY_TRY(file());
  return {};
}

void Workspace::retire(Error gone) {
  std::shared_ptr<WorkspaceFile> closing;
  {
    const std::scoped_lock lock(mutex_);
    gone_ = gone;
    closing = std::move(file_);
  }
  for (WriteJob& job : queue_.close()) job.done(fail(gone));
  if (!closing) return;
  // A group under way is on disk before its file goes.
  queue_.wait_for_groups();
  closing.reset();
  shared_->open_files.closed(shared_from_this());
}

Result<> Workspace::read(const std::function<Result<>(Reader&)>& use) {
  if (Reader* reader = active_reader(this)) return use(*reader);
  PROBITY_ASSIGN(const auto open, file());
  return open->read([&](Reader& reader) {
    const ActiveReadScope scope(this, &reader);
    return use(reader);
  });
}

void Workspace::write(Plan plan, std::function<void(Result<Outcome>)> done) {
  WriteJob job{std::move(plan), std::move(done)};
  switch (queue_.put(job)) {
    case WriteQueue::Put::waiting: return;
    case WriteQueue::Put::wake: return wake_writer();
    case WriteQueue::Put::closed: break;
  }
  std::unique_lock lock(mutex_);
  const Error error = gone_.value_or(shutting_down());
  lock.unlock();
  job.done(fail(error));
}

void Workspace::wake_writer() {
  const std::scoped_lock lock(shared_->writers_mutex);
  if (shared_->writers) shared_->writers->wake(shared_from_this());
}

bool Workspace::write_group() {
  queue_.group_begun();
  auto open = file();
  std::vector<Answer> answers;
  if (open) {
    answers = commit_group(**open, queue_);
    after_group(**open);
  } else {
    log::error("store: cannot open a workspace for writing: {}", open.error().cause);
    while (auto job = queue_.take()) answers.push_back({std::move(job->done), fail(open.error())});
  }
  const bool more = queue_.group_ended();
  const auto flushed = [self = shared_from_this()] {
    if (self->queue_.group_flushed()) self->wake_writer();
  };
  shared_->flushers->flush({open ? std::move(*open) : nullptr, std::move(answers), flushed});
  return more;
}

void Workspace::after_group(WorkspaceFile& open) {
  last_write_.store(tick(), std::memory_order_relaxed);
  if (open.log_pages() > kLogPagesToTidy) tidy_in(std::chrono::milliseconds(0));
  if (open.merge_is_worthwhile()) tidy_in(kCalm);
}

void Workspace::tidy_in(std::chrono::milliseconds time) {
  const std::scoped_lock lock(shared_->writers_mutex);
  if (shared_->writers) shared_->writers->tidy_in(time, shared_from_this());
}

bool Workspace::is_calm() const {
  const std::chrono::steady_clock::duration since(tick() - last_write_.load(std::memory_order_relaxed));
  return since >= kCalm;
}

void Workspace::tidy() {
  std::shared_ptr<WorkspaceFile> open;
  {
    const std::scoped_lock lock(mutex_);
    open = file_;
  }
  if (!open) return;
  if (open->log_pages() > kLogPagesToTidy) {
    if (const auto moved = open->checkpoint(); !moved) log::warning("store: {}", moved.error().cause);
  }
  if (!open->merge_is_worthwhile()) return;
  if (!is_calm()) return tidy_in(kCalm);
  const auto merged = merge_index(*open, [this] { return queue_.is_empty() && !stopping(); });
  if (!merged) log::warning("store: {}", merged.error().cause);
  if (merged && !*merged) tidy_in(kCalm);
}

bool Workspace::stopping() const {
  const std::scoped_lock lock(shared_->writers_mutex);
  return !shared_->writers;
}

Result<AuditHead> Workspace::audit_head() {
  PROBITY_ASSIGN(const auto open, file());
  return open->writer().audit.head();
}

}  // namespace probity::store::sqlite
