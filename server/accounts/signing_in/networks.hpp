#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace probity::accounts {

/// A range of addresses (CIDR): "192.0.2.0/24", "2001:db8::/32", or one address.
class Network {
 public:
  static std::optional<Network> parse(std::string_view text);
  /// An IPv4 address is the same in its IPv6 form ("::ffff:192.0.2.1").
  bool holds(std::string_view address) const;

 private:
  std::string bytes_;  ///< 16, IPv4 in its IPv6 form
  int bits_ = 0;
};

}  // namespace probity::accounts
