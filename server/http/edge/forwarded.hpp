#pragma once
// What proxies in front say of a request: where it comes from, and whether it was encrypted on its way. Anybody can send
// such headers, so that they count only on connections from addresses the operator named, and only the one kind of header
// that the operator's proxies are known to write: they pass on what they do not know.
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/edge/message.hpp"

namespace probity::http {

class TrustedProxies {
 public:
  enum class Wording {
    x_forwarded,  ///< X-Forwarded-For and X-Forwarded-Proto
    forwarded     ///< Forwarded (RFC 7239)
  };
  /// Addresses and networks, separated by commas or spaces: "127.0.0.1, ::1, 10.1.0.0/16". "bad_proxies" names what is none.
  static Result<TrustedProxies> parse(std::string_view list, Wording wording = Wording::x_forwarded);
  bool empty() const { return networks_.empty(); }
  bool trusts(std::string_view address) const;
  /// Sets peer_address to the nearest address that is no trusted proxy's, and tls to what was said of that hop. Leaves
  /// both as they are where the connection is no trusted proxy's. What cannot be read ends the way back: the address is then
  /// that of the last proxy that can be told.
  void apply(Request& request) const;

 private:
  struct Network {
    std::array<std::uint8_t, 16> address{};  ///< IPv4 as mapped into IPv6
    int bits = 128;
  };
  std::vector<Network> networks_;
  Wording wording_ = Wording::x_forwarded;
};

}  // namespace probity::http
