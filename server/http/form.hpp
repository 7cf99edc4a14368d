#pragma once
// The fields of a form that a page or a mail program sends.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "http/edge/message.hpp"

namespace probity::http {

class Form {
 public:
  /// First value of that name; empty where there is none.
  std::string_view value(std::string_view name) const;
  /// Every value of that name, in order.
  std::vector<std::string> values(std::string_view name) const;

 private:
  friend Result<Form> read_form(const Request& request);
  std::vector<std::pair<std::string, std::string>> fields_;
};

/// application/x-www-form-urlencoded, or multipart/form-data (RFC 7578) with text fields alone. "bad_form" (invalid)
/// for a body that is neither, "unsupported_media_type" (unsupported) for any other type.
Result<Form> read_form(const Request& request);

}  // namespace probity::http
