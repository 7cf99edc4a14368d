#include "store/sqlite/connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.hpp"
#include "store/sqlite/log_file_system.hpp"
#include "store/sqlite/search.hpp"

namespace probity::store::sqlite {
namespace {

constexpr std::size_t kKeptStatements = 384;
constexpr int kBusyMilliseconds = 10'000;
constexpr int kPageSize = 4096;
constexpr const char* kCipher = "aegis";

/// fold(text): the same folding as everywhere else in the program (base/text.hpp).
void fold_function(sqlite3_context* context, int, sqlite3_value** arguments) {
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL) return;
  const auto* text = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
  const int size = sqlite3_value_bytes(arguments[0]);
  const std::string folded = fold({text ? text : "", static_cast<std::size_t>(size)});
  sqlite3_result_text64(context, folded.data(), folded.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

Result<> make_private_file(const std::filesystem::path& file) {
  // Only where it is new: closing a second descriptor of a file would drop the locks that SQLite holds on it.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0 && errno == EEXIST) return {};
  if (descriptor < 0) return internal(fmt::format("cannot make a database file: {}", std::strerror(errno)));
  ::fchmod(descriptor, S_IRUSR | S_IWUSR);
  ::close(descriptor);
  return {};
}

Error error_of(sqlite3* database, int code, std::string_view doing) {
  const int extended = database ? sqlite3_extended_errcode(database) : code;
  std::string cause = fmt::format("sqlite: {} ({}) while {}", sqlite3_errstr(code), extended, doing);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {.kind = ErrorKind::unavailable,
              .code = "storage_full",
              .message = "There is no room left to store this. Nothing of it was written; free some space and try again.",
              .cause = std::move(cause)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {.kind = ErrorKind::unavailable,
              .code = "storage_busy",
              .message = "The storage is busy. Nothing was changed; try again.",
              .cause = std::move(cause)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {.kind = ErrorKind::internal,
              .code = "damaged_file",
              .message = "The database file is damaged, or its key is not the one it was made with. Nothing was changed; `probity doctor` says which file it is, and a backup brings it back.",
              .cause = std::move(cause)};
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      // Names the table and the column, never a value.
      if (database) cause += fmt::format(": {}", sqlite3_errmsg(database));
      break;
    default: break;
  }
  return internal(std::move(cause)).error();
}

Result<std::unique_ptr<Connection>> Connection::open(const ConnectionOptions& options) {
  sqlite3* database = nullptr;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options.create) flags |= SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(options.file.c_str(), &database, flags, log_file_system());
  std::unique_ptr<Connection> connection(new Connection(database));
  if (code != SQLITE_OK) return fail(error_of(database, code, "opening"));
  PROBITY_TRY(connection->configure(options));
  return connection;
}

Result<> Connection::configure(const ConnectionOptions& options) {
  sqlite3_busy_timeout(database_, kBusyMilliseconds);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Plans do not depend on bound values: otherwise a statement with "LIMIT ?" is prepared anew at each use.
  sqlite3_db_config(database_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  if (!options.key.empty()) {
    if (sqlite3mc_config(database_, "cipher", sqlite3mc_cipher_index(kCipher)) < 0) return internal("sqlite: no such cipher");
    const std::string key = "raw:" + options.key;  // the key itself: no derivation from a password
    const int code = sqlite3_key(database_, key.data(), static_cast<int>(key.size()));
    if (code != SQLITE_OK) return fail(error_of(database_, code, "setting the key"));
  }
  if (options.create) PROBITY_TRY(run(fmt::format("PRAGMA page_size={}", kPageSize)));
  if (!options.read_only && options.write_ahead) {
    PROBITY_TRY(text("PRAGMA journal_mode=WAL"));
    PROBITY_TRY(run("PRAGMA wal_autocheckpoint=0"));
    PROBITY_TRY(run("PRAGMA journal_size_limit=67108864"));
  }
  PROBITY_TRY(run("PRAGMA synchronous=FULL"));
  PROBITY_TRY(run("PRAGMA foreign_keys=ON"));
  PROBITY_TRY(run("PRAGMA secure_delete=ON"));
  PROBITY_TRY(run(fmt::format("PRAGMA cache_size=-{}", options.cache_kibibytes)));
  if (options.maximum_bytes > 0) {
    PROBITY_TRY(run(fmt::format("PRAGMA max_page_count={}", options.maximum_bytes / kPageSize)));
  }
  const int code = sqlite3_create_function_v2(database_, "fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                              nullptr, fold_function, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return fail(error_of(database_, code, "adding fold()"));
  PROBITY_TRY(add_search_functions(*this));
  // A wrong key and a damaged file show here rather than in the middle of a request.
  PROBITY_TRY(integer("SELECT count(*) FROM sqlite_schema"));
  return {};
}

Connection::~Connection() {
  forget_statements();
  sqlite3_close_v2(database_);
}

void Connection::forget_statements() {
  for (auto& [name, cached] : statements_) sqlite3_finalize(cached->statement);
  statements_.clear();
}

Result<sqlite3_stmt*> Connection::prepare(std::string_view sql, bool keep) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                      keep ? SQLITE_PREPARE_PERSISTENT : 0, &statement, nullptr);
  if (code == SQLITE_OK) return statement;
  Error error = error_of(database_, code, "preparing");
  error.cause += fmt::format(": {}: {}", sqlite3_errmsg(database_), sql);
  return fail(std::move(error));
}

Result<> Connection::run(const std::string& sql) {
  PROBITY_ASSIGN(Statement statement, prepare_once(sql));
  for (;;) {
    PROBITY_ASSIGN(const bool row, statement.step());
    if (!row) return {};
  }
}

Result<std::int64_t> Connection::integer(const std::string& sql) {
  PROBITY_ASSIGN(Statement statement, prepare_once(sql));
  PROBITY_ASSIGN(const bool row, statement.step());
  return row ? statement.integer(0) : 0;
}

Result<std::string> Connection::text(const std::string& sql) {
  PROBITY_ASSIGN(Statement statement, prepare_once(sql));
  PROBITY_ASSIGN(const bool row, statement.step());
  return row ? std::string(statement.text(0)) : std::string();
}

Result<Statement> Connection::statement(std::string_view sql) {
  return statement(sql, [sql] { return sql; });
}

Result<Statement> Connection::prepare_once(std::string_view sql) {
  PROBITY_ASSIGN(sqlite3_stmt * statement, prepare(sql, false));
  return Statement(*this, statement, nullptr);
}

Result<Statement> Connection::remember(std::string_view name, std::string_view sql) {
  if (statements_.size() >= kKeptStatements) forget_oldest();
  PROBITY_ASSIGN(sqlite3_stmt * statement, prepare(sql, true));
  auto cached = std::make_unique<Cached>(Cached{statement, true, ++uses_});
  bool* in_use = &cached->in_use;
  statements_.emplace(name, std::move(cached));
  return Statement(*this, statement, in_use);
}

void Connection::forget_oldest() {
  auto oldest = statements_.end();
  for (auto it = statements_.begin(); it != statements_.end(); ++it) {
    if (it->second->in_use) continue;
    if (oldest == statements_.end() || it->second->last_use < oldest->second->last_use) oldest = it;
  }
  if (oldest == statements_.end()) return;
  sqlite3_finalize(oldest->second->statement);
  statements_.erase(oldest);
}

Result<> Connection::attach(const std::filesystem::path& file, const std::string& key, const std::string& name) {
  const std::string sql = fmt::format("ATTACH ? AS \"{}\"{}", name, key.empty() ? "" : " KEY ?");
  PROBITY_ASSIGN(Statement statement, prepare_once(sql));
  const std::string path = file.string();
  const std::string raw_key = "raw:" + key;
  statement.bind(1, path);
  if (!key.empty()) statement.bind_blob(2, raw_key);
  return statement.run();
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }
std::int64_t Connection::changes() const { return sqlite3_changes64(database_); }

Statement::Statement(Connection& connection, sqlite3_stmt* statement, bool* in_use)
    : connection_(&connection), statement_(statement), in_use_(in_use) {}

Statement::Statement(Statement&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)), in_use_(other.in_use_) {}

Statement::~Statement() {
  if (!statement_) return;
  if (!in_use_) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  *in_use_ = false;
}

void Statement::bind(int parameter, const Cell& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    sqlite3_bind_int64(statement_, parameter, *integer);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    bind(parameter, std::string_view(*text));
  } else if (const auto* blob = std::get_if<Blob>(&value)) {
    bind_blob(parameter, blob->bytes);
  } else if (const auto* real = std::get_if<double>(&value)) {
    sqlite3_bind_double(statement_, parameter, *real);
  } else {
    sqlite3_bind_null(statement_, parameter);
  }
}

void Statement::bind(int parameter, std::int64_t value) { sqlite3_bind_int64(statement_, parameter, value); }

void Statement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text64(statement_, parameter, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind_blob(int parameter, std::string_view bytes) {
  sqlite3_bind_blob64(statement_, parameter, bytes.data() ? bytes.data() : "", bytes.size(), SQLITE_STATIC);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(error_of(connection_->raw(), code, sqlite3_sql(statement_)));
}

Result<> Statement::run() {
  PROBITY_TRY(step());
  sqlite3_reset(statement_);
  return {};
}

void Statement::reset() { sqlite3_reset(statement_); }

bool Statement::null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
int Statement::columns() const { return sqlite3_column_count(statement_); }

std::string_view Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Cell Statement::cell(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER: return integer(column);
    case SQLITE_FLOAT: return real(column);
    case SQLITE_TEXT: return std::string(text(column));
    case SQLITE_BLOB: return Blob{std::string(text(column))};
    default: return std::monostate{};
  }
}

Result<Transaction> Transaction::begin_write(Connection& connection) {
  PROBITY_ASSIGN(Statement begin, connection.statement("BEGIN IMMEDIATE"));
  PROBITY_TRY(begin.run());
  return Transaction(connection);
}

Transaction::~Transaction() {
  // A full disk may have rolled it back already.
  if (connection_ && connection_->in_transaction()) (void)connection_->run("ROLLBACK");
}

Result<> Transaction::commit() {
  PROBITY_ASSIGN(Statement commit, connection_->statement("COMMIT"));
  PROBITY_TRY(commit.run());
  connection_ = nullptr;
  return {};
}

}  // namespace probity::store::sqlite
