#pragma once
#include "http/call.hpp"

namespace probity::http::handlers {

/// A job tells of records, so it is shown to who asked for it, and to administrators; to others it does not exist.
Result<jobs::Job> own_job(const Call& call, const Id& id);
/// 202 with the job as it stands.
Result<Response> accepted(const Call& call, const Id& job);

}  // namespace probity::http::handlers
