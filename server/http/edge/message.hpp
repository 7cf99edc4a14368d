#pragma once
// A request and a response in plain terms. Beast stays behind edge/.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace probity::http {

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  std::string method;  ///< as sent; methods are case-sensitive (RFC 9110, 9.1)
  /// Decoded, without query; begins with "/"; valid UTF-8; never holds "..", "//" or a control character.
  std::string path;
  std::string query;   ///< raw, without "?"; its percent-escapes are valid and decode to valid UTF-8
  /// In the order sent. An absolute target has already replaced the value of Host (RFC 9112, 3.2.2).
  std::vector<Header> headers;
  std::string body;
  /// Numeric: of the connection itself, or what a trusted proxy says (edge/forwarded.hpp).
  std::string peer_address;
  bool tls = false;  ///< encrypted on its way, here or up to a trusted proxy that says so

  /// First value of a header, matched without regard to case; empty when absent.
  std::string_view header(std::string_view name) const;
  /// Decoded value of a query parameter (first of that name); empty when absent.
  std::string parameter(std::string_view name) const;
  bool has_parameter(std::string_view name) const;
  /// First cookie of that name, as sent; empty when absent.
  std::string cookie(std::string_view name) const;
};

/// Where a live stream of server-sent events is written. Thread-safe; `send` never blocks: a reader
/// that does not keep up (256 KiB waiting) is cut off and comes back by itself.
class EventStream {
 public:
  virtual ~EventStream() = default;
  /// False once the connection is gone or closed.
  virtual bool send(std::string_view event, std::string_view data) = 0;
  /// Ends the stream at the next heartbeat at the latest; nothing more is sent.
  virtual void close() = 0;
};

/// The edge adds Date, Content-Length and Connection itself and ignores them here. A header that holds
/// a control character is a bug and becomes a 500, so that no value can forge a header.
struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  /// If set, a file sent in pieces instead of `body`: path, first byte, count.
  struct File {
    std::string path;
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
  };
  std::shared_ptr<File> file;
  /// If set, the answer is text/event-stream and this is called once with the open stream, on the worker.
  std::function<void(std::shared_ptr<EventStream>)> on_stream;

  Response& set(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
};

/// Runs on the worker pool, so it may block for a short while; exceptions become a 500. The request is
/// valid only during the call. For HEAD it answers as for GET: the edge leaves the body out.
using Handler = std::function<Response(const Request&)>;

}  // namespace probity::http
