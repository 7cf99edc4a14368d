#include "http/cookies.hpp"

#include <fmt/format.h>

namespace probity::http {
namespace {

std::string written(const Request& request, const privacy::OwnCookie& cookie, std::string_view value, std::string_view age) {
  return fmt::format("{}={}; Path=/{}; SameSite=Lax{}{}", name_of(request, cookie), value, cookie.for_scripts ? "" : "; HttpOnly", age, request.tls ? "; Secure" : "");
}

}  // namespace

std::string name_of(const Request& request, const privacy::OwnCookie& cookie) { return fmt::format("{}{}", request.tls ? "__Host-" : "", cookie.name); }

std::string value_of(const Request& request, const privacy::OwnCookie& cookie) { return request.cookie(name_of(request, cookie)); }

void set_cookie(const Request& request, const privacy::OwnCookie& cookie, std::string_view value, Response& response) {
  const std::string age = cookie.keep ? fmt::format("; Max-Age={}", *cookie.keep / kSecond) : std::string();
  response.set("Set-Cookie", written(request, cookie, value, age));
}

void forget_cookie(const Request& request, const privacy::OwnCookie& cookie, Response& response) {
  response.set("Set-Cookie", written(request, cookie, "", "; Max-Age=0"));
}

}  // namespace probity::http
