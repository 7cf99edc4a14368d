#pragma once
// The first lines of an answer.
#include <cstdint>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "http/edge/message.hpp"

namespace probity::http {

struct Framing {
  bool keep_alive = true;
  bool http_1_0 = false;                ///< of the request: then staying open must be said
  std::optional<std::uint64_t> length;  ///< absent: the body ends with the connection
};

/// True for statuses whose answers have no body and no length (RFC 9110, 6.4.1).
bool is_without_body(int status);

/// False when a header holds a control character or a name that is no token: it could forge headers.
bool has_valid_headers(const Response& response);

/// Replaces `head` with the status line and all headers. Date, Content-Length, Connection and
/// Transfer-Encoding of the response are ignored: they are the edge's own.
void write_head(const Response& response, const Framing& framing, std::string& head);

/// IMF-fixdate (RFC 9110, 5.6.7), e.g. "Sun, 06 Nov 1994 08:49:37 GMT".
std::string format_http_date(Timestamp at);

}  // namespace probity::http
