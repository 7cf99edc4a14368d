#pragma once
#include "http/call.hpp"

namespace probity::http::handlers {

/// 202 with the job as it stands.
Result<Response> accepted(const Call& call, const Id& job);

}  // namespace probity::http::handlers
