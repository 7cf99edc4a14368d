#include "accounts/signing_in/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "base/crypto.hpp"

namespace probity::accounts {
namespace {

constexpr Timestamp kStep = 30 * kSecond;
constexpr std::uint32_t kModulus = 1'000'000;

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte < 0x80 && std::isalnum(byte)) || c == '-' || c == '.' || c == '_' || c == '~';
    plain ? out.push_back(c) : (void)fmt::format_to(std::back_inserter(out), "%{:02X}", byte);
  }
  return out;
}

}  // namespace

std::int64_t totp_step(Timestamp at) { return at / kStep; }

std::string totp_code(std::string_view seed, std::int64_t step) {
  std::array<unsigned char, 8> counter;
  for (std::size_t place = 0; place < counter.size(); ++place) counter[place] = static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (56 - 8 * place));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac;
  unsigned int size = 0;
  if (!HMAC(EVP_sha1(), seed.data(), static_cast<int>(seed.size()), counter.data(), counter.size(), mac.data(), &size)) throw std::runtime_error("HMAC failed");
  // Dynamic truncation (RFC 4226, 5.3).
  const std::size_t offset = mac[size - 1] & 0x0f;
  const std::uint32_t number = (static_cast<std::uint32_t>(mac[offset] & 0x7f) << 24) | (static_cast<std::uint32_t>(mac[offset + 1]) << 16) |
                               (static_cast<std::uint32_t>(mac[offset + 2]) << 8) | mac[offset + 3];
  return fmt::format("{:06}", number % kModulus);
}

std::optional<std::int64_t> matching_step(std::string_view seed, std::string_view code, Timestamp at, std::int64_t last) {
  const std::int64_t now = totp_step(at);
  std::optional<std::int64_t> found;
  for (std::int64_t step = now - 1; step <= now + 1; ++step) {
    if (equal_in_constant_time(totp_code(seed, step), code) && step > last) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(kAlphabet[(held >> (bits - 5)) & 31]);
  }
  if (bits > 0) out.push_back(kAlphabet[(held << (5 - bits)) & 31]);
  return out;
}

std::string otpauth_url(std::string_view issuer, std::string_view account, std::string_view seed) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits={3}&period=30", percent_encoded(issuer), percent_encoded(account), base32(seed), kCodeDigits);
}

}  // namespace probity::accounts
