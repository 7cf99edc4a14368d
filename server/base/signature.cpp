#include "base/signature.hpp"

#include <sodium.h>

#include <stdexcept>

#include "base/crypto.hpp"

namespace probity {
namespace {

static_assert(kSignatureSize == crypto_sign_BYTES && kPublicKeySize == crypto_sign_PUBLICKEYBYTES);

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

SigningKey::SigningKey(std::string_view seed) : private_key_(crypto_sign_SECRETKEYBYTES, '\0'), public_key_(kPublicKeySize, '\0') {
  start_crypto();
  if (seed.size() != crypto_sign_SEEDBYTES) throw std::invalid_argument("a signing key is made of 32 bytes");
  crypto_sign_seed_keypair(bytes(public_key_), bytes(private_key_), bytes(seed));
}

std::string SigningKey::sign(std::string_view message) const {
  std::string signature(kSignatureSize, '\0');
  crypto_sign_detached(bytes(signature), nullptr, bytes(message), message.size(), bytes(private_key_));
  return signature;
}

bool is_signed_by(std::string_view public_key, std::string_view message, std::string_view signature) {
  start_crypto();
  if (public_key.size() != kPublicKeySize || signature.size() != kSignatureSize) return false;
  return crypto_sign_verify_detached(bytes(signature), bytes(message), message.size(), bytes(public_key)) == 0;
}

}  // namespace probity
