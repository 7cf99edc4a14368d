#include "base/crypto.hpp"

#include <sodium.h>

#include <new>
#include <stdexcept>

namespace probity {
namespace {

constexpr std::size_t kKeySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kKeySize == 32);

/// RFC 9106, section 4, asks for 64 MiB with three passes where 2 GiB are too much; two keep a sign-in
/// near 70 ms and stay above the minimum OWASP names (19 MiB, two passes).
constexpr unsigned long long kPasswordPasses = 2;
constexpr std::size_t kPasswordMemory = 64 * 1024 * 1024;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void check_key(std::string_view key) {
  if (key.size() != kKeySize) throw std::invalid_argument("a sealing key has 32 bytes");
}

std::string encode_base64(std::string_view plain, int variant) {
  std::string text(sodium_base64_encoded_len(plain.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes(plain), plain.size(), variant);
  text.pop_back();  // the NUL that libsodium counts
  return text;
}

std::unexpected<Error> unreadable(std::string cause) {
  return std::unexpected(Error{.kind = ErrorKind::internal,
                               .code = "sealed_data_unreadable",
                               .message = "Protected data could not be opened with this installation's key. Nothing "
                                          "was changed; check that the key belongs to this data.",
                               .cause = std::move(cause)});
}

}  // namespace

void start_crypto() {
  static const bool started = sodium_init() >= 0;
  if (!started) throw std::runtime_error("libsodium did not start");
}

std::string random_bytes(std::size_t count) {
  start_crypto();
  std::string random(count, '\0');
  randombytes_buf(random.data(), random.size());
  return random;
}

std::string random_token(std::size_t count) { return base64url(random_bytes(count)); }

Hash sha256(std::string_view data) {
  Hash hash;
  crypto_hash_sha256(hash.data(), bytes(data), data.size());
  return hash;
}

Hash sha256(std::string_view first, std::string_view second) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, bytes(first), first.size());
  crypto_hash_sha256_update(&state, bytes(second), second.size());
  Hash hash;
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

Hash keyed_hash(std::string_view key, std::string_view data) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes(data), data.size());
  Hash hash;
  crypto_auth_hmacsha256_final(&state, hash.data());
  return hash;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string hex(std::string_view plain) {
  std::string text(plain.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes(plain), plain.size());
  text.pop_back();
  return text;
}

std::string base64url(std::string_view plain) {
  return encode_base64(plain, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64(std::string_view plain) { return encode_base64(plain, sodium_base64_VARIANT_ORIGINAL); }

std::optional<std::string> decode_base64(std::string_view text) {
  const int variant = text.ends_with('=') ? sodium_base64_VARIANT_ORIGINAL : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string plain(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed =
      sodium_base642bin(bytes(plain), plain.size(), text.data(), text.size(), nullptr, &size, &end, variant);
  if (failed || end != text.data() + text.size()) return std::nullopt;
  plain.resize(size);
  return plain;
}

std::string hash_password(std::string_view password) {
  start_crypto();
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasswordPasses, kPasswordMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  hash.resize(hash.find('\0'));
  return hash;
}

bool verify_password(std::string_view password, std::string_view hash) {
  start_crypto();
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
}

std::string seal(std::string_view key, std::string_view plain, std::string_view context) {
  check_key(key);
  std::string sealed = random_bytes(kNonceSize);
  sealed.resize(kNonceSize + plain.size() + kTagSize);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + kNonceSize, nullptr, bytes(plain), plain.size(),
                                             bytes(context), context.size(), nullptr, bytes(sealed), bytes(key));
  return sealed;
}

Result<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view context) {
  check_key(key);
  if (sealed.size() < kNonceSize + kTagSize) return unreadable("sealed bytes are cut off");
  const std::string_view body = sealed.substr(kNonceSize);
  std::string plain(body.size() - kTagSize, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(plain), nullptr, nullptr, bytes(body), body.size(),
                                                 bytes(context), context.size(), bytes(sealed), bytes(key)) != 0) {
    return unreadable("authentication of sealed bytes failed");
  }
  return plain;
}

}  // namespace probity
