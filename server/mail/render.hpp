#pragma once
// A letter as plain text and as HTML, made from one template and the values of one message.
#include <map>
#include <string>

#include "mail/templates.hpp"

namespace probity::mail {

using Values = std::map<std::string, std::string, std::less<>>;

/// What stands beneath every letter. Empty parts are left out.
struct Footer {
  std::string controller;        ///< name; also the value {{controller}}
  std::string address;           ///< postal address; may have several lines
  std::string privacy_url;
  std::string preferences_url;
  std::string unsubscribe_url;
};

/// A message as somebody reads it. UTF-8; lines end with \n.
struct Rendered {
  std::string subject;  ///< one line
  std::string text;
  std::string html;     ///< a whole document; loads nothing from anywhere
};

/// That `values` are those the template wants: "missing_value", "unknown_value", "bad_url" (all invalid; a link
/// leads to https or http and to nothing else).
Result<> check_values(const Template& letter, const Values& values);
/// http or https with a host, without white space, quotes or controls.
bool is_web_url(std::string_view url);

/// Control characters become spaces, but for line breaks in paragraphs and lists. A value that is not there is
/// shown as left out: a secret, once the letter is on its way.
Rendered render(const Template& letter, const Values& values, const Footer& footer);

}  // namespace probity::mail
