#pragma once
// What a list is asked for, in the query of its address.
#include "http/call.hpp"

namespace probity::http::handlers {

/// limit, cursor, sort, filter, q, fields, expand, at, count and bin; a wrong one is refused with its name.
Result<records::ListOptions> list_options(const Request& request);

}  // namespace probity::http::handlers
