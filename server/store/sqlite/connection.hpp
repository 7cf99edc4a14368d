#pragma once
// One connection to one SQLite file, for one thread at a time, with its prepared statements.
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/cell.hpp"
#include "base/result.hpp"
#include "store/text_hash.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace probity::store::sqlite {

/// Makes an empty file that only its owner reads, where there is none. SQLite gives its log and index the
/// mode of the file.
Result<> make_private_file(const std::filesystem::path& file);

/// The error a failed call means to a caller; `doing` goes to the log only.
Error error_of(sqlite3* database, int code, std::string_view doing);

class Connection;

/// A prepared statement while it is used; gives it back on the way out. Values bound as text or bytes
/// are not copied: they must live until the statement is stepped for the last time.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// Parameters count from 1.
  void bind(int parameter, const Cell& value);
  void bind(int parameter, std::int64_t value);
  void bind(int parameter, std::string_view text);
  void bind(int parameter, const std::string& text) { bind(parameter, std::string_view(text)); }
  void bind_blob(int parameter, std::string_view bytes);
  /// True: there is a row. False: it is done.
  Result<bool> step();
  /// For statements without rows.
  Result<> run();
  /// Makes it ready to be bound and stepped again.
  void reset();

  bool null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  Cell cell(int column) const;
  int columns() const;
  sqlite3_stmt* raw() const { return statement_; }

 private:
  friend class Connection;
  Statement(Connection& connection, sqlite3_stmt* statement, bool* in_use);
  Connection* connection_;
  sqlite3_stmt* statement_;
  bool* in_use_;  ///< of the cached statement; null for one that is finalized after use
};

struct ConnectionOptions {
  std::filesystem::path file;
  std::string key;  ///< 32 bytes, or empty for a file in plain
  bool read_only = false;
  bool create = false;
  bool write_ahead = true;  ///< false: for a copy that is one file when it is closed
  int cache_kibibytes = 2048;
  std::int64_t maximum_bytes = 0;  ///< the file never grows beyond it; 0: no limit
};

class Connection {
 public:
  static Result<std::unique_ptr<Connection>> open(const ConnectionOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs SQL that gives no rows and is not worth keeping.
  Result<> run(const std::string& sql);
  /// One integer of one row; 0 where there is no row.
  Result<std::int64_t> integer(const std::string& sql);
  Result<std::string> text(const std::string& sql);
  /// Prepared once per connection and text.
  Result<Statement> statement(std::string_view sql);
  /// Prepared once per connection and `name`, which must tell apart everything that `make_sql` does.
  template <typename MakeSql>
  Result<Statement> statement(std::string_view name, MakeSql&& make_sql);
  /// Not kept.
  Result<Statement> prepare_once(std::string_view sql);

  /// Adds another file of ours under a name of its own.
  Result<> attach(const std::filesystem::path& file, const std::string& key, const std::string& name);

  bool in_transaction() const;
  std::int64_t changes() const;
  void forget_statements();
  sqlite3* raw() const { return database_; }

 private:
  friend class Statement;
  struct Cached {
    sqlite3_stmt* statement = nullptr;
    bool in_use = false;
    std::uint64_t last_use = 0;
  };
  explicit Connection(sqlite3* database) : database_(database) {}
  Result<> configure(const ConnectionOptions& options);
  Result<sqlite3_stmt*> prepare(std::string_view sql, bool keep);
  Result<Statement> remember(std::string_view name, std::string_view sql);
  void forget_oldest();

  sqlite3* database_;
  std::unordered_map<std::string, std::unique_ptr<Cached>, TextHash, std::equal_to<>> statements_;
  std::uint64_t uses_ = 0;
};

template <typename MakeSql>
Result<Statement> Connection::statement(std::string_view name, MakeSql&& make_sql) {
  const auto found = statements_.find(name);
  if (found == statements_.end()) return remember(name, make_sql());
  if (found->second->in_use) return prepare_once(make_sql());
  found->second->in_use = true;
  found->second->last_use = ++uses_;
  return Statement(*this, found->second->statement, &found->second->in_use);
}

/// A transaction that is rolled back unless it was committed.
class Transaction {
 public:
  static Result<Transaction> begin_write(Connection& connection);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

}  // namespace probity::store::sqlite
