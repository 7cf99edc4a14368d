#include "http/edge/target.hpp"

#include "base/text.hpp"

namespace probity::http {
namespace {

constexpr Refusal kBadTarget{400, "bad_target", "The request target is no path and no http address. Nothing was changed."};
constexpr Refusal kBadPath{400, "bad_path",
                           "The path holds an invalid escape, \"..\", \"//\" or a control character. Nothing was changed."};
constexpr Refusal kBadQuery{400, "bad_query",
                            "The query holds an invalid escape or text that is not UTF-8. Nothing was changed."};

int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

bool decode_into(std::string_view text, bool plus_is_space, std::string& decoded) {
  decoded.clear();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      const int high = at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
      if (high < 0 || low < 0) return false;
      decoded += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      decoded += plus_is_space && text[at] == '+' ? ' ' : text[at];
    }
  }
  return true;
}

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool is_safe_path(std::string_view path) {
  return path.find("..") == path.npos && path.find("//") == path.npos && !has_control(path) &&
         (is_plain_ascii(path) || is_valid_text(path));
}

bool is_safe_query(std::string_view query) {
  if (query.find('%') == query.npos && is_plain_ascii(query)) return true;
  const auto decoded = decode_form(query);
  return decoded && is_valid_text(*decoded);
}

}  // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), [&](char a, char b) {
           return a == b || lower(a) == lower(b);
         });
}

std::optional<std::string> decode_percent(std::string_view text) {
  std::string decoded;
  return decode_into(text, false, decoded) ? std::optional(std::move(decoded)) : std::nullopt;
}

std::optional<std::string> decode_form(std::string_view text) {
  std::string decoded;
  return decode_into(text, true, decoded) ? std::optional(std::move(decoded)) : std::nullopt;
}

std::optional<Refusal> read_target(std::string_view target, Request& request, std::string_view& authority) {
  authority = {};
  if (!target.starts_with('/')) {
    const auto scheme_end = target.find("://");
    if (scheme_end == target.npos) return kBadTarget;
    const auto scheme = target.substr(0, scheme_end);
    if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https")) return kBadTarget;
    target.remove_prefix(scheme_end + 3);
    authority = target.substr(0, target.find_first_of("/?"));
    if (!is_authority(authority)) return kBadTarget;
    target.remove_prefix(authority.size());
  }
  if (target.find('#') != target.npos) return kBadTarget;
  const auto mark = target.find('?');
  const auto path = target.substr(0, mark);
  request.query.assign(mark == target.npos ? std::string_view{} : target.substr(mark + 1));
  if (path.empty()) {
    request.path = "/";
  } else if (!decode_into(path, false, request.path) || !is_safe_path(request.path)) {
    return kBadPath;
  }
  if (!is_safe_query(request.query)) return kBadQuery;
  return std::nullopt;
}

bool is_authority(std::string_view text) {
  if (text.empty()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '_' || c == ':' || c == '[' || c == ']';
  });
}

}  // namespace probity::http
