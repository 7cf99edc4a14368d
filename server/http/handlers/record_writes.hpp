#pragma once
// What the routes that write records share.
#include "http/call.hpp"

namespace probity::http::handlers {

/// Creates a record of a JSON object and answers 201 with it. Files it names must be uploads of the caller.
Result<Response> create_from(Call& call, const records::Context& context, JsonDocument& object);

/// A record as it was just written, with its ETag.
Result<Response> record_answer(const Call& call, int status, const records::Context& context, const records::Written& written);

}  // namespace probity::http::handlers
