#pragma once
// Signatures by Ed25519 (RFC 8032), over libsodium.
#include <string>
#include <string_view>

namespace probity {

inline constexpr std::size_t kSignatureSize = 64;
inline constexpr std::size_t kPublicKeySize = 32;

/// A key that signs. Its private part cannot be got out of it again.
class SigningKey {
 public:
  /// `seed`: 32 secret bytes, of which the key is made anew each time; another length is a bug and throws.
  explicit SigningKey(std::string_view seed);

  /// 32 bytes.
  const std::string& public_key() const { return public_key_; }
  /// 64 bytes.
  std::string sign(std::string_view message) const;

 private:
  std::string private_key_;
  std::string public_key_;
};

/// False also for a key or a signature of another length.
bool is_signed_by(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace probity
