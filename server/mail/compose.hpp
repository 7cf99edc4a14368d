#pragma once
// A message in the form in which it travels.
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "mail/render.hpp"

namespace probity::mail {

struct Envelope {
  std::string from_name, from;  ///< display name (may be empty) and address
  std::string to_name, to;
  std::string reply_to;         ///< address; empty: answers go to the sender
  Timestamp date = 0;
  std::string message_id;       ///< without angle brackets
  /// Not empty: the message carries the headers of RFC 8058 with it.
  std::string unsubscribe_url;
};

/// RFC 5322 with MIME (RFC 2045 to 2047): multipart/alternative of text and HTML, UTF-8, seven-bit, CRLF, no line over
/// 998 bytes, marked as written by a program (RFC 3834). Control characters in names and subject become spaces.
std::string compose(const Envelope& envelope, const Rendered& letter);

}  // namespace probity::mail
