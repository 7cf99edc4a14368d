#include "base/token_text.hpp"

namespace probity {
namespace {

constexpr std::size_t kSecretBytes = 32;
/// base64url of 16 bytes of id and 32 of secret, without padding.
constexpr std::size_t kTextLength = 64;

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  if (c == '_') return 63;
  return -1;
}

/// The id in the first 16 bytes of base64url text.
std::optional<Id> id_in(std::string_view text) {
  Id id;
  std::size_t filled = 0;
  for (std::size_t at = 0; at + 3 < text.size() && filled < id.bytes.size(); at += 4) {
    std::uint32_t bits = 0;
    for (std::size_t place = 0; place < 4; ++place) {
      const int value = value_of(text[at + place]);
      if (value < 0) return std::nullopt;
      bits = bits << 6 | static_cast<std::uint32_t>(value);
    }
    for (int shift = 16; shift >= 0 && filled < id.bytes.size(); shift -= 8) id.bytes[filled++] = static_cast<std::uint8_t>(bits >> shift);
  }
  return id;
}

}  // namespace

std::string make_token_text(std::string_view prefix, const Id& id) { return make_token_text(prefix, id, random_bytes(kSecretBytes)); }

std::string make_token_text(std::string_view prefix, const Id& id, std::string_view secret) {
  return std::string(prefix) + base64url(std::string(id.raw()) + std::string(secret));
}

std::optional<TokenText> read_token_text(std::string_view prefix, std::string_view text) {
  if (!text.starts_with(prefix) || text.size() != prefix.size() + kTextLength) return std::nullopt;
  const auto id = id_in(text.substr(prefix.size()));
  if (!id) return std::nullopt;
  return TokenText{*id, sha256(text)};
}

}  // namespace probity
