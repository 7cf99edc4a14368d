#pragma once
// The open file of one workspace: its one writing connection, a few reading ones, its audit tree.
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/database.hpp"
#include "store/sqlite/audit_trail.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/documents.hpp"

namespace probity::store::sqlite {

struct ReaderMemory;

struct FileOptions {
  std::filesystem::path file;
  std::string key;
  std::string seal;
  int reader_cache_kibibytes = 8192;
  int writer_cache_kibibytes = 16384;
  std::int64_t maximum_bytes = 0;
};

/// The disk refused what it had taken: what is stored is not known.
Error storage_failed(std::string cause);

class WorkspaceFile {
 public:
  /// Opens the file, making it with mode 600 where it does not exist.
  static Result<std::unique_ptr<WorkspaceFile>> open(FileOptions options);
  ~WorkspaceFile();

  /// Runs `use` with a reader of one consistent view. Any thread.
  Result<> read(const std::function<Result<>(Reader&)>& use);

  /// What may only be used by one thread at a time, with the lock that says so.
  struct Writer {
    std::unique_lock<std::mutex> lock;
    Connection& connection;
    AuditTrail& audit;
    Documents& documents;
  };
  Writer writer();

  /// Waits until all that was committed before is on disk. After a failure nobody knows what is, so the
  /// file takes no more writes until it is opened again.
  Result<> flush_log();

  /// Pages of the log that are not yet in the file. Any thread.
  int log_pages() const { return log_pages_.load(std::memory_order_relaxed); }
  /// So many documents were indexed since the index was last one segment that merging it pays. Any thread.
  bool merge_is_worthwhile() const { return documents_.changed_since_merge() > documents_.worth_merging(); }
  bool flush_failed() const { return flush_failed_.load(); }
  /// Moves what it can of the log into the file, without making a reader or writer wait.
  Result<> checkpoint();
  /// Moves all of the log into the file and makes it empty, waiting some seconds for readers of older views.
  Result<> empty_log();
  /// Forgets what readers remember.
  void forget_answers();
  /// Reads the schema again after it was changed; the writer's lock must be held.
  Result<> schema_changed();
  std::shared_ptr<const Schema> schema() const;
  const FileOptions& options() const { return options_; }
  ConnectionOptions connection_options(bool read_only) const;

 private:
  explicit WorkspaceFile(FileOptions options);
  Result<> prepare();
  Result<std::unique_ptr<Connection>> take_reader();
  void give_back(std::unique_ptr<Connection> connection);
  Result<> open_checkpointer();
  static int log_grew(void* file, sqlite3*, const char*, int pages);

  FileOptions options_;
  std::mutex writer_mutex_;
  std::unique_ptr<Connection> writer_;
  AuditTrail audit_;
  Documents documents_;
  std::atomic<int> log_pages_{0};

  int log_descriptor_ = -1;  ///< for flushing only; used by one flusher at a time
  std::atomic<bool> flush_failed_{false};

  std::mutex checkpoint_mutex_;
  std::unique_ptr<Connection> checkpointer_;

  const std::unique_ptr<ReaderMemory> memory_;
  mutable std::mutex pool_mutex_;
  std::vector<std::unique_ptr<Connection>> idle_readers_;
  std::shared_ptr<const Schema> schema_;
};

}  // namespace probity::store::sqlite
