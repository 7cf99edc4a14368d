#pragma once
// The database of one workspace as the rooms above hold it. Its file is opened when it is needed and may
// be closed when others are needed more; whoever holds the workspace notices nothing.
#include <atomic>
#include <memory>
#include <mutex>

#include "store/database.hpp"
#include "store/sqlite/flushers.hpp"
#include "store/sqlite/open_files.hpp"
#include "store/sqlite/sqlite.hpp"
#include "store/sqlite/workspace_file.hpp"
#include "store/sqlite/write_queue.hpp"
#include "store/sqlite/writers.hpp"

namespace probity::store::sqlite {

/// What all workspaces of a backend share.
struct Shared {
  SqliteOptions options;
  OpenFiles open_files;
  std::mutex writers_mutex;
  std::unique_ptr<Writers> writers;  ///< gone once the backend is shut down
  std::unique_ptr<Flushers> flushers;
  explicit Shared(SqliteOptions given);
  FileOptions file_options(const std::string& name, std::string key) const;
  std::filesystem::path file_of(std::string_view name) const;
  std::filesystem::path copies() const;
};

class Workspace final : public Database, public Writable, public ClosableFile, public std::enable_shared_from_this<Workspace> {
 public:
  Workspace(std::string name, std::shared_ptr<Shared> shared) : name_(std::move(name)), shared_(std::move(shared)) {}

  Result<> read(const std::function<Result<>(Reader&)>& use) override;
  void write(Plan plan, std::function<void(Result<Outcome>)> done) override;
  Result<MigrationPlan> plan_migration(const Schema& wanted) override;
  Result<MigrationPlan> migrate(const Schema& wanted, bool allow_destructive, bool copy_first) override;
  Result<std::optional<PastMigration>> last_migration() override;
  Result<std::vector<MigrationStep>> undo_migration() override;
  Result<AuditHead> audit_head() override;
  Result<AuditCheck> verify_audit() override;
  Result<> copy_to(const std::filesystem::path& file) override;
  Result<> scrub() override;
  Result<std::int64_t> size_in_bytes() override;
  Result<std::string> check_integrity() override;

  bool write_group() override;
  void tidy() override;
  bool close_if_idle() override;
  std::int64_t last_use() const override { return last_use_.load(std::memory_order_relaxed); }

  /// Opens the file now, so that a wrong key or a damaged file shows.
  Result<> check_open();
  /// Answers what waits with an error and closes the file for good; `gone` is what later calls get.
  void retire(Error gone);

 private:
  /// The open file, opened where it was not; it stays open while the pointer is held.
  Result<std::shared_ptr<WorkspaceFile>> file();
  Result<std::shared_ptr<WorkspaceFile>> open_file();
  void wake_writer();
  void after_group(WorkspaceFile& open);
  void tidy_in(std::chrono::milliseconds time);
  bool is_calm() const;
  bool stopping() const;
  Result<std::filesystem::path> copy_before_migration(WorkspaceFile& open);

  const std::string name_;
  const std::shared_ptr<Shared> shared_;
  std::atomic<std::int64_t> last_use_{0};
  std::atomic<std::int64_t> last_write_{0};
  std::mutex mutex_;
  std::shared_ptr<WorkspaceFile> file_;
  std::optional<Error> gone_;
  WriteQueue queue_;
};

}  // namespace probity::store::sqlite
