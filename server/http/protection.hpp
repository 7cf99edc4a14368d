#pragma once
// What every answer says to browsers for its protection, whoever made it.
#include "http/edge/message.hpp"

namespace probity::http {

/// What a page of the app may do: load from this server only, run no script of its own text, be framed by nobody.
void set_page_headers(Response& response);

/// Adds what the answer does not say itself. An answer that is no page can do nothing when it is opened as one, and no
/// other site may embed it. Over an encrypted connection the browser comes back over such a one only.
void protect(const Request& request, Response& response);

}  // namespace probity::http
