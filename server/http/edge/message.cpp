#include "http/edge/message.hpp"

#include "http/edge/target.hpp"

namespace probity::http {
namespace {

/// Calls `visit(name, value)` for each "name=value" between separators until it returns true.
template <typename Visit>
bool any_pair(std::string_view text, char separator, Visit visit) {
  while (!text.empty()) {
    const auto end = text.find(separator);
    const auto pair = text.substr(0, end);
    const auto equals = pair.find('=');
    const auto value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    if (visit(pair.substr(0, equals), value)) return true;
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return false;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  for (const auto& header : headers) {
    if (equal_ignoring_case(header.name, name)) return header.value;
  }
  return {};
}

bool Request::has_parameter(std::string_view name) const {
  return any_pair(query, '&', [&](std::string_view key, std::string_view) {
    return key == name || decode_form(key) == name;
  });
}

std::string Request::parameter(std::string_view name) const {
  std::string found;
  any_pair(query, '&', [&](std::string_view key, std::string_view value) {
    if (key != name && decode_form(key) != name) return false;
    found = decode_form(value).value_or(std::string(value));
    return true;
  });
  return found;
}

std::string Request::cookie(std::string_view name) const {
  std::string_view found;
  for (const auto& header : headers) {
    if (!equal_ignoring_case(header.name, "Cookie")) continue;
    const bool here = any_pair(header.value, ';', [&](std::string_view key, std::string_view value) {
      while (key.starts_with(' ')) key.remove_prefix(1);
      if (key != name) return false;
      found = value;
      return true;
    });
    if (here) break;
  }
  return std::string(found);
}

}  // namespace probity::http
