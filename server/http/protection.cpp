#include "http/protection.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace probity::http {
namespace {

constexpr const char* kOfPages =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
constexpr const char* kOfData = "default-src 'none'; frame-ancestors 'none'";
constexpr const char* kFeatures =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

bool has(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(), [&](const Header& header) { return header.name == name; });
}

void set_missing(Response& response, const char* name, const char* value) {
  if (!has(response, name)) response.set(name, value);
}

bool is_page(const Response& response) {
  return std::any_of(response.headers.begin(), response.headers.end(), [](const Header& header) { return header.name == "Content-Type" && header.value.starts_with("text/html"); });
}

}  // namespace

void set_page_headers(Response& response) {
  set_missing(response, "Content-Security-Policy", kOfPages);
  set_missing(response, "Referrer-Policy", "no-referrer");
  set_missing(response, "X-Frame-Options", "DENY");
  set_missing(response, "Cross-Origin-Opener-Policy", "same-origin");
  set_missing(response, "Permissions-Policy", kFeatures);
}

void protect(const Request& request, Response& response) {
  response.set("X-Content-Type-Options", "nosniff");
  if (is_page(response)) set_page_headers(response);
  set_missing(response, "Content-Security-Policy", kOfData);
  set_missing(response, "Cross-Origin-Resource-Policy", "same-origin");
  if (request.tls) response.set("Strict-Transport-Security", "max-age=31536000");
}

}  // namespace probity::http
