#pragma once
// Expected failures are values. An exception in this program means a bug and is caught at the edge.
#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace probity {

/// What went wrong, in the terms by which a caller decides; http/error_map alone makes a status of it.
enum class ErrorKind {
  invalid,              ///< the input is wrong; nothing was changed
  unauthenticated,      ///< nobody is signed in
  forbidden,            ///< signed in, but not allowed
  not_found,            ///< no such thing for this actor (also: another workspace's)
  conflict,             ///< clashes with what is stored (duplicate, already done)
  precondition_failed,  ///< the record changed since it was read
  too_large,
  too_many,             ///< rate limit
  unsupported,          ///< media type, method, version
  unavailable,          ///< for the moment (disk full, shutting down); trying again is safe
  internal              ///< a fault of ours
};

/// One field's share of an error.
struct FieldError {
  std::string field;    ///< name as in the API, e.g. "email" or "lines.2.price"
  std::string code;
  std::string message;  ///< public
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string code;                ///< stable machine word, e.g. "unknown_field"
  std::string message;             ///< public: what happened, what is safe, what to do
  std::string field = {};          ///< the one field concerned, if there is one
  std::vector<FieldError> fields = {};
  std::string extras = {};         ///< public JSON object text merged into the problem document
  std::string cause = {};          ///< private: for the log only, never sent; no personal data
};

template <typename T = void>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Error error) { return std::unexpected<Error>(std::move(error)); }
inline std::unexpected<Error> fail(ErrorKind kind, std::string code, std::string message, std::string field = {}) {
  return std::unexpected<Error>(
      Error{.kind = kind, .code = std::move(code), .message = std::move(message), .field = std::move(field)});
}
inline std::unexpected<Error> invalid(std::string code, std::string message, std::string field = {}) {
  return fail(ErrorKind::invalid, std::move(code), std::move(message), std::move(field));
}
/// A fault of ours: `cause` goes to the log, the public message says no more than that.
inline std::unexpected<Error> internal(std::string cause) {
  return std::unexpected<Error>(Error{.kind = ErrorKind::internal,
                                      .code = "internal",
                                      .message = "Something failed on our side. Nothing was changed; try again.",
                                      .cause = std::move(cause)});
}

}  // namespace probity

/// Returns the error of a Result from the enclosing function, or goes on.
#define PROBITY_TRY(expression)                                          \
  do {                                                                   \
    if (auto probity_result = (expression); !probity_result)             \
      return std::unexpected(std::move(probity_result).error());         \
  } while (false)

#define PROBITY_JOIN_INNER(left, right) left##right
#define PROBITY_JOIN(left, right) PROBITY_JOIN_INNER(left, right)
/// Declares `declaration` with the value of a Result, or returns its error.
#define PROBITY_ASSIGN(declaration, expression) \
  PROBITY_ASSIGN_INNER(PROBITY_JOIN(probity_result_, __LINE__), declaration, expression)
#define PROBITY_ASSIGN_INNER(result, declaration, expression)            \
  auto result = (expression);                                            \
  if (!result) return std::unexpected(std::move(result).error());        \
  declaration = std::move(*result)
