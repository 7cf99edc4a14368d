#pragma once
// Requests with an Idempotency-Key are carried out once.
#include "http/call.hpp"

namespace probity::http {

/// The answer of the route's handler. Where the same request was carried out before under its Idempotency-Key,
/// nothing is done: the answer has the status of then and the header Idempotency-Replayed, and shows the record as
/// it stands where the route changes one. Handlers that create look after their keys themselves.
Result<Response> answer_once(Call& call);

}  // namespace probity::http
