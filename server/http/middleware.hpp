#pragma once
// What happens to every request before its handler, in one list and in this order.
#include <span>

#include "http/call.hpp"

namespace probity::http {

using Step = Result<> (*)(Call&);

/// The first step that fails answers the request.
std::span<const Step> steps();

/// What every answer gets, whoever made it.
void finish(const Request& request, Response& response);

/// Name of the cookie that holds a browser's session.
std::string_view cookie_name(bool tls);
/// Set-Cookie for a new session, or to forget it.
std::string session_cookie(const Request& request, std::string_view token);
std::string forgotten_cookie(const Request& request);

}  // namespace probity::http
