#pragma once
// Answers of the API made smaller where the client asks for it. Static files are packed when they are built.
#include "http/edge/message.hpp"

namespace probity::http {

/// Whether Accept-Encoding names this encoding and does not refuse it (RFC 9110, 12.5.3).
bool accepts_encoding(const Request& request, std::string_view encoding);

/// Packs the body with gzip where the client takes it and it is worth it. Left as they are: short answers, which
/// the session's secret is in, what has an ETag or an encoding already, files and streams.
void compress(const Request& request, Response& response);

}  // namespace probity::http
