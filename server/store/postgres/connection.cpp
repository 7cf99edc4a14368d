#include "store/postgres/connection.hpp"

#include <bit>

namespace probity::store::postgres {
namespace {

// Types of PostgreSQL by their numbers in its catalogue, which never change.
constexpr Oid kBoolean = 16;
constexpr Oid kBytes = 17;
constexpr Oid kInteger = 20;
constexpr Oid kSmallInteger = 21;
constexpr Oid kMediumInteger = 23;
constexpr Oid kSingle = 700;
constexpr Oid kDouble = 701;
constexpr Oid kText = 25;
constexpr Oid kUnknown = 0;
constexpr int kBinary = 1;

/// Numbers travel with their largest byte first.
std::string big_endian(std::uint64_t number) {
  std::string bytes(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (56 - 8 * i));
  return bytes;
}

std::uint64_t from_big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

/// The values of a statement as libpq takes them.
class Parameters {
 public:
  explicit Parameters(const std::vector<const Cell*>& values) {
    numbers_.reserve(values.size());
    for (const Cell* cell : values) add(*cell);
  }
  int count() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Cell& cell) {
    if (const auto* integer = std::get_if<std::int64_t>(&cell)) {
      add_number(kInteger, static_cast<std::uint64_t>(*integer));
    } else if (const auto* real = std::get_if<double>(&cell)) {
      add_number(kDouble, std::bit_cast<std::uint64_t>(*real));
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
      add(kText, text->data(), text->size());
    } else if (const auto* blob = std::get_if<Blob>(&cell)) {
      add(kBytes, blob->bytes.data(), blob->bytes.size());
    } else {
      add(kUnknown, nullptr, 0);
    }
  }
  void add_number(Oid type, std::uint64_t number) {
    numbers_.push_back(big_endian(number));
    add(type, numbers_.back().data(), numbers_.back().size());
  }
  void add(Oid type, const char* bytes, std::size_t size) {
    types_.push_back(type);
    values_.push_back(bytes);
    lengths_.push_back(static_cast<int>(size));
    formats_.push_back(kBinary);
  }

