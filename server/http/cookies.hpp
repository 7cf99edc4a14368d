#pragma once
// The one place that writes Set-Cookie, from the list in privacy/cookies/own.hpp.
#include <string>
#include <string_view>

#include "http/edge/message.hpp"
#include "privacy/cookies/own.hpp"

namespace probity::http {

/// As the browser has it: over TLS with the prefix "__Host-", which binds it to this host.
std::string name_of(const Request& request, const privacy::OwnCookie& cookie);
/// What the browser sent of it; empty when absent.
std::string value_of(const Request& request, const privacy::OwnCookie& cookie);
void set_cookie(const Request& request, const privacy::OwnCookie& cookie, std::string_view value, Response& response);
void forget_cookie(const Request& request, const privacy::OwnCookie& cookie, Response& response);

}  // namespace probity::http
