#pragma once
// The cryptography the program uses, over libsodium; nothing else calls it directly.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity {

using Hash = std::array<std::uint8_t, 32>;

/// Call at the start of the program, so that a broken library is seen there. Safe to call again.
void start_crypto();

std::string random_bytes(std::size_t count);
/// URL-safe base64 without padding of `bytes` random bytes.
std::string random_token(std::size_t bytes = 32);

Hash sha256(std::string_view data);
Hash sha256(std::string_view first, std::string_view second);
/// HMAC-SHA-256 (RFC 2104).
Hash keyed_hash(std::string_view key, std::string_view data);
bool equal_in_constant_time(std::string_view left, std::string_view right);
std::string hex(std::string_view bytes);
inline std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}
std::string base64url(std::string_view bytes);
std::string base64(std::string_view bytes);
/// Standard alphabet, with or without padding; nothing for anything else.
std::optional<std::string> decode_base64(std::string_view text);

/// argon2id (RFC 9106), 64 MiB, about 70 ms: call it on the bounded pool for it only.
std::string hash_password(std::string_view password);
bool verify_password(std::string_view password, std::string_view hash);

/// Authenticated encryption (XChaCha20-Poly1305) under a key of 32 bytes; the nonce is inside. Only the
/// same `context` opens it again, so that a sealed value cannot be moved to another place. Error code
/// "sealed_data_unreadable"; a key of another length is a bug and throws.
std::string seal(std::string_view key, std::string_view plain, std::string_view context);
Result<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view context);

}  // namespace probity
