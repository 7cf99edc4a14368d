#pragma once
// Public keys of authenticators in COSE form (RFC 9052, RFC 9053): ES256, RS256 and EdDSA with Ed25519.
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::accounts {

/// As named by COSE.
inline constexpr int kEs256 = -7, kEdDsa = -8, kRs256 = -257;

class PublicKey {
 public:
  virtual ~PublicKey() = default;
  virtual bool is_signed(std::string_view message, std::string_view signature) const = 0;
  /// "bad_key" (invalid): no such key, or of another kind or curve, or an RSA key of under 2048 bits.
  static Result<std::unique_ptr<PublicKey>> read(std::string_view cose);
};

}  // namespace probity::accounts
