#include "http/edge/problem.hpp"

#include "base/json.hpp"

namespace probity::http {

Response problem(const Refusal& refusal) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "type");
  put(writer, "about:blank");
  key(writer, "title");
  put(writer, reason_phrase(refusal.status));
  key(writer, "status");
  writer.Int(refusal.status);
  key(writer, "detail");
  put(writer, refusal.detail);
  key(writer, "code");
  put(writer, refusal.code);
  writer.EndObject();

  Response response;
  response.status = refusal.status;
  response.body = text(buffer);
  response.set("Content-Type", "application/problem+json").set("Cache-Control", "no-store").set("X-Content-Type-Options", "nosniff");
  if (refusal.status == 503) response.set("Retry-After", "1");
  return response;
}

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 460: return "Checksum Mismatch";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

}  // namespace probity::http
