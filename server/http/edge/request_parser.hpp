#pragma once
// Reads one request after the other out of a connection's bytes. The grammar is Beast's; what Beast lets
// pass and a proxy could read in another way is refused here (RFC 9112, 11.2).
#include <memory>
#include <optional>
#include <string_view>

#include "http/edge/message.hpp"
#include "http/edge/problem.hpp"
#include "http/edge/server.hpp"

namespace probity::http {

class RequestParser {
 public:
  /// `limits` must outlive the parser.
  explicit RequestParser(const Limits& limits);
  ~RequestParser();

  /// Starts on a new request, which is filled as bytes come in. Memory it holds is used again.
  void begin(Request& request);
  /// Takes what it can use of `bytes`, which begin where the last call stopped, and returns how many.
  /// After a refusal or a whole request it takes nothing.
  std::size_t feed(std::string_view bytes);

  bool started() const;  ///< at least one byte of the request was seen
  bool head_done() const;
  bool done() const;     ///< the whole request was read
  /// Why the request is not to be handled. With done() the connection may go on, else it must close.
  const std::optional<Refusal>& refusal() const;
  void refuse(const Refusal& refusal);

  bool keep_alive() const;
  bool is_http_1_0() const;
  /// The client waits for "100 Continue" before it sends a body that is welcome.
  bool expects_continue() const;
  std::size_t body_received() const;  ///< bytes of the body so far, kept or dropped

 private:
  class Beast;
  std::unique_ptr<Beast> beast_;
};

}  // namespace probity::http
