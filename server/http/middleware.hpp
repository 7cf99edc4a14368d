#pragma once
// What happens to every request before its handler, in one list and in this order.
#include <span>

#include "http/call.hpp"
#include "privacy/cookies/own.hpp"

namespace probity::http {

using Step = Result<> (*)(Call&);

/// The first step that fails answers the request.
std::span<const Step> steps();

/// What every answer gets, whoever made it.
void finish(const Request& request, Response& response);

/// Holds a browser's session.
const privacy::OwnCookie& session_cookie();
/// By which a device is known again.
const privacy::OwnCookie& device_cookie();

}  // namespace probity::http
