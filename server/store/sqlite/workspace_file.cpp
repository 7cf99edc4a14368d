#include "store/sqlite/workspace_file.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstring>
#include <thread>

#include "store/sqlite/reader.hpp"
#include "store/sqlite/stored_schema.hpp"

namespace probity::store::sqlite {
namespace {

constexpr std::size_t kIdleReaders = 16;
constexpr int kAttemptsToEmptyLog = 100;
constexpr auto kBetweenAttempts = std::chrono::milliseconds(50);

}  // namespace

Error storage_failed(std::string cause) {
  return {.kind = ErrorKind::internal,
          .code = "storage_failed",
          .message = "The storage failed while this was written: it may or may not be there. Look before you try again.",
          .cause = std::move(cause)};
}

Result<std::unique_ptr<WorkspaceFile>> WorkspaceFile::open(FileOptions options) {
  std::unique_ptr<WorkspaceFile> file(new WorkspaceFile(std::move(options)));
  PROBITY_TRY(file->prepare());
  return file;
}

Result<> WorkspaceFile::prepare() {
  PROBITY_TRY(make_private_file(options_.file));
  PROBITY_ASSIGN(writer_, Connection::open(connection_options(false)));
  PROBITY_TRY(create_own_tables(*writer_));
  sqlite3_wal_hook(writer_->raw(), &WorkspaceFile::log_grew, this);
  PROBITY_TRY(schema_changed());
  PROBITY_TRY(documents_.load(*writer_));
  return audit_.load(*writer_);
}

WorkspaceFile::WorkspaceFile(FileOptions options)
    : options_(std::move(options)), audit_(options_.seal), memory_(std::make_unique<ReaderMemory>()) {}

WorkspaceFile::~WorkspaceFile() {
  if (log_descriptor_ >= 0) ::close(log_descriptor_);
}

ConnectionOptions WorkspaceFile::connection_options(bool read_only) const {
  return {.file = options_.file,
          .key = options_.key,
          .read_only = read_only,
          .create = !read_only,
          .cache_kibibytes = read_only ? options_.reader_cache_kibibytes : options_.writer_cache_kibibytes,
          .maximum_bytes = read_only ? 0 : options_.maximum_bytes};
}

int WorkspaceFile::log_grew(void* file, sqlite3*, const char*, int pages) {
  static_cast<WorkspaceFile*>(file)->log_pages_.store(pages, std::memory_order_relaxed);
  return SQLITE_OK;
}

Result<> WorkspaceFile::flush_log() {
  if (flush_failed_) return fail(storage_failed("a flush failed before"));
  if (log_descriptor_ < 0) log_descriptor_ = ::open((options_.file.string() + "-wal").c_str(), O_RDWR | O_CLOEXEC);
  if (log_descriptor_ >= 0 && ::fdatasync(log_descriptor_) == 0) return {};
  flush_failed_ = true;
  return fail(storage_failed(fmt::format("flushing the log: {}", std::strerror(errno))));
}

WorkspaceFile::Writer WorkspaceFile::writer() {
  return {std::unique_lock(writer_mutex_), *writer_, audit_, documents_};
}

std::shared_ptr<const Schema> WorkspaceFile::schema() const {
  const std::scoped_lock lock(pool_mutex_);
  return schema_;
}

Result<> WorkspaceFile::schema_changed() {
  PROBITY_ASSIGN(Schema stored, read_stored_schema(*writer_));
  auto schema = std::make_shared<const Schema>(std::move(stored));
  forget_answers();
  const std::scoped_lock lock(pool_mutex_);
  schema_ = std::move(schema);
  return {};
}

void WorkspaceFile::forget_answers() {
  memory_->paths.clear();
  memory_->positions.clear();
}

Result<std::unique_ptr<Connection>> WorkspaceFile::take_reader() {
  {
    const std::scoped_lock lock(pool_mutex_);
    if (!idle_readers_.empty()) {
      auto connection = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return connection;
    }
  }
  return Connection::open(connection_options(true));
}

void WorkspaceFile::give_back(std::unique_ptr<Connection> connection) {
  const std::scoped_lock lock(pool_mutex_);
  if (idle_readers_.size() < kIdleReaders) idle_readers_.push_back(std::move(connection));
}

Result<> WorkspaceFile::read(const std::function<Result<>(Reader&)>& use) {
  PROBITY_ASSIGN(auto connection, take_reader());
  const std::shared_ptr<const Schema> schema = this->schema();
  Result<> answer;
  {
    PROBITY_ASSIGN(Statement begin, connection->statement("BEGIN"));
    PROBITY_TRY(begin.run());
    SqliteReader reader(*connection, *schema, *memory_);
    answer = use(reader);
    PROBITY_ASSIGN(Statement end, connection->statement("ROLLBACK"));
    PROBITY_TRY(end.run());
  }
  give_back(std::move(connection));
  return answer;
}

Result<> WorkspaceFile::open_checkpointer() {
  if (checkpointer_) return {};
  ConnectionOptions options = connection_options(false);
  options.create = false;
  options.cache_kibibytes = 256;
  PROBITY_ASSIGN(checkpointer_, Connection::open(options));
  return {};
}

Result<> WorkspaceFile::checkpoint() {
  const std::scoped_lock lock(checkpoint_mutex_);
  PROBITY_TRY(open_checkpointer());
  int in_log = 0;
  int moved = 0;
  const int code = sqlite3_wal_checkpoint_v2(checkpointer_->raw(), "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  if (code != SQLITE_OK && code != SQLITE_BUSY) return fail(error_of(checkpointer_->raw(), code, "checkpoint"));
  log_pages_.store(in_log - moved, std::memory_order_relaxed);
  return {};
}

Result<> WorkspaceFile::empty_log() {
  PROBITY_TRY(checkpoint());
  const std::scoped_lock lock(checkpoint_mutex_);
  int code = SQLITE_BUSY;
  for (int attempt = 0; attempt < kAttemptsToEmptyLog && code == SQLITE_BUSY; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(kBetweenAttempts);
    const Writer held = writer();  // only for one attempt: writes are not to wait for a long read
    sqlite3_busy_timeout(checkpointer_->raw(), 0);
    code = sqlite3_wal_checkpoint_v2(checkpointer_->raw(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  }
  if (code != SQLITE_OK) return fail(error_of(checkpointer_->raw(), code, "emptying the log"));
  log_pages_.store(0, std::memory_order_relaxed);
  return {};
}

}  // namespace probity::store::sqlite
