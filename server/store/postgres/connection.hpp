#pragma once
// libpq, as little of it as the store needs. One connection is for one thread at a time.
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/cell.hpp"
#include "base/result.hpp"
#include "store/postgres/sql.hpp"

namespace probity::store::postgres {

/// The rows that a statement answered, all of them.
class Answer {
 public:
  explicit Answer(PGresult* result) : result_(result, &PQclear) {}
  int rows() const { return PQntuples(result_.get()); }
  const PGresult* get() const { return result_.get(); }

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

/// One row of an answer. Columns are read in the types that Probity's columns have.
class AnswerRow final : public Row {
 public:
  AnswerRow(const Answer& answer, int row) : answer_(answer), row_(row) {}
  bool null(int column) const override;
  std::int64_t integer(int column) const override;
  double real(int column) const override;
  std::string_view text(int column) const override;
  Cell cell(int column) const override;

 private:
  const Answer& answer_;
  int row_;
};

class Connection {
 public:
  /// `url` as libpq takes it. Errors: "database_unreachable" (unavailable).
  static Result<std::unique_ptr<Connection>> open(const std::string& url);
  ~Connection() { PQfinish(connection_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// One or more statements without values.
  Result<> run(const std::string& sql);
  Result<Answer> ask(const Sql& sql);
  bool usable() const { return PQstatus(connection_) == CONNECTION_OK && PQtransactionStatus(connection_) == PQTRANS_IDLE; }
  int server_version() const { return PQserverVersion(connection_); }

 private:
  explicit Connection(PGconn* connection) : connection_(connection) {}
  Error error_of(const PGresult* result) const;

  PGconn* connection_;
};

/// A transaction that is rolled back unless it was committed.
class Transaction {
 public:
  /// As the login role, which has no rights on any workspace.
  static Result<Transaction> begin(Connection& connection);
  /// As `role`, to change things.
  static Result<Transaction> begin_write(Connection& connection, std::string_view role);
  /// As `role`, in one view of everything.
  static Result<Transaction> begin_read(Connection& connection, std::string_view role);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  static Result<Transaction> begin_with(Connection& connection, const std::string& sql);

  Connection* connection_;
};

}  // namespace probity::store::postgres
