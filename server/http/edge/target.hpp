#pragma once
// The request target (RFC 9112, 3.2): origin and absolute form, decoded and checked once, so that no
// handler sees a path that means something else to the file system or to a proxy in front.
#include <optional>
#include <string>
#include <string_view>

#include "http/edge/message.hpp"
#include "http/edge/problem.hpp"

namespace probity::http {

bool equal_ignoring_case(std::string_view left, std::string_view right);

/// Percent-decoded; nothing where an escape is invalid.
std::optional<std::string> decode_percent(std::string_view text);
/// The same, and "+" is a space (application/x-www-form-urlencoded).
std::optional<std::string> decode_form(std::string_view text);

/// Fills path and query of `request`. `authority` becomes that of an absolute target, else empty; it
/// points into `target`.
std::optional<Refusal> read_target(std::string_view target, Request& request, std::string_view& authority);

/// A host with an optional port, as Host may hold: name, IPv4 or bracketed IPv6 address.
bool is_authority(std::string_view text);

}  // namespace probity::http
