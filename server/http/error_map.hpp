#pragma once
// The only place where an error becomes a status and a problem document (RFC 9457).
//
//   invalid              422 where single fields are named as wrong (`errors`), else 400: the request itself
//                        is malformed
//   unauthenticated      401        too_large     413
//   forbidden            403        too_many      429, Retry-After from {"retry_after":seconds}
//   not_found            404        unsupported   415; 405 with code "method_not_allowed"
//   conflict             409        unavailable   503, Retry-After
//   precondition_failed  412        internal      500; the cause goes to the log
#include <string_view>

#include "base/result.hpp"
#include "http/edge/message.hpp"

namespace probity::http {

int status_of(const Error& error);

/// `route` names in the log what was asked for, without ids: "GET /api/v1/{entity}/{id}".
Response answer_error(const Error& error, std::string_view route);

}  // namespace probity::http