  std::vector<std::string> numbers_;
  std::vector<Oid> types_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

std::string_view bytes_at(const Answer& answer, int row, int column) {
  return {PQgetvalue(answer.get(), row, column), static_cast<std::size_t>(PQgetlength(answer.get(), row, column))};
}

std::string field_of(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text ? text : "";
}

bool succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

Error unreachable(std::string cause) {
  return {.kind = ErrorKind::unavailable,
          .code = "database_unreachable",
          .message = "The database cannot be reached. Nothing was changed; check that PostgreSQL runs, and try again.",
          .cause = std::move(cause)};
}

Error error_of_state(const std::string& state, std::string cause) {
  const std::string_view group = std::string_view(state).substr(0, 2);
  if (state == "53100") {
    return {.kind = ErrorKind::unavailable,
            .code = "storage_full",
            .message = "There is no room left to store this. Nothing of it was written; free some space and try again.",
            .cause = std::move(cause)};
  }
  if (state == "22021") {
    return {.kind = ErrorKind::invalid,
            .code = "invalid_text",
            .message = "A text holds characters that cannot be stored. Nothing was changed; remove them and try again.",
            .cause = std::move(cause)};
  }
  if (group == "53" || group == "57" || group == "40" || group == "55") {
    return {.kind = ErrorKind::unavailable,
            .code = "storage_busy",
            .message = "The storage is busy. Nothing was changed; try again.",
            .cause = std::move(cause)};
  }
  if (group == "08") return unreachable(std::move(cause));
  return internal(std::move(cause)).error();
}

}  // namespace

bool AnswerRow::null(int column) const { return PQgetisnull(answer_.get(), row_, column) != 0; }

std::int64_t AnswerRow::integer(int column) const {
  if (null(column)) return 0;
  const std::uint64_t bits = from_big_endian(bytes_at(answer_, row_, column));
  switch (PQftype(answer_.get(), column)) {
    case kSmallInteger: return static_cast<std::int16_t>(bits);
    case kMediumInteger: return static_cast<std::int32_t>(bits);
    case kBoolean:
    case kInteger: return static_cast<std::int64_t>(bits);
    case kDouble: return static_cast<std::int64_t>(std::bit_cast<double>(bits));
    default: return 0;
  }
}

double AnswerRow::real(int column) const {
  if (null(column)) return 0;
  const std::uint64_t bits = from_big_endian(bytes_at(answer_, row_, column));
  switch (PQftype(answer_.get(), column)) {
    case kSingle: return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    case kDouble: return std::bit_cast<double>(bits);
    default: return static_cast<double>(integer(column));
  }
}

std::string_view AnswerRow::text(int column) const { return null(column) ? std::string_view() : bytes_at(answer_, row_, column); }

Cell AnswerRow::cell(int column) const {
  if (null(column)) return {};
  switch (PQftype(answer_.get(), column)) {
    case kBoolean:
    case kSmallInteger:
    case kMediumInteger:
    case kInteger: return integer(column);
    case kSingle:
    case kDouble: return real(column);
    case kBytes: return Blob{std::string(text(column))};
    default: return std::string(text(column));
  }
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& url) {
  const std::array keywords{"dbname", "client_encoding", "fallback_application_name", static_cast<const char*>(nullptr)};
  const std::array values{url.c_str(), "UTF8", "probity", static_cast<const char*>(nullptr)};
  std::unique_ptr<Connection> connection(new Connection(PQconnectdbParams(keywords.data(), values.data(), 1)));
  if (PQstatus(connection->connection_) != CONNECTION_OK) return fail(unreachable(PQerrorMessage(connection->connection_)));
  // Notices would go to standard error, and may quote values.
  PQsetNoticeReceiver(connection->connection_, [](void*, const PGresult*) {}, nullptr);
  return connection;
}

Error Connection::error_of(const PGresult* result) const {
  const std::string state = field_of(result, PG_DIAG_SQLSTATE);
  if (state.empty() || PQstatus(connection_) != CONNECTION_OK) return unreachable(PQerrorMessage(connection_));
  std::string cause = fmt::format("postgres: {} {} {} {}", state, field_of(result, PG_DIAG_TABLE_NAME), field_of(result, PG_DIAG_COLUMN_NAME),
                                  field_of(result, PG_DIAG_CONSTRAINT_NAME));
  // Errors in statements name columns and tables; other messages may quote values.
  if (state.starts_with("42")) cause += ": " + field_of(result, PG_DIAG_MESSAGE_PRIMARY);
  return error_of_state(state, std::move(cause));
}

Result<> Connection::run(const std::string& sql) {
  const Answer answer(PQexec(connection_, sql.c_str()));
  if (!succeeded(answer.get())) return fail(error_of(answer.get()));
  return {};
}

Result<Answer> Connection::ask(const Sql& sql) {
  const Parameters parameters(sql.values());
  Answer answer(PQexecParams(connection_, sql.text().c_str(), parameters.count(), parameters.types(), parameters.values(),
                             parameters.lengths(), parameters.formats(), kBinary));
  if (!succeeded(answer.get())) return fail(error_of(answer.get()));
  return answer;
}

Result<Transaction> Transaction::begin_with(Connection& connection, const std::string& sql) {
  Transaction transaction(connection);
  PROBITY_TRY(connection.run(sql));
  return transaction;
}

Result<Transaction> Transaction::begin(Connection& connection) { return begin_with(connection, "BEGIN"); }

Result<Transaction> Transaction::begin_write(Connection& connection, std::string_view role) {
  // Every statement sees what was committed before it; the workspace's lock keeps other writers away.
  return begin_with(connection, fmt::format("BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL ROLE {}", identifier(role)));
}

Result<Transaction> Transaction::begin_read(Connection& connection, std::string_view role) {
  return begin_with(connection, fmt::format("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL ROLE {}", identifier(role)));
}

Transaction::~Transaction() {
  if (connection_) static_cast<void>(connection_->run("ROLLBACK"));
}

Result<> Transaction::commit() {
  PROBITY_TRY(connection_->run("COMMIT"));
  connection_ = nullptr;
  return {};
}

}  // namespace probity::store::postgres
